/// The best plan in which remote communes come first, if each kind of money has its own budget.
///
/// The quota asks for precedence, not for the highest bill. If the best plan without it already
/// gives remote communes their share of what it spends, that plan stands. Otherwise they get at
/// least their share of the budgets, but no more than what they would buy if all the money were
/// theirs: nothing dearer is bought only to reach an amount.
struct QuotaSearch {
  /// The steps by which the share is approached, each of which halves what is in doubt, and the
  /// partial plans to consider in each, if whole purchases do not add up to the quota.
  private static let steps = 24
  private static let workOfStep = 300_000
  /// For a whole country a step takes over a second, and a sixteenth suffices.
  private static let stepsForMany = 4
  private static let many = 500

  /// With the quota that is met.
  private(set) var problem: SearchProblem
  private(set) var relaxation: Relaxation
  private(set) var selection: Selection
  /// No plan with that quota closes more points.
  private(set) var bound: Double

  /// `nil` if the floors do not fit into the budgets.
  ///
  /// - Parameter share: The quota as a part of the money, 0…1.
  init?(_ wanted: SearchProblem, share: Double) {
    problem = wanted
    problem.quota = 0
    relaxation = Self.relaxation(problem)
    let free = PlanSearch(problem, relaxation, start: Self.greedy(problem, relaxation))
    guard let best = free.selection else { return nil }
    (selection, bound) = (best, free.bound)
    if best.meets(wanted.quota, share: share) { return }

    let first = Self.remoteFirst(problem)
    problem.quota = min(wanted.reachableQuota, first?.remote ?? 0)
    if best.isFeasible(problem) { return }
    relaxation = Self.relaxation(problem)
    // The remote communes' plan is one for all only if no other commune has a floor.
    let isWhole = problem.offers.indices.allSatisfy { [problem] in
      problem.offers[$0].remote || problem.least[$0] == 0
    }
    let starts = [isWhole ? first : nil, Self.greedy(problem, relaxation)].compactMap { $0 }
    let start = starts.filter { [problem] in $0.isFeasible(problem) }
      .max { $0.points < $1.points }
    let search = PlanSearch(problem, relaxation, start: start)
    if let found = search.selection {
      (selection, bound) = (found, search.bound)
      return
    }
    // Others' floors can forbid it: then what the free plan gives remote communes is the least, and
    // between that and the quota more is sought.
    var (known, beyond) = (best, problem.quota)
    let steps = wanted.offers.count > Self.many ? Self.stepsForMany : Self.steps
    for _ in 0..<steps where beyond - known.remote > 1 {
      problem.quota = known.remote + (beyond - known.remote) / 2
      let more = PlanSearch(
        problem, Self.relaxation(problem), start: nil, work: Self.workOfStep)
      if let found = more.selection { known = found } else { beyond = problem.quota }
    }
    problem.quota = min(known.remote, beyond)
    relaxation = Self.relaxation(problem)
    let last = PlanSearch(problem, relaxation, start: known)
    (selection, bound) = (last.selection ?? known, last.bound)
  }

  /// The best plan for remote communes alone, with all the money; others get nothing. `nil` if the
  /// remote communes' floors do not fit.
  private static func remoteFirst(_ problem: SearchProblem) -> Selection? {
    let places = problem.offers.indices.filter { problem.offers[$0].remote }
    let alone = SearchProblem(
      offers: places.map { problem.offers[$0] }, budget: problem.budget, apart: problem.apart,
      quota: 0, least: places.map { problem.least[$0] }, cap: problem.cap)
    let relaxation = relaxation(alone)
    let search = PlanSearch(alone, relaxation, start: greedy(alone, relaxation))
    guard let found = search.selection else { return nil }
    var options = problem.offers.map { [Int32](repeating: 0, count: $0.choices.count) }
    for (place, chosen) in zip(places, found.options) { options[place] = chosen }
    return Selection(problem, options)
  }

  private static func greedy(_ problem: SearchProblem, _ relaxation: Relaxation) -> Selection? {
    GreedyFill(problem, relaxation).selection.flatMap { $0.isFeasible(problem) ? $0 : nil }
  }

  private static func relaxation(_ problem: SearchProblem) -> Relaxation {
    Relaxation(problem, prices: PriceFinder(problem).prices(), hint: nil)
  }
}

extension Selection {
  /// Whether remote communes get the quota, or their share of what is spent at all.
  func meets(_ quota: Int, share: Double) -> Bool {
    remote >= quota || Double(remote) >= share * Double(spend.total) * (1 - 1e-15)
  }
}
