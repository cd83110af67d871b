/// The choices of one commune that are independent of its other choices: the count of one item, or
/// one of several combinations if items and lines serve the same criterion.
struct PurchaseGroup {
  enum Contents {
    /// Option n is n units of this catalogue entry; all but the last close the same.
    case units(entry: Int)
    /// Option n is the combination at `ends[n]`.
    case combinations(CombinationList, ends: [Int32])
    /// Option n is the nth basket.
    case baskets([[Part]])
  }

  /// A count of one catalogue entry.
  struct Part {
    var entry: Int
    var count: Int
  }

  /// One option as the caller describes it.
  struct Option {
    var parts: [Part]
    var cost: Money
    /// Points closed, at least 0.
    var points: Double
  }

  /// Whole VND of both kinds of money, rising; option 0 costs and closes nothing. Each option closes
  /// more than all that cost no more, in either kind of money if each has its own budget: a plan
  /// never buys what closes nothing, not even to reach a floor.
  let costs: [Int]
  /// The recurrent part of the costs, by option.
  let recurrent: [Int]
  /// Points closed, by option.
  let values: [Double]
  let contents: Contents

  var last: Int { costs.count - 1 }

  /// The least cost at which everything is closed that can be. With a budget for each kind of money
  /// a dearer option may close less.
  var fullCost: Int {
    let most = values.max() ?? 0
    return zip(costs, values).first { $0.1 >= most * (1 - 1e-12) }?.0 ?? 0
  }

  /// The number of options in a row, from 1, that each close as much as the first.
  var fullUnits: Int {
    guard case .units = contents, last > 1 else { return last }
    // The last unit may close less than the others.
    return values[last] - values[last - 1] < values[1] * (1 - 1e-9) ? last - 1 : last
  }

  /// Adds the contents of an option to counts by catalogue entry.
  func add(option: Int, to counts: inout [Int]) {
    switch contents {
    case .units(let entry): counts[entry] += option
    case .combinations(let list, let ends): list.add(ends[option], to: &counts)
    case .baskets(let baskets): for part in baskets[option] { counts[part.entry] += part.count }
    }
  }
}

extension PurchaseGroup {
  /// Units of one item.
  ///
  /// - Parameters:
  ///   - cost: Of one unit.
  ///   - gap: The commune's gap in the criterion, 0…1.
  ///   - closes: The gap that one unit closes, above 0.
  ///   - points: The worth of a gap of 1 in the criterion for this commune.
  init(entry: Int, count: Int, cost: Money, gap: Double, closes: Double, points: Double) {
    contents = .units(entry: entry)
    costs = (0...count).map { $0 * cost.total }
    recurrent = (0...count).map { $0 * cost.recurrent }
    values = (0...count).map { points * min(gap, Double($0) * closes) }
  }

  /// The combinations of a list that are of use, by cost.
  init(_ list: CombinationList, options: [CombinationList.Option]) {
    let kept = list.useful(options)
    contents = .combinations(list, ends: kept.map(\.node))
    costs = kept.map(\.cost)
    recurrent = kept.map(\.recurrent)
    values = kept.map(\.closed)
  }

  /// Any options, of which a commune gets one or none; the caller has already included what an item
  /// requires of others.
  ///
  /// - Parameters:
  ///   - options: In any order; the empty option may be omitted.
  ///   - apart: Whether capital and recurrent money have a budget each.
  init(_ options: [Option], apart: Bool) {
    let kept = CombinationList(apart: apart).useful(
      [CombinationList.nothing]
        + options.enumerated().map {
          CombinationList.Option(
            cost: $1.cost.total, recurrent: $1.cost.recurrent, closed: $1.points, node: Int32($0))
        })
    contents = .baskets(kept.map { $0.node < 0 ? [] : options[Int($0.node)].parts })
    costs = kept.map(\.cost)
    recurrent = kept.map(\.recurrent)
    values = kept.map(\.closed)
  }
}

extension [PurchaseGroup] {
  /// The least spend that a floor requires: a commune that lacks less gets everything that it lacks,
  /// in the cheapest way.
  func floor(_ floor: Int) -> Int {
    Swift.min(floor, reduce(0) { saturatingSum($0, $1.fullCost) })
  }
}
