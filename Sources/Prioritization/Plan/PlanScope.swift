/// The communes for which a plan buys, and those that it visits.
struct PlanScope {
  struct Buyer {
    /// Index in the input.
    var place: Int
    var isRanked: Bool
    /// Criteria that may be bought for; empty for all.
    var open: [Bool]
  }

  /// In the order of the ranking, then of the second queue.
  private(set) var buyers: [Buyer] = []
  /// Indices in the input, in the order of the second queue.
  private(set) var visits: [Int] = []
  private(set) var unvisited: [Int] = []
  /// Whole VND for visits by the policy's share; nil if that is no less than the budget.
  private(set) var visitShare: Int?
  /// Communes that lack only figures of the register.
  private(set) var inquiries: [Int] = []

  init(
    _ policy: Policy, _ communes: [CommuneMeasures], _ order: CommuneOrder, budget: PlanBudget,
    _ index: NeedIndex
  ) {
    let limits = policy.plan ?? PlanLimits()
    buyers = order.ranked.map { Buyer(place: $0, isRanked: true, open: []) }
    var due: [Int] = []
    for place in order.verifyFirst {
      guard policy.format >= 2 else {
        due.append(place)
        continue
      }
      let commune = communes[place]
      let awaited = Set(commune.awaitingRegister)
      var doubt = 0.0
      let open = policy.criteria.indices.map { at -> Bool in
        let scale = index.scales[at]
        let gaps = scale.gaps(
          of: at < commune.observations.count ? commune.observations[at] : .unknown,
          factor: at < commune.factors.count ? commune.factors[at] : 1)
        if awaited.contains(at) {
          doubt += scale.weight * (gaps.high - gaps.low)
        }
        return scale.weight > 0 && 1 - (gaps.high - gaps.low) + 1e-9 >= policy.confidence
      }
      if open.contains(true) { buyers.append(Buyer(place: place, isRanked: false, open: open)) }
      let confidence = order.scores[place].confidence + doubt / index.totalDoubt
      if !awaited.isEmpty, confidence + 1e-9 >= policy.confidence {
        inquiries.append(place)
      } else {
        due.append(place)
      }
    }
    var money = Double(budget.forVisits)
    if let share = limits.visitShare, share * Double(budget.total) < money {
      money = share * Double(budget.total)
      visitShare = Int(money * (1 + 1e-15))
    }
    // A product that is a whole number except for rounding counts as that number.
    let affordable =
      limits.visitCost > 0
      ? min(due.count, Int(money * (1 + 1e-15)) / limits.visitCost) : due.count
    visits = Array(due.prefix(affordable))
    unvisited = Array(due.dropFirst(affordable))
  }
}
