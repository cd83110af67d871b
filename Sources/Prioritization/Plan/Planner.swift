/// Makes a plan from its parts.
struct Planner {
  struct Outcome {
    var spent = 0
    var value = 0.0
    var bound = 0.0
    var cutoff: Double?
    /// Points per VND of each budget, if the two kinds of money have one each.
    var prices: Prices?
    var spentByKind = Money()
    var remoteShare: RemoteShare?
    var communes: [PlannedCommune] = []
    var refusals: [Refusal] = []
  }

  let limits: PlanLimits
  let money: PlanBudget
  /// Both kinds together, whole VND.
  let budget: Int
  let index: NeedIndex
  let catalogue: PlanCatalogue
  /// Communes to buy for, in the order of the ranking, then of the second queue.
  let standings: [Standing]
  let candidates: [Allotment.Candidate]
  let groups: [[PurchaseGroup]]
  let offers: [Offer]
  let needs: [CommuneNeeds]
  let visits: [PlannedVisit]
  let scope: PlanScope
  /// Communes known to be remote, whether or not they may be bought for.
  let remoteCommunes: Int
  /// In the order of the input.
  private let codes: [String]

  init(policy: Policy, communes: [CommuneMeasures], budget: PlanBudget) {
    limits = policy.plan ?? PlanLimits()
    money = budget
    self.budget = budget.total
    index = NeedIndex(policy)
    catalogue = PlanCatalogue(policy, index: index, apart: budget.isApart)
    let needIndex = index
    let order = CommuneOrder(policy, communes.map { Score(needIndex, $0) }, communes)
    let scope = PlanScope(policy, communes, order, budget: budget, index)
    self.scope = scope
    codes = communes.map(\.code)
    standings = scope.buyers.map { Standing(index: needIndex, measures: communes[$0.place]) }
    let cost = limits.visitCost
    visits = scope.visits.map { PlannedVisit(code: communes[$0].code, cost: cost) }

    let remote = policy.remoteContext
    remoteCommunes =
      remote.map { context in
        communes.count { policy.isRemote($0, context: context) }
      } ?? 0
    var finder = PathFinder(
      floor: limits.floor, cap: limits.cap, commonDivisor: catalogue.commonDivisor)
    var candidates: [Allotment.Candidate] = []
    var all: [[PurchaseGroup]] = []
    var offers: [Offer] = []
    candidates.reserveCapacity(standings.count)
    all.reserveCapacity(standings.count)
    var needs: [CommuneNeeds] = []
    var free = PathFinder(floor: 0, cap: limits.cap, commonDivisor: catalogue.commonDivisor)
    for (standing, buyer) in zip(standings, scope.buyers) {
      let commune = communes[buyer.place]
      needs.append(CommuneNeeds(commune, open: buyer.open))
      let (groups, complete) = catalogue.groups(standing, needs: needs[needs.count - 1])
      all.append(groups)
      let isRemote = remote.map { policy.isRemote(commune, context: $0) } ?? false
      offers.append(Offer(choices: groups, remote: isRemote, complete: complete))
      // The queue handles one kind of money.
      guard !budget.isApart else { continue }
      candidates.append(
        Allotment.Candidate(
          path: buyer.isRanked
            ? finder.path(groups, complete: complete) : free.path(groups, complete: complete),
          remote: isRemote))
    }
    self.candidates = candidates
    self.offers = offers
    groups = all
    self.needs = needs
  }

