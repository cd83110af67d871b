/// The best plan with as much of the quota for remote communes as they can get, if each kind of
/// money has its own budget.
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
  init?(_ wanted: SearchProblem) {
    problem = wanted
    problem.quota = wanted.reachableQuota
    relaxation = Self.relaxation(problem)
    let start = GreedyFill(problem, relaxation).selection
    let search = PlanSearch(
      problem, relaxation, start: start.flatMap { [problem] in $0.isFeasible(problem) ? $0 : nil })
    if let found = search.selection {
      (selection, bound) = (found, search.bound)
      return
    }
    // What some plan gives remote communes is the least; between that and the quota more is sought.
    guard let start else { return nil }
    var (known, beyond) = (start, problem.quota)
    let steps = wanted.offers.count > Self.many ? Self.stepsForMany : Self.steps
    for _ in 0..<steps where beyond - known.remote > 1 {
      problem.quota = known.remote + (beyond - known.remote) / 2
      let more = PlanSearch(
        problem, Self.relaxation(problem), start: nil, work: Self.workOfStep)
      if let found = more.selection { known = found } else { beyond = problem.quota }
    }
    problem.quota = known.remote
    relaxation = Self.relaxation(problem)
    let last = PlanSearch(problem, relaxation, start: known)
    (selection, bound) = (last.selection ?? known, last.bound)
  }

  private static func relaxation(_ problem: SearchProblem) -> Relaxation {
    Relaxation(problem, prices: PriceFinder(problem).prices(), hint: nil)
  }
}
