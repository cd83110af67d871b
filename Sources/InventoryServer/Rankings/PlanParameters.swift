import Presentation
import Prioritization

/// What a plan is asked for with.
struct PlanParameters: Hashable, Sendable, Codable {
  /// Whole VND.
  var budget: Int
  /// Two digits; nil for all that may be seen.
  var province: String?
  var limits: PlanLimits
  /// Ids of the catalogue that are not to be bought, in its order.
  var without: [String]

  /// The policy for this plan; nil where it is the written one.
  func adjusted(_ policy: Policy) -> Policy? {
    guard limits != policy.plan ?? PlanLimits() || !without.isEmpty else { return nil }
    return policy.planning(limits, without: Set(without))
  }
}
