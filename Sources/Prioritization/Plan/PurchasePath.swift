/// The purchases of one commune by falling points per VND: from what its floor requires, step by
/// step to everything that it lacks or may get.
struct PurchasePath {
  /// Equal purchases, one after another.
  struct Run {
    /// Cost in whole VND, and points, of one purchase.
    var cost: Int
    var points: Double
    var count: Int
    var change: Change
    /// Points per VND; at most that of the run before, even with rounding, because purchases must
    /// be taken in order.
    var slope: Double

    init(cost: Int, points: Double, count: Int, change: Change, after slope: Double = .infinity) {
      (self.cost, self.points, self.count, self.change) = (cost, points, count, change)
      self.slope = min(slope, points / Double(cost))
    }
  }

  enum Change {
    /// Each purchase is one more unit of a group.
    case more(group: Int)
    case option(group: Int, Int32)
    /// Replaces all options by these.
    case all([Int32])
  }

  /// What the floor requires.
  var start: [Int32]
  var startCost: Int
  var startPoints: Double
  /// By falling points per VND.
  var runs: [Run]
  /// A path at least as good at any spend, if this one is not proven the best.
  var bound: Bound?

  struct Bound {
    var startCost: Int
    var startPoints: Double
    var runs: [Run]
  }

  /// The options after some purchases.
  func options(after purchases: Int) -> [Int32] {
    var options = start
    var left = purchases
    for run in runs where left > 0 {
      let taken = min(left, run.count)
      left -= taken
      switch run.change {
      case .more(let group): options[group] += Int32(taken)
      case .option(let group, let option): options[group] = option
      case .all(let all): options = all
      }
    }
    return options
  }
}

extension PurchasePath {
  /// The path without floor and cap: the groups' own paths, merged.
  static func free(_ groups: [PurchaseGroup]) -> PurchasePath {
    var runs: [Run] = []
    for (at, group) in groups.enumerated() {
      if case .units = group.contents {
        let full = group.fullUnits
        runs.append(
          Run(
            cost: group.costs[1], points: group.values[1], count: full, change: .more(group: at)))
        if full < group.last {
          runs.append(
            Run(
              cost: group.costs[1], points: group.values[group.last] - group.values[full], count: 1,
              change: .more(group: at)))
        }
      } else {
        var slope = Double.infinity
        let corners = concaveHull(zip(group.costs, group.values).map { (Double($0), $1) })
        for (from, to) in zip(corners, corners.dropFirst()) {
          runs.append(
            Run(
              cost: group.costs[to] - group.costs[from],
              points: group.values[to] - group.values[from], count: 1,
              change: .option(group: at, Int32(to)), after: slope))
          slope = runs[runs.count - 1].slope
        }
      }
    }
    // Runs of equal slope keep their order, and so do those of a group.
    let order = runs.indices.sorted {
      runs[$0].slope != runs[$1].slope ? runs[$0].slope > runs[$1].slope : $0 < $1
    }
    runs = order.map { runs[$0] }
    return PurchasePath(
      start: [Int32](repeating: 0, count: groups.count), startCost: 0, startPoints: 0, runs: runs)
  }
}
