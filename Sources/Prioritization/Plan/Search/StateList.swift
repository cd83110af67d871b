/// Partial plans for some of a core's entries: their changes, against the best options of all
/// communes, in spending, points and points lost against the bound.
struct StateList {
  struct State {
    var spend: Spend
    var points, loss: Double
    /// The last change; -1 for none.
    var node: Int32
  }

  private struct Node {
    var before, entry, alternative: Int32
  }

  /// By rising spend of the first budget, then of the second, then falling points.
  private(set) var states = [
    State(spend: Spend(), points: 0, loss: 0, node: -1)
  ]
  private var nodes: [Node] = []
  /// The least loss of a state that was dropped for lack of space.
  private(set) var leastDropped = Double.infinity
  /// The number of states considered in all.
  private(set) var work = 0
  /// The least and greatest change that the entries so far can make.
  private(set) var lowest = Spend()
  private(set) var highest = Spend()

  /// Rules for pruning.
  struct Rules {
    /// Greatest loss of a whole plan.
    var limit: Double
    /// Room in both budgets, plus the most that all other entries can save.
    var room: Spend
    /// The same, minus the most that all other entries can spend: below it, money is left over.
    var reach: Spend
    var prices: Prices
    /// From this total spend on, more is no better than less.
    var enough: Int
    /// The most states to keep.
    var maximum: Int
    /// Differences in points below this are due to rounding.
    var rounding: Double
    var apart: Bool

    func allows(_ spend: Spend, loss: Double) -> Bool {
      guard spend.first <= room.first, spend.second <= room.second else { return false }
      var sum = loss
      if spend.first < reach.first { sum += prices.first * Double(reach.first - spend.first) }
      if spend.second < reach.second { sum += prices.second * Double(reach.second - spend.second) }
      return sum <= limit
    }
  }

  /// Adds an entry: combines each state with each alternative and with none.
  mutating func expand(_ entry: Core.Entry, number: Int, _ rules: Rules) {
    lowest = lowest + entry.lowest
    highest = highest + entry.highest
    var runs = [kept(states, rules)]
    for (place, alternative) in entry.alternatives.enumerated() {
      var run: [State] = []
      for state in states {
        let loss = state.loss + alternative.loss
        let spend = state.spend + alternative.spend
        guard rules.allows(spend, loss: loss) else { continue }
        nodes.append(
          Node(before: state.node, entry: Int32(number), alternative: Int32(place)))
        run.append(
          State(
            spend: spend, points: state.points + alternative.points, loss: loss,
            node: Int32(nodes.count - 1)))
      }
      work += states.count
      if !run.isEmpty { runs.append(run) }
    }
    states = best(merged(runs), rules)
    if states.count > rules.maximum { thin(to: rules.maximum) }
  }

  /// Drops states that spend less than a quota requires; spending more adds to their loss.
  mutating func restrict(_ rules: Rules, spendAtLeast quota: Int) {
    states = states.filter { $0.spend.total >= quota }.map { state in
      var state = state
      state.loss += rules.prices.quota * Double(state.spend.total - quota)
      return state
    }
    states = best(kept(states, rules), rules)
  }

  private func kept(_ states: [State], _ rules: Rules) -> [State] {
    states.filter { rules.allows($0.spend, loss: $0.loss) }
  }

  private func merged(_ runs: [[State]]) -> [State] {
    var runs = runs
    while runs.count > 1 {
      var next: [[State]] = []
      for at in stride(from: 0, to: runs.count - 1, by: 2) {
        next.append(Self.merged(runs[at], runs[at + 1]))
      }
      if runs.count % 2 == 1, let last = runs.last { next.append(last) }
      runs = next
    }
    return runs[0]
  }

  private static func merged(_ one: [State], _ other: [State]) -> [State] {
    var merged: [State] = []
    merged.reserveCapacity(one.count + other.count)
    var (a, b) = (0, 0)
    while a < one.count, b < other.count {
      if comes(other[b], before: one[a]) {
        merged.append(other[b])
        b += 1
      } else {
        merged.append(one[a])
        a += 1
      }
    }
    merged += one[a...]
    merged += other[b...]
    return merged
  }

  private static func comes(_ one: State, before other: State) -> Bool {
    if one.spend.first != other.spend.first { return one.spend.first < other.spend.first }
    if one.spend.second != other.spend.second { return one.spend.second < other.spend.second }
    return one.points > other.points
  }

  /// Drops states that another makes useless, by spending no more and closing as much. Below the
  /// spend that is enough, only a state of equal spend does so.
  private func best(_ states: [State], _ rules: Rules) -> [State] {
    var kept: [State] = []
    kept.reserveCapacity(states.count)
    var most = -Double.infinity
    var front = SpendFront(rules.apart ? states.map(\.spend.second) : [])
    for state in states {
      if let last = kept.last, last.spend == state.spend,
        last.points >= state.points - rules.rounding
      {
        continue
      }
      if state.spend.total >= rules.enough {
        let beaten =
          rules.apart
          ? front.best(through: state.spend.second).points >= state.points - rules.rounding
          : most >= state.points - rules.rounding
        if beaten { continue }
        if rules.apart { front.add(state.spend.second, state.points, place: 0) }
        most = max(most, state.points)
      }
      kept.append(state)
    }
    return kept
  }

  /// Keeps the states that lose least.
  private mutating func thin(to count: Int) {
    let losses = states.map(\.loss).sorted()
    let mark = losses[count]
    leastDropped = min(leastDropped, mark)
    var room = count - losses.prefix(count).count { $0 < mark }
    states.removeAll { state in
      guard state.loss == mark, room > 0 else { return state.loss >= mark }
      room -= 1
      return false
    }
  }

  /// The changes that lead to a state, by entry.
  func changes(_ state: State) -> [(entry: Int, alternative: Int)] {
    var changes: [(entry: Int, alternative: Int)] = []
    var node = state.node
    while node >= 0 {
      let at = nodes[Int(node)]
      changes.append((Int(at.entry), Int(at.alternative)))
      node = at.before
    }
    return changes
  }
}
