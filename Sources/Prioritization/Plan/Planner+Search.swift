extension Planner {
  /// Searches for the best plan, starting from that of the queue and the knapsack.
  ///
  /// - Parameters:
  ///   - sure: The amount that each commune certainly gets; no plan may take it away.
  ///   - hint: The options up to the queue's end.
  /// - Returns: The options of each commune, and a bound on all plans; `nil` if the search could
  ///   not consider everything that can be bought.
  func improve(
    _ start: [[Int32]], _ problem: SearchProblem, queue: PurchaseQueue, sure: [Int],
    hint: [[Int32]]
  ) -> (options: [[Int32]], bound: Double?) {
    let first = Selection(problem, start)
    // If possible, more for remote communes than queue and knapsack found.
    if first.remote < problem.quota, problem.reachableQuota == problem.quota,
      let better = search(problem, nil, queue: queue, sure: sure, hint: hint)
    {
      return better
    }
    var problem = problem
    problem.quota = min(problem.quota, first.remote)
    return search(problem, first, queue: queue, sure: sure, hint: hint) ?? (start, nil)
  }

  private func search(
    _ problem: SearchProblem, _ start: Selection?, queue: PurchaseQueue, sure: [Int],
    hint: [[Int32]]
  ) -> (options: [[Int32]], bound: Double?)? {
    let relaxation = relaxation(problem, queue, hint: hint)
    let free = PlanSearch(problem, relaxation, start: start)
    guard let found = free.selection else { return nil }
    let bound = relaxation.exact ? free.bound : nil
    let keepsAll = problem.offers.indices.allSatisfy {
      problem.spend($0, found.options[$0]).total >= sure[$0]
    }
    if keepsAll { return (found.options, bound) }
    // Certain purchases stay, even if the best plan would take some away.
    var restricted = problem
    for at in sure.indices { restricted.least[at] = max(restricted.least[at], sure[at]) }
    let kept = PlanSearch(
      restricted, self.relaxation(restricted, queue, hint: hint), start: start)
    return kept.selection.map { ($0.options, bound) }
  }

  private func relaxation(
    _ problem: SearchProblem, _ queue: PurchaseQueue, hint: [[Int32]]
  ) -> Relaxation {
    let money = problem.budget.first
    let price = queue.price(money - queue.remoteFloors - queue.otherFloors, only: nil)
    let common = Relaxation(
      problem, prices: Prices(first: price, second: 0, quota: 0), hint: hint)
    guard problem.quota > 0, queue.common(money).remote < problem.quota else { return common }
    let remote = queue.price(problem.quota - queue.remoteFloors, only: true)
    let others = queue.price(money - problem.quota - queue.otherFloors, only: false)
    guard others > remote else { return common }
    let apart = Relaxation(
      problem, prices: Prices(first: others, second: 0, quota: others - remote), hint: hint)
    return apart.bound < common.bound ? apart : common
  }
}

extension PurchaseQueue {
  /// Points per VND at which money for purchases runs out; 0 if everything can be bought.
  ///
  /// - Parameters:
  ///   - money: Besides the floors, whole VND.
  ///   - side: Only remote communes, only others; `nil` for all.
  func price(_ money: Int, only side: Bool?) -> Double {
    var left = money
    for entry in entries where side == nil || entry.remote == side {
      guard left / entry.cost >= entry.count else { return entry.slope }
      left -= entry.count * entry.cost
    }
    return 0
  }
}
