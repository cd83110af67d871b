/// Makes a plan from its parts.
struct Planner {
  struct Outcome {
    var spent = 0
    var value = 0.0
    var bound = 0.0
    var cutoff: Double?
    var remoteShare: RemoteShare?
    var communes: [PlannedCommune] = []
    var refusals: [Refusal] = []
  }

  let limits: PlanLimits
  let budget: Int
  let index: NeedIndex
  let shop: Shop
  /// Communes to buy for, in the order of the ranking.
  let standings: [Standing]
  let candidates: [Allotment.Candidate]
  let groups: [[PurchaseGroup]]
  let needs: [[Double?]]
  let visits: [PlannedVisit]
  private let unvisited: [String]

  init(policy: Policy, communes: [CommuneMeasures], budget: Int) {
    limits = policy.plan ?? PlanLimits()
    self.budget = budget
    index = NeedIndex(policy)
    shop = Shop(policy, index: index)
    let needIndex = index
    let order = CommuneOrder(policy, communes.map { Score(needIndex, $0) }, communes)
    standings = order.ranked.map { Standing(index: needIndex, measures: communes[$0]) }

    let affordable =
      limits.visitCost > 0 ? min(order.verifyFirst.count, budget / limits.visitCost) : .max
    let cost = limits.visitCost
    visits = order.verifyFirst.prefix(affordable).map {
      PlannedVisit(code: communes[$0].code, cost: cost)
    }
    unvisited = order.verifyFirst.dropFirst(affordable).map { communes[$0].code }

    let remote = policy.remoteContext
    var finder = PathFinder(
      floor: limits.floor, cap: limits.cap, commonDivisor: shop.commonDivisor)
    var candidates: [Allotment.Candidate] = []
    var all: [[PurchaseGroup]] = []
    candidates.reserveCapacity(standings.count)
    all.reserveCapacity(standings.count)
    for (standing, place) in zip(standings, order.ranked) {
      let commune = communes[place]
      let (groups, complete) = shop.groups(
        standing, needs: commune.needs, prune: limits.floor == 0)
      all.append(groups)
      candidates.append(
        Allotment.Candidate(
          path: finder.path(groups, complete: complete),
          remote: remote.map { policy.isRemote(commune, context: $0) } ?? false))
    }
    self.candidates = candidates
    groups = all
    needs = order.ranked.map { communes[$0].needs }
  }

  /// - Throws: ``PlanError`` with `floorsExceedBudget`.
  func outcome() throws(PlanError) -> Outcome {
    let visited = visits.reduce(0) { $0 + $1.cost }
    let money = budget - visited
    let queue = PurchaseQueue(candidates)
    let floors = saturatingSum(queue.remoteFloors, queue.otherFloors)
    guard floors <= money else {
      throw PlanError(
        code: .floorsExceedBudget,
        message: """
          the floor of \(limits.floor) VND requires \(floors) VND for \(candidates.count) communes, \
          and visits cost \(visited); raise the budget of \(budget) VND or lower [plan] floor
          """)
    }
    let share = limits.remoteQuota
    let quota = quota(share, budget)
    // What the whole budget's queue ends at is the price; what is surely bought ends a little
    // before, so that the knapsack has some choice in what remains.
    let whole = Allotment(candidates, queue: queue, money: money, quota: quota, share: share)
    let kept = shop.reserve(budget)
    let sure = Allotment(
      candidates, queue: queue, money: max(floors, money - kept),
      quota: self.quota(share, budget - kept), share: share)

    var baskets = candidates.indices.map { at in
      LeftoverFill.Basket(
        groups: groups[at], options: candidates[at].path.options(after: sure.purchases[at]),
        remote: candidates[at].remote)
    }
    let queued = baskets.map(\.cost)
    var left = money - queued.reduce(0, +)
    var fill = LeftoverFill(cap: limits.cap, commonDivisor: shop.commonDivisor)
    left = fill.spend(left, on: &baskets, remoteWanted: max(0, quota - remoteCost(baskets)))

    var outcome = Outcome()
    outcome.spent = budget - left
    let remote = remoteCost(baskets)
    outcome.cutoff = whole.otherCutoff
    if share > 0 {
      outcome.remoteShare = RemoteShare(
        required: quota, spent: remote, cutoffPrice: whole.remoteCutoff.map { $0 * 1e6 })
    } else if let remoteCutoff = whole.remoteCutoff {
      outcome.cutoff = min(remoteCutoff, whole.otherCutoff ?? remoteCutoff)
    }
    outcome.bound = bound(money: money, remote: min(quota, remote))
    describe(baskets, queued: queued, left: left, whole, &outcome)
    return outcome
  }

  /// A product that is a whole number but for its rounding is that number.
  private func quota(_ share: Double, _ budget: Int) -> Int {
    Int((share * Double(budget) * (1 - 1e-15)).rounded(.up))
  }

  private func remoteCost(_ baskets: [LeftoverFill.Basket]) -> Int {
    baskets.reduce(0) { $0 + ($1.remote ? $1.cost : 0) }
  }

  /// No plan closes more: the optimum if purchases could be divided. Of a concave whole, remote
  /// communes get just their quota where a single queue would give them less.
  private func bound(money: Int, remote quota: Int) -> Double {
    let queue = PurchaseQueue(candidates, bound: true)
    let floors = candidates.reduce(0.0) {
      $0 + ($1.path.bound?.startPoints ?? $1.path.startPoints)
    }
    let free = money - queue.remoteFloors - queue.otherFloors
    let common = queue.divided(free)
    guard queue.remoteFloors + common.remote < quota else { return floors + common.points }
    let apart =
      queue.divided(quota - queue.remoteFloors, only: true).points
      + queue.divided(money - quota - queue.otherFloors, only: false).points
    return floors + min(common.points, apart)
  }

  private func describe(
    _ baskets: [LeftoverFill.Basket], queued: [Int], left: Int, _ whole: Allotment,
    _ outcome: inout Outcome
  ) {
    for (at, basket) in baskets.enumerated() {
      let counts = counts(basket.options, basket.groups)
      let before = standings[at]
      let spend = basket.cost
      if spend > 0 {
        let after = shop.points(of: before, after: counts, needs: needs[at])
        outcome.value += before.points - after
        outcome.communes.append(
          PlannedCommune(
            code: before.code, spend: spend, leftover: spend - queued[at],
            purchases: shop.purchases(counts), pointsBefore: before.points, pointsAfter: after,
            remote: basket.remote))
      }
      let cutoff =
        limits.remoteQuota == 0
        ? outcome.cutoff : basket.remote ? whole.remoteCutoff : whole.otherCutoff
      if let refusal = refusal(
        at: at, basket, cutoff: cutoff, left: left)
      {
        outcome.refusals.append(refusal)
      }
    }
    outcome.refusals += unvisited.map {
      Refusal(code: $0, reason: .visitNotFunded, purchases: [], cost: 0, points: 0)
    }
  }
}
