extension Planner {
  /// The plan if each kind of money has its own budget.
  ///
  /// - Throws: ``PlanError`` with `floorsExceedBudget`.
  func outcome(apart money: Money) throws(PlanError) -> Outcome {
    let visited = visits.reduce(0) { $0 + $1.cost }
    let share = limits.remoteQuota
    let quota = quota(share, budget)
    let problem = SearchProblem(
      offers: offers,
      budget: Spend(first: money.capital, second: money.recurrent - visited), apart: true,
      quota: quota,
      least: groups.indices.map { scope.buyers[$0].isRanked ? Self.least(groups[$0], limits) : 0 },
      cap: limits.cap ?? .max)
    guard let search = QuotaSearch(problem, share: share) else { throw floorsError(visited) }
    let (found, relaxation) = (search.selection, search.relaxation)

    let baskets = offers.indices.map {
      LeftoverFill.Basket(
        groups: groups[$0], options: found.options[$0], remote: offers[$0].remote)
    }
    var outcome = Outcome()
    outcome.spent = found.spend.total + visited
    outcome.prices = relaxation.prices
    if share > 0 {
      outcome.remoteShare = RemoteShare(
        required: quota, spent: found.remote, communes: remoteCommunes)
    }
    outcome.bound = relaxation.exact ? search.bound : jointBound(search.problem)
    describe(
      baskets, queued: offers.map { _ in 0 },
      left: .apart(
        Money(
          capital: money.capital - found.spend.first,
          recurrent: money.recurrent - visited - found.spend.second)),
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
    let ranked = scope.buyers.count(where: \.isRanked)
    return PlanError(
      code: .floorsExceedBudget,
      message: """
        the floor of \(limits.floor) VND for \(ranked) communes does not fit into the two \
        budgets, and visits cost \(visited); raise the budgets of \(money.parts[0]) and \
        \(money.parts[1]) VND or lower [plan] floor
        """)
  }

  /// The floor, or the cost of everything that is of use if that is less, as far as the cap allows.
  private static func least(_ groups: [PurchaseGroup], _ limits: PlanLimits) -> Int {
    let floor = groups.floor(limits.floor)
    guard floor > 0 else { return 0 }
    let cap = limits.cap ?? .max
    var sums: Set<Int> = [0]
    for group in groups {
      var next = sums
      for sum in sums {
        for cost in group.costs.dropFirst() where cost <= cap - sum {
          if sum + cost >= floor { return floor }
          next.insert(sum + cost)
        }
      }
      sums = next
    }
    return sums.max() ?? 0
  }
}