  /// - Throws: ``PlanError`` with `floorsExceedBudget`.
  func outcome() throws(PlanError) -> Outcome {
    if case .apart(let money) = money { return try outcome(apart: money) }
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
    // The price is that at which the whole budget's queue ends; certain purchases end earlier, so
    // that knapsack and search have some choice in the rest.
    let whole = Allotment(candidates, queue: queue, money: money, quota: quota, share: share)
    func allotment(keeping kept: Int) -> [[Int32]] {
      let allotment = Allotment(
        candidates, queue: queue, money: max(floors, money - kept),
        quota: self.quota(share, budget - kept), share: share)
      return candidates.indices.map {
        candidates[$0].path.options(after: allotment.purchases[$0])
      }
    }
    let sure = allotment(keeping: catalogue.sureReserve(budget))
    let queued = sure.indices.map { at in
      zip(groups[at], sure[at]).reduce(0) { $0 + $1.0.costs[Int($1.1)] }
    }
    var baskets = zip(candidates.indices, allotment(keeping: catalogue.reserve(budget))).map {
      LeftoverFill.Basket(groups: groups[$0], options: $1, remote: candidates[$0].remote)
    }
    var left = money - baskets.reduce(0) { $0 + $1.cost }
    var fill = LeftoverFill(cap: limits.cap, commonDivisor: catalogue.commonDivisor)
    left = fill.spend(left, on: &baskets, remoteWanted: max(0, quota - remoteCost(baskets)))

    let problem = SearchProblem(
      offers: offers, budget: Spend(first: money), apart: false, quota: quota,
      least: candidates.map { min(limits.floor, $0.path.startCost) }, cap: limits.cap ?? .max)
    let improved = improve(
      baskets.map(\.options), problem, queue: queue, sure: queued,
      hint: candidates.indices.map {
        candidates[$0].path.options(after: whole.purchases[$0])
      })
    for (at, options) in improved.options.enumerated() { baskets[at].options = options }
    left = money - baskets.reduce(0) { $0 + $1.cost }

    var outcome = Outcome()
    outcome.spent = budget - left
    let remote = remoteCost(baskets)
    outcome.cutoff = whole.otherCutoff
    if share > 0 {
      outcome.remoteShare = RemoteShare(
        required: quota, spent: remote, cutoffPrice: whole.remoteCutoff.map { $0 * 1e6 },
        communes: remoteCommunes)
    } else if let remoteCutoff = whole.remoteCutoff {
      outcome.cutoff = min(remoteCutoff, whole.otherCutoff ?? remoteCutoff)
    }
    outcome.bound = improved.bound ?? bound(money: money, remote: min(quota, remote))
    let cutoff = outcome.cutoff
    describe(
      baskets, queued: queued, left: .joint(left),
      cutoff: { basket, _ in
        share == 0 ? cutoff : basket.remote ? whole.remoteCutoff : whole.otherCutoff
      }, &outcome)
    return outcome
  }

  /// A product that is a whole number except for rounding counts as that number.
  func quota(_ share: Double, _ budget: Int) -> Int {
    Int((share * Double(budget) * (1 - 1e-15)).rounded(.up))
  }

  func remoteCost(_ baskets: [LeftoverFill.Basket]) -> Int {
    baskets.reduce(0) { $0 + ($1.remote ? $1.cost : 0) }
  }

  /// No plan closes more: the optimum if purchases were divisible. Since the whole is concave,
  /// remote communes get exactly their quota if a single queue would give them less.
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

  /// - Parameter cutoff: Points per VND below which a step for some money was not funded.
  func describe(
    _ baskets: [LeftoverFill.Basket], queued: [Int], left: PlanBudget,
    cutoff: (LeftoverFill.Basket, Money) -> Double?, _ outcome: inout Outcome
  ) {
    outcome.spentByKind.recurrent += visits.reduce(0) { $0 + $1.cost }
    for (at, basket) in baskets.enumerated() {
      let counts = counts(basket.options, basket.groups)
      let before = standings[at]
      let spend = basket.cost
      if spend > 0 {
        let after = catalogue.points(of: before, after: counts, needs: needs[at])
        let recurrent = basket.recurrent
        outcome.value += catalogue.value(of: before, after: counts, needs: needs[at])
        outcome.spentByKind.capital += spend - recurrent
        outcome.spentByKind.recurrent += recurrent
        outcome.communes.append(
          PlannedCommune(
            code: before.code, spend: spend, leftover: spend - queued[at],
            purchases: catalogue.purchases(counts), pointsBefore: before.points, pointsAfter: after,
            remote: basket.remote))
      }
      if let refusal = refusal(at: at, basket, cutoff: { cutoff(basket, $0) }, left: left),
        // For an unranked commune, the visit or the inquiry says what is missing.
        scope.buyers[at].isRanked || !refusal.purchases.isEmpty
      {
        outcome.refusals.append(refusal)
      }
    }
    func refuse(_ places: [Int], _ reason: Refusal.Reason, cost: Int) {
      outcome.refusals += places.map {
        Refusal(code: codes[$0], reason: reason, purchases: [], cost: cost, points: 0)
      }
    }
    refuse(
      scope.unvisited, scope.visitShare.map { .visitShareSpent(share: $0) } ?? .visitNotFunded,
      cost: limits.visitCost)
    refuse(scope.inquiries, .registerIncomplete, cost: 0)
  }
}
