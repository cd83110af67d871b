/// The purchases for each commune that close as many points as possible with a budget, and a proof
/// of how much better any other plan could be.
///
/// Spending does not follow rank: a plan takes purchases by points closed per million VND. First
/// come the visits to communes about which too little is known, in the order of their queue; then
/// the floor of every other commune; then the queue of all purchases; and then a search among all
/// plans that could be better. Purchases close only proven shortfalls (``Standing/gapLow``).
public struct Plan: Sendable, Equatable, Codable {
  /// Largest budget, in VND.
  public static let maximumBudget = 1_000_000_000_000_000

  public let policyId: String
  public let policyVersion: Int
  /// Whole VND, of both kinds of money.
  public let budget: Int
  /// `nil` if one budget pays for both kinds.
  public let budgets: Money?
  /// Purchases and visits, whole VND; at most ``budget``.
  public let spent: Int
  /// The same by kind, visits as recurrent money; each at most its part of ``budgets``. `nil` in
  /// plans that were stored before kinds were distinguished.
  public let spentByKind: Money?
  /// Points closed, summed over all communes.
  public let value: Double
  /// Proven points of all communes that may be bought for, those in the second queue included;
  /// ``pointsClosed`` is a part of it. `nil` in plans that were stored before it was recorded.
  public let provenNeed: Double?
  /// No plan under the same limits closes more points than this.
  public let upperBound: Double
  /// Points per million VND of the last purchase that the queue funded (for communes that are not
  /// remote, if a quota makes two queues); `nil` if there was none.
  public let cutoffPrice: Double?
  /// If each kind of money has a budget: points per million VND at which it runs out; 0 if it does
  /// not.
  public let cutoffPrices: MoneyPrices?
  /// `nil` if the policy has no quota.
  public let remoteShare: RemoteShare?
  /// Communes that get something, in the order of the ranking, then of the second queue.
  public let communes: [PlannedCommune]
  /// In the order of the second queue.
  public let visits: [PlannedVisit]
  /// What is not bought, for every commune that still lacks something or gets nothing at all. Every
  /// commune is in at least one of the three lists.
  public let refusals: [Refusal]

  /// Points closed once everything is in place. ``value`` is less if the policy averages over a
  /// horizon that some purchases do not last.
  public var pointsClosed: Double {
    communes.reduce(0) { $0 + ($1.pointsBefore - $1.pointsAfter) }
  }

  /// By how much the best plan could exceed this one at most, as a part of ``upperBound``, 0…1.
  public var optimalityGap: Double {
    upperBound > 0 ? max(0, upperBound - value) / upperBound : 0
  }

  /// - Parameters:
  ///   - policy: With a catalogue; without `[plan]` there are no limits and visits are free.
  ///   - budget: Whole VND, 0…``maximumBudget``.
  /// - Throws: ``PlanError``.
  public init(
    policy: Policy, communes: [CommuneMeasures], budget: Int
  ) throws(PlanError) {
    try self.init(policy: policy, communes: communes, budget: .joint(budget))
  }

  /// - Parameters:
  ///   - policy: With a catalogue; without `[plan]` there are no limits and visits are free.
  ///   - budget: 0…``maximumBudget`` VND each, and together.
  /// - Throws: ``PlanError``.
  public init(
    policy: Policy, communes: [CommuneMeasures], budget: PlanBudget
  ) throws(PlanError) {
    guard !policy.items.isEmpty || !policy.lines.isEmpty else {
      throw PlanError(
        code: .nothingForSale,
        message: "the policy has nothing to buy; add at least one [[items]] or [[lines]]")
    }
    for part in budget.parts + [budget.total]
    where !(0...Self.maximumBudget).contains(part) {
      throw PlanError(
        code: .budgetOutOfRange,
        message: "the budget is \(part) VND; it must be from 0 to \(Self.maximumBudget) whole VND")
    }
    let planner = Planner(policy: policy, communes: communes, budget: budget)
    let outcome = try planner.outcome()
    policyId = policy.id
    policyVersion = policy.version
    self.budget = budget.total
    if case .apart(let money) = budget { budgets = money } else { budgets = nil }
    spentByKind = outcome.spentByKind
    cutoffPrices = outcome.prices.map {
      MoneyPrices(capital: $0.first * 1e6, recurrent: $0.second * 1e6)
    }
    spent = outcome.spent
    value = outcome.value
    provenNeed = planner.standings.reduce(0) { $0 + $1.points }
    // Rounding may leave sums of thousands of terms slightly off.
    upperBound =
      outcome.bound <= outcome.value * (1 + 1e-10)
      ? outcome.value : outcome.bound * (1 + 1e-12)
    cutoffPrice = outcome.cutoff.map { $0 * 1e6 }
    remoteShare = outcome.remoteShare
    self.communes = outcome.communes
    visits = planner.visits
    refusals = outcome.refusals
  }
}
