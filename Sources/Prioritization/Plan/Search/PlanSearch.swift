/// Finds the best plan that can be proven, from a relaxation and an initial plan.
///
/// The relaxation's bound limits what any plan could close. A plan that loses little against it can
/// differ from the best options of all communes only where a change loses little. So the search
/// covers all plans that lose at most a limit, and raises the limit step by step until one is
/// found: that is the best of all. If the search becomes too long, the bound falls by what was
/// excluded up to then.
struct PlanSearch {
  /// The most partial plans to consider in all, and to keep in one list.
  static let maximumWork = 6_000_000
  static let maximumStates = 1 << 15

  /// The best plan found; `nil` if there was none and none was given.
  private(set) var selection: Selection?
  /// No plan closes more points.
  private(set) var bound: Double

  init(
    _ problem: SearchProblem, _ relaxation: Relaxation, start: Selection?,
    work most: Int = maximumWork
  ) {
    selection = start
    bound = relaxation.bound
    guard relaxation.exact else { return }
    let whole = relaxation.bound
    // For a whole country a gap of 0.0002 % suffices; closing the rest would take as long again.
    let enough = (problem.offers.count > 1000 ? 2e-6 : 1e-11) * whole
    var limit = max(1e-12 * whole, 1e-7 * whole)
    var excluded = 0.0
    var work = 0
    while true {
      let lost = selection.map { whole - $0.points } ?? .infinity
      if lost <= excluded + enough { break }
      limit = min(limit, lost)
      let search = CoreSearch(
        problem, relaxation, limit: limit, maximumStates: Self.maximumStates)
      guard let result = search.result(work: most - work) else { break }
      work += result.work
      if let options = result.selection {
        let found = Selection(problem, options)
        if found.isFeasible(problem), found.points > (selection?.points ?? -1) * (1 + 1e-12) {
          selection = found
        }
      }
      excluded = max(excluded, result.excluded)
      if result.excluded < limit || limit >= whole { break }
      limit *= 3
    }
    bound = max(whole - excluded, selection?.points ?? 0)
  }
}
