import Presentation
import Prioritization

/// Parameters of a plan.
struct PlanParameters: Hashable, Sendable, Codable {
  /// Whole VND: only capital if ``recurrentBudget`` is given, otherwise both kinds of money.
  var budget: Int
  /// Whole VND; nil if one budget pays for both kinds.
  var recurrentBudget: Int?
  /// Two digits; nil for the caller's whole scope.
  var province: String?
  /// A group's number, in digits; nil for every commune.
  var group: String?
  var limits: PlanLimits
  /// Excluded ids of the catalogue, in its order.
  var without: [String]

  var money: PlanBudget {
    guard let recurrentBudget else { return .joint(budget) }
    return .apart(Money(capital: budget, recurrent: recurrentBudget))
  }

  /// The policy with the plan's limits and exclusions; nil if it is unchanged.
  func adjusted(_ policy: Policy) -> Policy? {
    guard limits != policy.plan ?? PlanLimits() || !without.isEmpty else { return nil }
    return policy.planning(limits, without: Set(without))
  }
}
