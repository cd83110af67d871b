/// The choices of one commune that do not depend on its other choices: how many of one item, or
/// which of several combinations where items and lines serve the same criterion.
struct PurchaseGroup {
  enum Contents {
    /// Option n is n of this entry of the catalogue; all but the last close the same.
    case units(entry: Int)
    /// Option n is the combination at `ends[n]`.
    case combinations(CombinationList, ends: [Int32])
  }

  /// Whole VND, rising; option 0 costs and closes nothing.
  let costs: [Int]
  /// Points closed, by option.
  let values: [Double]
  /// Whether no other option costs at most as much and closes as much, by option.
  let efficient: [Bool]
  let contents: Contents

  var last: Int { costs.count - 1 }

  /// How many options in a row, from 1, close as much each as the first.
  var fullUnits: Int {
    guard case .units = contents, last > 1 else { return last }
    // The last unit may close only what is left.
    return values[last] - values[last - 1] < values[1] * (1 - 1e-9) ? last - 1 : last
  }

  /// Adds what an option consists of to counts by entry of the catalogue.
  func add(option: Int, to counts: inout [Int]) {
    switch contents {
    case .units(let entry): counts[entry] += option
    case .combinations(let list, let ends): list.add(ends[option], to: &counts)
    }
  }
}

extension PurchaseGroup {
  /// Some of one item.
  ///
  /// - Parameters:
  ///   - gap: What the commune lacks of the criterion, 0…1.
  ///   - closes: The gap that one unit closes, above 0.
  ///   - points: What a whole gap of the criterion is worth in this commune.
  init(entry: Int, count: Int, cost: Int, gap: Double, closes: Double, points: Double) {
    contents = .units(entry: entry)
    costs = (0...count).map { $0 * cost }
    values = (0...count).map { points * min(gap, Double($0) * closes) }
    efficient = [Bool](repeating: true, count: count + 1)
  }

  /// The combinations of a list, by cost; of several that cost the same, the best.
  init(_ list: CombinationList, options: [CombinationList.Option]) {
    let kept = CombinationList.bestByCost(options)
    contents = .combinations(list, ends: kept.map(\.node))
    costs = kept.map(\.cost)
    values = kept.map(\.closed)
    var best = -1.0
    efficient = kept.map { option in
      defer { best = max(best, option.closed) }
      return option.closed > best
    }
  }
}
