/// Searches a core for the plan that loses least. Two lists of partial plans grow side by side and
/// are paired at the end, so that neither grows as long as a single list would.
struct CoreSearch {
  struct Result {
    /// The best plan found, as changes to the best options.
    var selection: [[Int32]]?
    /// Every plan loses more than this, or as much as the one found.
    var excluded: Double
    var work: Int
  }

  private let problem: SearchProblem
  private let relaxation: Relaxation
  private let core: Core
  private let limit: Double
  private let maximumStates: Int
  /// What remains beside the best options of all communes; may be below 0.
  private let room: Spend
  /// The part of the quota that remote communes' best options do not reach; 0 or less if they do.
  private let missing: Int
  private let totals: (lowest: Spend, highest: Spend)

  init(
    _ problem: SearchProblem, _ relaxation: Relaxation, limit: Double, maximumStates: Int
  ) {
    (self.problem, self.relaxation) = (problem, relaxation)
    (self.limit, self.maximumStates) = (limit, maximumStates)
    core = Core(problem, relaxation, limit: limit)
    var spent = Spend()
    var remote = 0
    for at in problem.offers.indices {
      let spend = problem.spend(at, relaxation.base[at])
      spent = spent + spend
      if problem.offers[at].remote { remote += spend.total }
    }
    room = problem.budget - spent
    missing = problem.quota - remote
    totals = core.entries.reduce((Spend(), Spend())) { ($0.0 + $1.lowest, $0.1 + $1.highest) }
  }

  /// - Parameter work: The most partial plans to consider.
  /// - Returns: `nil` if there are more.
  func result(work most: Int) -> Result? {
    // Entries with large losses come first, because they leave little for later ones.
    let order = core.entries.indices.sorted {
      let (one, other) = (core.entries[$0], core.entries[$1])
      return one.leastLoss != other.leastLoss ? one.leastLoss > other.leastLoss : $0 > $1
    }
    let lowestRemote = core.entries.filter(\.remote).reduce(0) { $0 + $1.lowest.total }
    // If every change keeps the quota met, it need not be watched.
    let watched = problem.quota > 0 && missing > lowestRemote
    var remote = watched ? order.filter { core.entries[$0].remote } : []
    var others = watched ? order.filter { !core.entries[$0].remote } : order
    remote.reverse()
    others.reverse()
    var (one, other) = (StateList(), StateList())
    var open = watched
    while true {
      if open, remote.isEmpty {
        open = false
        one.restrict(rules(one, nil, open: []), spendAtLeast: missing)
      }
      guard one.work + other.work <= most else { return nil }
      let first =
        open
        ? others.isEmpty || one.states.count <= other.states.count
        : one.states.count <= other.states.count
      if open, first, let next = remote.popLast() {
        one.expand(core.entries[next], number: next, rules(one, next, open: remote))
      } else if let next = others.popLast() {
        if first, !open {
          one.expand(core.entries[next], number: next, rules(one, next, open: []))
        } else {
          other.expand(core.entries[next], number: next, rules(other, next, open: nil))
        }
      } else if !open {
        break
      }
      if one.states.isEmpty || other.states.isEmpty { break }
    }
    var result = Result(
      selection: nil, excluded: min(limit, one.leastDropped, other.leastDropped),
      work: one.work + other.work)
    if !core.complete { result.excluded = 0 }
    guard !one.states.isEmpty, !other.states.isEmpty, let pair = best(one, other) else {
      return result
    }
    result.selection = selection(one.changes(pair.one) + other.changes(pair.other))
    return result
  }

  /// - Parameters:
  ///   - next: The entry to be added.
  ///   - open: The entries of remote communes still to come, if the quota is watched; `nil` for the
  ///     list of other communes.
  private func rules(_ list: StateList, _ next: Int?, open: [Int]?) -> StateList.Rules {
    var (lowest, highest) = (list.lowest, list.highest)
    if let next {
      lowest = lowest + core.entries[next].lowest
      highest = highest + core.entries[next].highest
    }
    var enough = Int.min
    if let next, let open, core.entries[next].remote, problem.quota > 0 {
      enough = missing - open.reduce(0) { $0 + core.entries[$1].lowest.total }
    }
    return StateList.Rules(
      limit: limit, room: room - (totals.lowest - lowest), reach: room - (totals.highest - highest),
      prices: relaxation.prices, enough: enough, maximum: maximumStates,
      rounding: 1e-14 * relaxation.bound, apart: problem.apart)
  }

  /// The pair that keeps the budgets and closes the most.
  private func best(
    _ one: StateList, _ other: StateList
  ) -> (one: StateList.State, other: StateList.State)? {
    var best: (one: StateList.State, other: StateList.State)?
    var points = -Double.infinity
    // What the other list can add grows as the first budget allows more.
    var front = SpendFront(problem.apart ? other.states.map(\.spend.second) : [0])
    var at = 0
    for state in one.states.reversed() {
      while at < other.states.count,
        other.states[at].spend.first + state.spend.first <= room.first
      {
        let there = other.states[at]
        front.add(problem.apart ? there.spend.second : 0, there.points, place: at)
        at += 1
      }
      let fits = front.best(through: problem.apart ? room.second - state.spend.second : 0)
      guard fits.place >= 0 else { continue }
      // Of equal plans, the cheaper one: later states here cost less.
      if state.points + fits.points >= points {
        points = state.points + fits.points
        best = (state, other.states[fits.place])
      }
    }
    return best
  }

  private func selection(_ changes: [(entry: Int, alternative: Int)]) -> [[Int32]] {
    var options = relaxation.base
    for change in changes {
      let entry = core.entries[change.entry]
      let alternative = entry.alternatives[change.alternative]
      if alternative.choice < 0 {
        options[entry.offer] = core.baskets[Int(alternative.option)]
      } else {
        options[entry.offer][Int(alternative.choice)] = alternative.option
      }
    }
    return options
  }
}
