/// Purchases with the money that the queue leaves: a knapsack over communes, in which each gets one
/// of the baskets that hold more than its own.
struct LeftoverFill {
  /// One commune as the queue left it.
  struct Basket {
    let groups: [PurchaseGroup]
    var options: [Int32]
    let remote: Bool

    var cost: Int { zip(groups, options).reduce(0) { $0 + $1.0.costs[Int($1.1)] } }
    /// The recurrent part of the cost, whole VND.
    var recurrent: Int { zip(groups, options).reduce(0) { $0 + $1.0.recurrent[Int($1.1)] } }
    var points: Double { zip(groups, options).reduce(0) { $0 + $1.0.values[Int($1.1)] } }
  }

  private struct Step {
    /// Upper bound, whole VND.
    var cost: Int
    var points: Double
    /// The spend in the commune's table, in the table's units.
    var cell: Int
  }

  private struct Choice {
    var basket: Int
    var steps: [Step]
  }

  /// The most communes, spends and steps of a commune in one knapsack.
  private static let maximumCommunes = 128
  private static let maximumCells = 2048
  private static let maximumSteps = 128

  let cap: Int
  let commonDivisor: Int
  private var table = SpendingTable()

  init(cap: Int?, commonDivisor: Int) {
    self.cap = cap ?? .max
    self.commonDivisor = max(1, commonDivisor)
  }

  /// Spends as much of `left` as is useful.
  ///
  /// - Parameter remoteWanted: The least part of it for remote communes, as far as there are
  ///   purchases that reach it.
  /// - Returns: The money that remains.
  mutating func spend(_ left: Int, on baskets: inout [Basket], remoteWanted: Int) -> Int {
    var left = left
    var wanted = remoteWanted
    // Later rounds consider communes that did not fit into the first.
    for _ in 0..<3 {
      let before = left
      for (at, step) in best(left, baskets, remoteWanted: max(0, wanted)) {
        let cost = baskets[at].cost
        solve(baskets[at], left: before)
        baskets[at].options = table.options(step.cell)
        let spent = baskets[at].cost - cost
        left -= spent
        if baskets[at].remote { wanted -= spent }
      }
      if left == before { break }
    }
    return left
  }

  /// The communes with the best small purchases, best first.
  private func mostPromising(_ left: Int, _ baskets: [Basket], remote: Bool) -> [Int] {
    var found: [(slope: Double, at: Int)] = []
    for (at, basket) in baskets.enumerated() where basket.remote == remote {
      let room = min(left, cap - basket.cost)
      guard room > 0 else { continue }
      var slope = 0.0
      for (group, option) in zip(basket.groups, basket.options) {
        let now = Int(option)
        for more in now..<group.costs.count {
          let cost = group.costs[more] - group.costs[now]
          if cost > room { break }
          if cost > 0 {
            slope = max(slope, (group.values[more] - group.values[now]) / Double(cost))
          }
        }
      }
      // Near the cap, something may have to go to make room for something better.
      if slope > 0 || room < left { found.append((slope, at)) }
    }
    found.sort { $0.slope != $1.slope ? $0.slope > $1.slope : $0.at < $1.at }
    return found.prefix(Self.maximumCommunes).map(\.at)
  }

  private mutating func solve(_ basket: Basket, left: Int) {
    let most = basket.groups.reduce(0) { $0 + $1.costs[$1.last] }
    let limit = min(cap, most, basket.cost + left)
    var unit = commonDivisor
    if limit / unit > SpendingTable.maximumCells {
      unit = limit / PathFinder.coarseCells + 1
    }
    table.solve(basket.groups, limit: limit, unit: unit)
  }

  /// The baskets of a commune that cost more than its own and close more.
  private mutating func steps(_ basket: Basket, _ left: Int) -> [Step] {
    solve(basket, left: left)
    let (cost, points) = (basket.cost, basket.points)
    var best = points * (1 + 1e-12)
    var steps: [Step] = []
    let first = cost / table.unit + 1
    guard first <= table.reach else { return [] }
    for cell in first...table.reach where table[cell] > best {
      best = table[cell]
      steps.append(Step(cost: cell * table.unit - cost, points: best - points, cell: cell))
    }
    guard steps.count > Self.maximumSteps else { return steps }
    let hull = Set(concaveHull(steps.map { (Double($0.cost), $0.points) }))
    let every = steps.count / (Self.maximumSteps / 2) + 1
    return steps.enumerated().filter { $0.offset % every == 0 || hull.contains($0.offset) }
      .map(\.element)
  }

  /// The best steps of remote communes and of others for each spend, and the best pair of both.
  private mutating func best(
    _ left: Int, _ baskets: [Basket], remoteWanted: Int
  ) -> [(basket: Int, step: Step)] {
    // Costs are rounded up to a multiple of the unit.
    let unit =
      left / commonDivisor <= Self.maximumCells ? commonDivisor : left / Self.maximumCells + 1
    let cells = left / unit
    let remote = knapsack(left, baskets, remote: true, unit: unit)
    let others = knapsack(left, baskets, remote: false, unit: unit)
    let enough = min(cells, (remoteWanted + unit - 1) / unit)
    // If the wanted spend cannot be reached, as much as possible.
    let first =
      (enough...cells).first { remote.points[$0] > -.infinity }
      ?? (0...enough).last { remote.points[$0] > -.infinity } ?? 0
    var best = (remote: first, others: 0, points: -Double.infinity)
    var other = 0
    for spend in (first...cells).reversed() {
      // The best that others can do with the rest grows as this spend falls.
      let rest = cells - spend
      if others.points[rest] > others.points[other] { other = rest }
      let points = remote.points[spend] + others.points[other]
      if points > best.points { best = (spend, other, points) }
    }
    return remote.steps(best.remote) + others.steps(best.others)
  }

  private struct Knapsack {
    let unit: Int
    /// By exact spend in units; -∞ if it cannot be spent exactly.
    var points: [Double]
    var choices: [Choice] = []
    /// The step of each choice by spend; -1 for none.
    var taken: [[Int16]] = []

    func steps(_ spend: Int) -> [(basket: Int, step: Step)] {
      var cell = spend
      var steps: [(basket: Int, step: Step)] = []
      for (choice, taken) in zip(choices, taken).reversed() where taken[cell] >= 0 {
        let step = choice.steps[Int(taken[cell])]
        steps.append((choice.basket, step))
        cell -= (step.cost + unit - 1) / unit
      }
      return steps
    }
  }

  private mutating func knapsack(
    _ left: Int, _ baskets: [Basket], remote: Bool, unit: Int
  ) -> Knapsack {
    let cells = left / unit
    var knapsack = Knapsack(
      unit: unit, points: [Double](repeating: -.infinity, count: cells + 1))
    knapsack.points[0] = 0
    for at in mostPromising(left, baskets, remote: remote) {
      let choice = Choice(basket: at, steps: steps(baskets[at], left))
      let row = knapsack.points
      var next = row
      var taken = [Int16](repeating: -1, count: cells + 1)
      for (number, step) in choice.steps.enumerated() {
        let size = (step.cost + unit - 1) / unit
        guard size <= cells else { continue }
        for cell in size...cells where row[cell - size] + step.points > next[cell] {
          next[cell] = row[cell - size] + step.points
          taken[cell] = Int16(truncatingIfNeeded: number)
        }
      }
      knapsack.points = next
      knapsack.choices.append(choice)
      knapsack.taken.append(taken)
    }
    return knapsack
  }
}
