/// Finds communes' purchase paths, one after another, under the floor and the cap of a plan.
///
/// Without them the path merges each criterion's own path. A floor or a cap couples the criteria; a
/// ``SpendingTable`` then finds the best corners where the free path violates them.
struct PathFinder {
  /// Number of cells in a table if costs have no large common divisor and are rounded up. With a
  /// cap of 500 million VND, the rounding is to 100,000 VND.
  static let coarseCells = 5000

  let floor: Int
  /// `Int.max` for none.
  let cap: Int
  let commonDivisor: Int
  private var table = SpendingTable()

  init(floor: Int, cap: Int?, commonDivisor: Int) {
    self.floor = floor
    self.cap = cap ?? .max
    self.commonDivisor = commonDivisor
  }

  /// - Parameter complete: Whether the groups contain everything that can be bought.
  mutating func path(_ groups: [PurchaseGroup], complete: Bool) -> PurchasePath {
    let free = PurchasePath.free(groups)
    let floor = groups.floor(self.floor)
    let capped = free.position(costingAtMost: .max / 4).cost > cap
    guard !groups.isEmpty, floor > 0 || capped else { return free }
    var exact = complete
    var path = free
    path.runs = []

    let end = free.position(costingAtMost: cap)
    if let met = free.position(costingAtLeast: floor), met.cost <= cap {
      var corners = [Corner(met, free)]
      if met.cost > floor {
        solve(groups, limit: met.cost, &exact)
        // The position itself is appended last: what follows starts from its options.
        corners =
          table.corners(from: floor, groups).filter {
            $0.cost < met.cost && $0.points < met.points * (1 - 1e-12)
          } + corners
      }
      path.append(corners, starting: true)
      path.runs += free.runs(from: met, to: end)
      if capped, end.cost < cap {
        solve(groups, limit: cap, &exact)
        path.append([Corner(end, free)] + table.corners(beyond: end, groups), starting: false)
      }
    } else {
      // Large enough for everything, even with each cost rounded up.
      let most = groups.reduce(0) { $0 + $1.costs[$1.last] }
      let purchases = groups.reduce(0) { $0 + $1.last }
      let rounding = purchases * (most / Self.coarseCells + 1)
      solve(groups, limit: min(cap, most + rounding), &exact)
      let corners = table.corners(from: floor, groups)
      path.append(corners.isEmpty ? [table.dearest(groups)] : corners, starting: true)
    }
    if !exact { path.bound = free.divided(from: min(floor, path.startCost), through: cap) }
    return path
  }

  private mutating func solve(
    _ groups: [PurchaseGroup], limit: Int, _ exact: inout Bool
  ) {
    var unit = max(1, commonDivisor)
    if limit / unit > SpendingTable.maximumCells {
      exact = false
      unit = limit / Self.coarseCells + 1
    }
    table.solve(groups, limit: limit, unit: unit)
  }
}

/// A position on a path with its options.
struct Corner {
  var cost: Int
  var points: Double
  var options: [Int32]

  init(_ position: PurchasePath.Position, _ path: PurchasePath) {
    cost = position.cost
    points = position.points
    options = path.options(after: position.purchases)
  }

  init(_ options: [Int32], _ groups: [PurchaseGroup]) {
    self.options = options
    cost = 0
    points = 0
    for (group, option) in zip(groups, options) {
      cost += group.costs[Int(option)]
      points += group.values[Int(option)]
    }
  }
}

extension PurchasePath {
  /// Appends the runs that lead from corner to corner.
  fileprivate mutating func append(_ corners: [Corner], starting: Bool) {
    guard let first = corners.first else { return }
    if starting { (start, startCost, startPoints) = (first.options, first.cost, first.points) }
    // Costs rounded up in the table are exact again here, which may change their order.
    let sorted =
      [first]
      + corners.dropFirst().filter { $0.cost > first.cost }
      .sorted { ($0.cost, -$0.points) < ($1.cost, -$1.points) }
    let hull = concaveHull(sorted.map { (Double($0.cost), $0.points) })
    for (from, to) in zip(hull, hull.dropFirst()) where sorted[to].cost > sorted[from].cost {
      runs.append(
        Run(
          cost: sorted[to].cost - sorted[from].cost,
          points: sorted[to].points - sorted[from].points, count: 1,
          change: .all(sorted[to].options), after: runs.last?.slope ?? .infinity))
    }
  }
}

extension SpendingTable {
  /// The corners from the least spend that meets a floor.
  fileprivate func corners(from floor: Int, _ groups: [PurchaseGroup]) -> [Corner] {
    var least = (floor + unit - 1) / unit
    while least <= reach {
      // A cost that was rounded up may in fact miss the floor.
      if self[least] > -.infinity, Corner(options(least), groups).cost >= floor { break }
      least += 1
    }
    guard least <= reach else { return [] }
    var cells: [Int] = []
    var best = -Double.infinity
    for cell in least...reach where self[cell] > best {
      best = self[cell]
      cells.append(cell)
    }
    return concaveHull(cells.map { (Double($0), self[$0]) })
      .map { Corner(options(cells[$0]), groups) }.filter { $0.cost >= floor }
  }

  /// The corners beyond a position that are better than it.
  fileprivate func corners(
    beyond place: PurchasePath.Position, _ groups: [PurchaseGroup]
  ) -> [Corner] {
    var points = [(Double(place.cost) / Double(unit), place.points)]
    var cells = [0]
    let first = place.cost / unit + 1
    guard first <= reach else { return [] }
    var best = place.points * (1 + 1e-12)
    for cell in first...reach where self[cell] > best {
      best = self[cell]
      cells.append(cell)
      points.append((Double(cell), best))
    }
    return concaveHull(points.map { ($0.0, $0.1) }).dropFirst()
      .map { Corner(options(cells[$0]), groups) }
  }

  /// The largest possible spend.
  fileprivate func dearest(_ groups: [PurchaseGroup]) -> Corner {
    for cell in stride(from: reach, to: 0, by: -1) where self[cell] > -.infinity {
      return Corner(options(cell), groups)
    }
    return Corner(groups.map { _ in 0 }, groups)
  }
}
