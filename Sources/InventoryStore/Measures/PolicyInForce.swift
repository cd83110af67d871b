import GRDB
import Prioritization
import Synchronization

/// The policy that the process applies, and the measure rules that follow from it.
final class PolicyInForce: Sendable {
  private let current: Mutex<(policy: Policy, rules: MeasureRules)>

  var policy: Policy { current.withLock { $0.policy } }
  var rules: MeasureRules { current.withLock { $0.rules } }

  init(_ policy: Policy, rules: MeasureRules) { current = Mutex((policy, rules)) }

  /// - Returns: the former ones.
  @discardableResult
  func replace(_ policy: Policy, _ rules: MeasureRules) -> (policy: Policy, rules: MeasureRules) {
    current.withLock { current in
      defer { current = (policy, rules) }
      return current
    }
  }
}
