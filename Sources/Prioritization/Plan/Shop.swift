/// The catalogue by number: entries are the items, then the lines.
struct Shop {
  struct Entry {
    let id: String
    /// Of one.
    let price: Money
    /// Whole VND of both kinds of money, for one.
    let cost: Int
    let criterion: Int
    /// For an item: how much one closes, in the criterion's unit.
    let closes: Double
    /// For a line: the gap that it leaves.
    let leaves: Double
  }

  /// More of one item than this are never bought for one commune.
  static let maximumCount = 10_000

  let entries: [Entry]
  let items: Range<Int>
  let lines: Range<Int>
  /// What divides every cost, in VND.
  let commonDivisor: Int
  /// Whether capital and recurrent money have a budget each.
  let apart: Bool
  private let index: NeedIndex
  /// Standard to floor, by criterion.
  private let spans: [Double]
  private let itemsOfCriterion: [[Int]]
  private let linesOfCriterion: [[Int]]

  init(_ policy: Policy, index: NeedIndex, apart: Bool = false) {
    self.apart = apart
    let places = Dictionary(
      policy.criteria.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    var entries = policy.items.map { item in
      Entry(
        id: item.id, price: Money(capital: item.cost), cost: item.cost,
        criterion: places[item.criterion] ?? 0, closes: item.closes,
        leaves: 0)
    }
    entries += policy.lines.map { line in
      let criterion = places[line.criterion] ?? 0
      return Entry(
        id: line.id, price: Money(capital: line.cost), cost: line.cost, criterion: criterion,
        closes: 0,
        leaves: policy.criteria[criterion].gap(of: line.to))
    }
    let items = 0..<policy.items.count
    let lines = items.upperBound..<entries.count
    self.entries = entries
    self.items = items
    self.lines = lines
    self.index = index
    commonDivisor = entries.reduce(0) { greatestCommonDivisor($0, $1.cost) }
    spans = policy.criteria.map { abs($0.standard - $0.floor) }
    itemsOfCriterion = policy.criteria.indices.map { at in
      items.filter { entries[$0].criterion == at }
    }
    linesOfCriterion = policy.criteria.indices.map { at in
      lines.filter { entries[$0].criterion == at }
    }
  }

  /// What of a budget the queue leaves to the knapsack. It grows more slowly than the budget does.
  func reserve(_ budget: Int) -> Int { min(3 * dearest, budget / 50) }

  /// What of a budget is not surely bought in the order of the queue: all of a small one. It grows
  /// no faster than the budget does, so that what is surely bought never falls when it rises.
  func sureReserve(_ budget: Int) -> Int { min(48 * dearest, budget) }

  private var dearest: Int { entries.reduce(0) { max($0, $1.cost) } }

  /// What can be bought for a commune, and what it closes.
  ///
  /// - Parameter prune: Whether dearer combinations that close no more may be left out.
  /// - Returns: The groups, and whether each holds all that it should.
  func groups(
    _ standing: Standing, needs: [Double?], prune: Bool
  ) -> (groups: [PurchaseGroup], complete: Bool) {
    var groups: [PurchaseGroup] = []
    var complete = true
    var withLines: [Int] = []
    for criterion in spans.indices where standing.gapLow[criterion] > 0 {
      if !linesOfCriterion[criterion].isEmpty {
        withLines.append(criterion)
      } else if let only = itemsOfCriterion[criterion].first, itemsOfCriterion[criterion].count == 1
      {
        let choice = units(only, standing, needs)
        if choice.count > 0 {
          groups.append(
            PurchaseGroup(
              entry: only, count: choice.count, cost: entries[only].price,
              gap: standing.gapLow[criterion], closes: choice.closes,
              points: points(criterion, standing)))
        }
      } else if !itemsOfCriterion[criterion].isEmpty {
        var list = CombinationList(apart: apart)
        let options = combined([criterion], line: nil, standing, needs, &list, prune: prune)
        if options.count > 1 { groups.append(PurchaseGroup(list, options: options)) }
        if list.thinned { complete = false }
      }
    }
    if !withLines.isEmpty {
      var list = CombinationList(apart: apart)
      var options = combined(withLines, line: nil, standing, needs, &list, prune: prune)
      for line in lines {
        let gap = standing.gapLow[entries[line].criterion]
        guard gap - entries[line].leaves > 1e-9 else { continue }
        options += combined(withLines, line: line, standing, needs, &list, prune: prune)
      }
      if options.count > 1 { groups.append(PurchaseGroup(list, options: options)) }
      if list.thinned { complete = false }
    }
    return (groups, complete)
  }

  /// All combinations of items for some criteria, beside a line or none; `closed` counts points.
  private func combined(
    _ criteria: [Int], line: Int?, _ standing: Standing, _ needs: [Double?],
    _ list: inout CombinationList, prune: Bool
  ) -> [CombinationList.Option] {
    var all = [CombinationList.nothing]
    for criterion in criteria {
      var options = [CombinationList.nothing]
      if let line, entries[line].criterion == criterion {
        options = Array(
          list.adding(
            entry: line, count: 1, cost: entries[line].cost,
            recurrent: entries[line].price.recurrent,
            closes: standing.gapLow[criterion] - entries[line].leaves, to: options, prune: false
          ).suffix(1))
      }
      for item in itemsOfCriterion[criterion] {
        let choice = units(item, standing, needs)
        options = list.adding(
          entry: item, count: choice.count, cost: entries[item].cost,
          recurrent: entries[item].price.recurrent, closes: choice.closes, to: options,
          prune: prune)
      }
      let worth = points(criterion, standing)
      for at in options.indices {
        options[at].closed = worth * min(standing.gapLow[criterion], options[at].closed)
      }
      all = list.joining(all, options, prune: prune)
    }
    return all
  }

  /// How many of an item the commune lacks, and the gap that one closes.
  func units(
    _ item: Int, _ standing: Standing, _ needs: [Double?]
  ) -> (count: Int, closes: Double) {
    let entry = entries[item]
    let closes = closes(item, needs)
    let lacking = standing.gapLow[entry.criterion] / closes
    guard lacking.isFinite, lacking > 1e-9 else { return (0, closes) }
    let most = min(Self.maximumCount, Plan.maximumBudget / entry.cost)
    return (Int(min((lacking - 1e-9).rounded(.up), Double(most))), closes)
  }

  /// The gap that one of an item closes.
  private func closes(_ item: Int, _ needs: [Double?]) -> Double {
    let entry = entries[item]
    let known = entry.criterion < needs.count ? needs[entry.criterion] : nil
    return entry.closes
      / (known.flatMap { $0.isFinite && $0 > 0 ? $0 : nil } ?? spans[entry.criterion])
  }

  /// The proven points of a standing once things are bought, added up as a standing's are.
  ///
  /// - Parameter counts: By entry of the catalogue.
  func points(of standing: Standing, after counts: [Int], needs: [Double?]) -> Double {
    var gaps = standing.gapLow
    for (at, entry) in entries.enumerated() where counts[at] > 0 {
      if lines.contains(at) {
        gaps[entry.criterion] -= max(0, standing.gapLow[entry.criterion] - entry.leaves)
      } else {
        gaps[entry.criterion] -= Double(counts[at]) * closes(at, needs)
      }
    }
    let worth = index.pointsOfNeed(emphasis: standing.emphasis)
    return zip(gaps, index.scales).reduce(0) { sum, criterion in
      // What is left by rounding alone is nothing.
      let gap = criterion.0 > 1e-12 ? criterion.0 : 0
      return sum + addable(criterion.1.weight * gap * worth)
    }
  }

  private func points(_ criterion: Int, _ standing: Standing) -> Double {
    index.scales[criterion].weight * index.pointsOfNeed(emphasis: standing.emphasis)
  }
}

func greatestCommonDivisor(_ one: Int, _ other: Int) -> Int {
  var (a, b) = (one, other)
  while b != 0 { (a, b) = (b, a % b) }
  return a
}
