/// An amount of the two kinds of public money, which the law keeps apart: capital for lasting
/// goods, and recurrent money for what is paid every year.
public struct Money: Sendable, Equatable, Hashable, Codable {
  /// Whole VND, at least 0.
  public var capital: Int
  /// Whole VND, at least 0.
  public var recurrent: Int

  public init(capital: Int = 0, recurrent: Int = 0) {
    self.capital = capital
    self.recurrent = recurrent
  }

  /// Both together, whole VND.
  public var total: Int { saturatingSum(capital, recurrent) }
}

/// The money of a plan.
public enum PlanBudget: Sendable, Equatable, Hashable, Codable {
  /// One budget that pays for both kinds, whole VND.
  case joint(Int)
  /// A budget for each kind; neither pays for the other. Visits are paid from recurrent money.
  case apart(Money)

  /// Whole VND.
  public var total: Int {
    switch self {
    case .joint(let all): all
    case .apart(let money): money.total
    }
  }

  var parts: [Int] {
    switch self {
    case .joint(let all): [all]
    case .apart(let money): [money.capital, money.recurrent]
    }
  }

  /// The money that may pay for visits, whole VND.
  var forVisits: Int { if case .apart(let money) = self { money.recurrent } else { total } }

  var isApart: Bool { if case .apart = self { true } else { false } }

  /// What this leaves for a purchase that it does not pay for: of two budgets, only the one that is
  /// too small counts, since the other cannot help; `nil` and both together if neither suffices.
  func left(for cost: Money) -> (amount: Int, kind: MoneyKind?) {
    guard case .apart(let money) = self else { return (total, nil) }
    return switch (cost.capital > money.capital, cost.recurrent > money.recurrent) {
    case (true, false): (money.capital, .capital)
    case (false, true): (money.recurrent, .recurrent)
    default: (total, nil)
    }
  }
}

/// The points that the last VND of each kind of money buys.
public struct MoneyPrices: Sendable, Equatable, Codable {
  /// Points per million VND.
  public var capital: Double
  /// Points per million VND.
  public var recurrent: Double
}
