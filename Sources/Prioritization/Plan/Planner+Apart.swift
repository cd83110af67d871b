extension Planner {
  /// The plan if each kind of money has its own budget.
  ///
  /// - Throws: ``PlanError`` with `floorsExceedBudget`.
  func outcome(apart money: Money) throws(PlanError) -> Outcome {
    let visited = visits.reduce(0) { $0 + $1.cost }
    let share = limits.remoteQuota
    let quota = quota(share, budget)
    var problem = SearchProblem(
      offers: offers,
      budget: Spend(first: money.capital, second: money.recurrent - visited), apart: true,
      quota: quota, least: groups.map { Self.least($0, limits) }, cap: limits.cap ?? .max)
    if !problem.mayMeetQuota { problem.quota = 0 }
    var relaxation = Relaxation(problem, prices: PriceFinder(problem).prices(), hint: nil)
    let start = GreedyFill(problem, relaxation).selection
    var search = PlanSearch(
      problem, relaxation, start: start.flatMap { $0.isFeasible(problem) ? $0 : nil })
    if search.selection == nil || problem.quota < quota {
      // As much for remote communes as the greedy plan found.
      guard let start else { throw floorsError(visited) }
      problem.quota = min(quota, start.remote)
      relaxation = Relaxation(problem, prices: PriceFinder(problem).prices(), hint: nil)
      search = PlanSearch(problem, relaxation, start: start)
    }
    guard let found = search.selection else { throw floorsError(visited) }

    let baskets = offers.indices.map {
      LeftoverFill.Basket(
        groups: groups[$0], options: found.options[$0], remote: offers[$0].remote)
    }
    var outcome = Outcome()
    outcome.spent = found.spend.total + visited
    outcome.prices = relaxation.prices
    if share > 0 { outcome.remoteShare = RemoteShare(required: quota, spent: found.remote) }
    outcome.bound = relaxation.exact ? search.bound : jointBound(problem)
    describe(
      baskets, queued: offers.map { _ in 0 }, left: budget - outcome.spent,
      cutoff: { basket, money in
        relaxation.prices.seen(remote: basket.remote).of(
          Spend(first: money.capital, second: money.recurrent)) / Double(max(1, money.total))
      }, &outcome)
    return outcome
  }

  /// If lists of combinations were cut short, they are certain to contain only their best for both
  /// kinds of money together; the bound for one joint budget is also valid.
  private func jointBound(_ problem: SearchProblem) -> Double {
    let joint = SearchProblem(
      offers: problem.offers, budget: Spend(first: problem.budget.total), apart: false,
      quota: problem.quota, least: problem.least, cap: problem.cap)
    return Relaxation(joint, prices: PriceFinder(joint).prices(), hint: nil).bound
  }

  private func floorsError(_ visited: Int) -> PlanError {
    PlanError(
      code: .floorsExceedBudget,
      message: """
        the floor of \(limits.floor) VND for \(offers.count) communes does not fit into the two \
        budgets, and visits cost \(visited); raise the budgets of \(money.parts[0]) and \
        \(money.parts[1]) VND or lower [plan] floor
        """)
  }

  /// The floor, or the most that a commune can get if that is less.
  private static func least(_ groups: [PurchaseGroup], _ limits: PlanLimits) -> Int {
    guard limits.floor > 0 else { return 0 }
    let cap = limits.cap ?? .max
    var sums: Set<Int> = [0]
    for group in groups {
      var next = sums
      for sum in sums {
        for cost in group.costs.dropFirst() where cost <= cap - sum {
          if sum + cost >= limits.floor { return limits.floor }
          next.insert(sum + cost)
        }
      }
      sums = next
    }
    return sums.max() ?? 0
  }
}
