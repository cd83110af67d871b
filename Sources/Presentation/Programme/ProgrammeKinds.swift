public import Prioritization

extension ProgrammeDocument {
  /// A programme's money of one kind. The law keeps the kinds apart: what one has left does not
  /// pay for the other.
  public struct KindTotal: Sendable, Equatable {
    public var kind: MoneyKind
    /// Whole VND; nil if one budget pays for both kinds.
    public var budget: Int?
    public var money: ProgrammeMoney

    /// How much more than the budget will be spent at the prices known so far, whole VND; nil if
    /// nothing, or if the kind has no budget of its own.
    public var excess: Int? {
      budget.flatMap { money.expected > $0 ? money.expected - $0 : nil }
    }
  }

  /// Capital, then recurrent money. Empty if the policy does not distinguish the kinds.
  static func kinds(_ lines: [Line], _ policy: Policy, budgets: Money?) -> [KindTotal] {
    guard policy.format >= 2 else { return [] }
    let kinds = policy.terms.mapValues(\.kind)
    return MoneyKind.allCases.map { kind in
      KindTotal(
        kind: kind, budget: budgets.map { kind == .capital ? $0.capital : $0.recurrent },
        money: ProgrammeMoney(
          lines.filter { kinds[$0.item] ?? forVisits == kind }.map(\.money)))
    }
  }

  /// What pays for visits, which are not in the catalogue.
  static let forVisits = MoneyKind.recurrent
}
