/// Why a plan cannot be made, and what to do.
public struct PlanError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// The policy offers nothing that could be bought.
    case nothingForSale
    /// The budget is below 0 or above ``Plan/maximumBudget``.
    case budgetOutOfRange
    /// The visits and the floor of every commune cost more than the budget.
    case floorsExceedBudget
  }

  public let code: Code
  /// The problem, then what to do.
  public let message: String

  public var description: String { message }
}
