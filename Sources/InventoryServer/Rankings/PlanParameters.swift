import Presentation
import Prioritization

/// Parameters of a plan.
struct PlanParameters: Hashable, Sendable, Codable {
  /// Whole VND.
  var budget: Int
  /// Two digits; nil for the caller's whole scope.
  var province: String?
  var limits: PlanLimits
  /// Excluded ids of the catalogue, in its order.
  var without: [String]

  /// The adjusted policy; nil if nothing is adjusted.
  func adjusted(_ policy: Policy) -> Policy? {
    guard limits != policy.plan ?? PlanLimits() || !without.isEmpty else { return nil }
    return policy.planning(limits, without: Set(without))
  }
}
