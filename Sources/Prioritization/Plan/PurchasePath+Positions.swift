extension PurchasePath {
  /// A position on the path.
  struct Position {
    /// Purchases up to here, and those of them that belong to the unfinished run.
    var purchases: Int
    var run: Int
    var ofRun: Int
    var cost: Int
    var points: Double
  }

  /// The first position that costs at least `floor`; `nil` if the whole path costs less.
  func position(costingAtLeast floor: Int) -> Position? {
    var place = Position(purchases: 0, run: 0, ofRun: 0, cost: startCost, points: startPoints)
    while place.cost < floor {
      guard place.run < runs.count else { return nil }
      let run = runs[place.run]
      let wanted = (floor - place.cost + run.cost - 1) / run.cost
      place.take(min(wanted, run.count), of: run)
    }
    return place
  }

  /// The last position that costs at most `cap`.
  func position(costingAtMost cap: Int) -> Position {
    var place = Position(purchases: 0, run: 0, ofRun: 0, cost: startCost, points: startPoints)
    while place.run < runs.count {
      let run = runs[place.run]
      let affordable = min(run.count, (cap - place.cost) / run.cost)
      place.take(affordable, of: run)
      if affordable < run.count { break }
    }
    return place
  }

  /// The runs from one position to another.
  func runs(from: Position, to: Position) -> [Run] {
    guard from.purchases < to.purchases else { return [] }
    var cut: [Run] = []
    for at in from.run...min(to.run, runs.count - 1) {
      var run = runs[at]
      let end = at == to.run ? to.ofRun : run.count
      run.count = end - (at == from.run ? from.ofRun : 0)
      if run.count > 0 { cut.append(run) }
    }
    return cut
  }

  /// The path as if purchases were divisible, between two costs: no whole purchases beat it.
  func divided(from floor: Int, through cap: Int) -> Bound {
    var bound = Bound(startCost: floor, startPoints: startPoints, runs: [])
    var cost = startCost
    for run in runs {
      let all = run.cost.multipliedReportingOverflow(by: run.count)
      let end = all.overflow ? Int.max / 2 : min(Int.max / 2, cost + all.partialValue)
      let before = max(0, min(end, floor) - cost)
      bound.startPoints += run.slope * Double(before)
      let within = min(end, cap) - max(cost, floor)
      if within > 0 {
        bound.runs.append(
          Run(
            cost: within, points: run.slope * Double(within), count: 1, change: run.change,
            after: run.slope))
      }
      cost = end
    }
    return bound
  }
}

extension PurchasePath.Position {
  fileprivate mutating func take(_ count: Int, of run: PurchasePath.Run) {
    purchases += count
    cost += count * run.cost
    points += Double(count) * run.points
    ofRun += count
    if ofRun == run.count { (self.run, ofRun) = (self.run + 1, 0) }
  }
}
