/// The catalogue by index: entries are the items, then the lines.
struct PlanCatalogue {
  struct Entry {
    let id: String
    /// Price of one.
    let price: Money
    /// Whole VND of both kinds of money, for one.
    let cost: Int
    let criterion: Int
    /// For an item: the units that one closes, in the criterion's unit.
    let closes: Double
    /// For a line: the gap that remains with it.
    let leaves: Double
    /// For a line: the value that it provides, and the scale of its criterion.
    var line: (to: Double, scale: GapScale)?
    /// The criterion without which the entry is useless.
    var requires: Int?

    /// For a line: the gap that remains if the standard applies `factor` times.
    func gap(_ factor: Double) -> Double {
      line.map { $0.scale.gap(of: $0.to, factor: factor) } ?? leaves
    }
  }

  /// The most units of one item that are bought for one commune.
  static let maximumCount = 10_000

  let entries: [Entry]
  let items, lines: Range<Int>
  /// A common divisor of all costs, in VND.
  let commonDivisor: Int
  /// Whether each kind of money has its own budget.
  let apart: Bool
  let index: NeedIndex
  /// The distance from floor to standard, by criterion.
  let spans: [Double]
  let itemsOfCriterion, linesOfCriterion: [[Int]]
  /// Criteria that purchases for other criteria require.
  let requiredCriteria: [Int]
  /// The worth of a unit that counts in part, where a full one counts 1.
  let oldCounts: Double
  /// By criterion: the part of a plan's horizon for which its purchases last, 0…1.
  let lasting: [Double]

  init(_ policy: Policy, index: NeedIndex, apart: Bool = false) {
    self.apart = apart
    let places = Dictionary(
      policy.criteria.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    var entries = policy.items.map { item in
      Entry(
        id: item.id, price: Money(item.cost, item.terms.kind), cost: item.cost,
        criterion: places[item.criterion] ?? 0, closes: item.closes,
        leaves: 0, requires: item.requires.flatMap { places[$0] })
    }
    entries += policy.lines.map { line in
      let criterion = places[line.criterion] ?? 0
      return Entry(
        id: line.id, price: Money(line.cost, line.terms.kind), cost: line.cost,
        criterion: criterion, closes: 0, leaves: policy.criteria[criterion].gap(of: line.to),
        line: (line.to, policy.criteria[criterion].scale),
        requires: line.requires.flatMap { places[$0] })
    }
    let items = 0..<policy.items.count
    let lines = items.upperBound..<entries.count
    (self.entries, self.items, self.lines, self.index) = (entries, items, lines, index)
    commonDivisor = entries.reduce(0) { greatestCommonDivisor($0, $1.cost) }
    spans = policy.criteria.map { abs($0.standard - $0.floor) }
    itemsOfCriterion = policy.criteria.indices.map { at in
      items.filter { entries[$0].criterion == at }
    }
    linesOfCriterion = policy.criteria.indices.map { at in
      lines.filter { entries[$0].criterion == at }
    }
    requiredCriteria = Set(entries.compactMap(\.requires)).sorted()
    oldCounts = policy.adequacy.oldCounts
    lasting = policy.criteria.map { policy.lasting($0.id) }
  }

  /// The part of a budget that the queue leaves to the knapsack. It grows more slowly than the
  /// budget.
  func reserve(_ budget: Int) -> Int { min(3 * dearest, budget / 50) }

  /// The part of a budget that is not certain to be spent in the queue's order: all of a small one.
  /// It never grows faster than the budget, so that certain purchases never shrink as the budget
  /// rises.
  func sureReserve(_ budget: Int) -> Int { min(48 * dearest, budget) }

  private var dearest: Int { entries.reduce(0) { max($0, $1.cost) } }

  /// The possible purchases for a commune, and what they close.
  ///
  /// - Returns: The groups, and whether each is complete.
  func groups(
    _ standing: Standing, needs: CommuneNeeds
  ) -> (groups: [PurchaseGroup], complete: Bool) {
    var groups: [PurchaseGroup] = []
    var complete = true
    var withLines: [Int] = []
    var isJoint = [Bool](repeating: false, count: spans.count)
    for requirement in requirements(standing, needs) {
      let joint = joint(requirement, standing, needs)
      if let group = joint.group { groups.append(group) }
      if !joint.complete { complete = false }
      for criterion in requirement.dependents { isJoint[criterion] = true }
      isJoint[requirement.required] = true
      if let only = onlyItem(of: requirement.required), needs.isOpen(requirement.required) {
        groups += choices(of: only, after: joint.taken, standing, needs)
      }
    }
    for criterion in spans.indices
    where standing.gapLow[criterion] > 0 && !isJoint[criterion] && needs.isOpen(criterion) {
      if !linesOfCriterion[criterion].isEmpty {
        withLines.append(criterion)
      } else if let only = itemsOfCriterion[criterion].first, itemsOfCriterion[criterion].count == 1
      {
        groups += choices(of: only, after: 0, standing, needs)
      } else if !itemsOfCriterion[criterion].isEmpty {
        var list = CombinationList(apart: apart)
        let options = combined([criterion], line: nil, standing, needs, &list)
        if options.count > 1 { groups.append(PurchaseGroup(list, options: options)) }
        if list.thinned { complete = false }
      }
    }
    if !withLines.isEmpty {
      var list = CombinationList(apart: apart)
      var options = combined(withLines, line: nil, standing, needs, &list)
      for line in lines {
        let gap = standing.gapLow[entries[line].criterion]
        guard withLines.contains(entries[line].criterion), gap - leaves(line, needs) > 1e-9
        else { continue }
        options += combined(withLines, line: line, standing, needs, &list)
      }
      if options.count > 1 { groups.append(PurchaseGroup(list, options: options)) }
      if list.thinned { complete = false }
    }
    // Where nothing closes anything, only the choice of nothing is left.
    return (groups.filter { $0.last > 0 }, complete)
  }

  /// All combinations of items for some criteria, with or without a line; `closed` counts points.
  private func combined(
    _ criteria: [Int], line: Int?, _ standing: Standing, _ needs: CommuneNeeds,
    _ list: inout CombinationList
  ) -> [CombinationList.Option] {
    var all = [CombinationList.nothing]
    for criterion in criteria {
      var options = [CombinationList.nothing]
      if let line, entries[line].criterion == criterion {
        options = Array(
          list.adding(
            entry: line, count: 1, cost: entries[line].cost,
            recurrent: entries[line].price.recurrent,
            closes: standing.gapLow[criterion] - leaves(line, needs), to: options
          ).suffix(1))
      }
      for item in itemsOfCriterion[criterion] {
        let choice = units(item, standing, needs)
        options = list.adding(
          entry: item, count: choice.count, cost: entries[item].cost,
          recurrent: entries[item].price.recurrent, closes: choice.closes, to: options)
      }
      let worth = worth(criterion, standing)
      let need = need(criterion, needs)
      // A line sets the value, so nothing lies beyond the floor with it.
      let hasLine = line.map { entries[$0].criterion == criterion } ?? false
      let isPlain =
        needs.vacancies(criterion) == nil
        && (hasLine || unitsBeyondFloor(criterion, standing, needs) == 0)
      for at in options.indices {
        options[at].closed =
          worth
          * (isPlain
            ? min(standing.gapLow[criterion], options[at].closed)
            : closed(criterion, units: options[at].closed * need, standing, needs))
      }
      all = list.joining(all, options)
    }
    return all
  }

  /// The number of an item that the commune lacks, and the gap that one closes.
  func units(
    _ item: Int, _ standing: Standing, _ needs: CommuneNeeds
  ) -> (count: Int, closes: Double) {
    let entry = entries[item]
    let closes = entry.closes / need(entry.criterion, needs)
    let lacking = unitsLacking(entry.criterion, standing, needs) / entry.closes
    guard lacking.isFinite, lacking > 1e-9 else { return (0, closes) }
    let most = min(Self.maximumCount, Plan.maximumBudget / entry.cost)
    return (Int(min((lacking - 1e-9).rounded(.up), Double(most))), closes)
  }

  /// The proven points of a standing after purchases, summed as a standing's own are.
  ///
  /// - Parameter counts: By entry of the catalogue.
  func points(of standing: Standing, after counts: [Int], needs: CommuneNeeds) -> Double {
    contributions(of: standing, after: counts, needs: needs).reduce(0, +)
  }

  /// The same by criterion, like ``Standing/contributions``.
  func contributions(
    of standing: Standing, after counts: [Int], needs: CommuneNeeds
  ) -> [Double] {
    let worth = index.pointsOfNeed(emphasis: standing.emphasis)
    return zip(gaps(of: standing, after: counts, needs), index.scales).map { gap, scale in
      // A remainder due only to rounding counts as none.
      addable(scale.weight * (gap > 1e-12 ? gap : 0) * worth)
    }
  }

  private func gaps(
    of standing: Standing, after counts: [Int], _ needs: CommuneNeeds
  ) -> [Double] {
    var gaps = standing.gapLow
    var units = [Double](repeating: 0, count: gaps.count)
    // A line sets the value, so nothing lies beyond the floor with it.
    let withLine = Set(lines.lazy.filter { counts[$0] > 0 }.map { entries[$0].criterion })
    let isBeyond = gaps.indices.map {
      !withLine.contains($0) && unitsBeyondFloor($0, standing, needs) > 0
    }
    for (at, entry) in entries.enumerated() where counts[at] > 0 {
      if lines.contains(at) {
        gaps[entry.criterion] -= max(0, standing.gapLow[entry.criterion] - leaves(at, needs))
      } else if needs.vacancies(entry.criterion) != nil || isBeyond[entry.criterion] {
        units[entry.criterion] += Double(counts[at]) * entry.closes
      } else {
        gaps[entry.criterion] -=
          Double(counts[at]) * (entry.closes / need(entry.criterion, needs))
      }
    }
    for (criterion, bought) in units.enumerated() where bought > 0 {
      gaps[criterion] -= closed(criterion, units: bought, standing, needs)
    }
    return gaps
  }

  /// The value of purchases in a plan: the points that they close, averaged over its horizon.
  ///
  /// - Parameter counts: By entry of the catalogue.
  func value(of standing: Standing, after counts: [Int], needs: CommuneNeeds) -> Double {
    guard lasting.contains(where: { $0 < 1 }) else {
      return standing.points - points(of: standing, after: counts, needs: needs)
    }
    let worth = index.pointsOfNeed(emphasis: standing.emphasis)
    var value = 0.0
    for (at, gap) in gaps(of: standing, after: counts, needs).enumerated() {
      let left = gap > 1e-12 ? gap : 0
      let closed =
        addable(index.scales[at].weight * standing.gapLow[at] * worth)
        - addable(index.scales[at].weight * left * worth)
      value += lasting[at] * closed
    }
    return value
  }

  /// The worth of a gap of 1 in a plan, in points.
  func worth(_ criterion: Int, _ standing: Standing) -> Double {
    lasting[criterion] * index.scales[criterion].weight
      * index.pointsOfNeed(emphasis: standing.emphasis)
  }
}

extension Money {
  init(_ cost: Int, _ kind: MoneyKind) {
    self = kind == .capital ? Money(capital: cost) : Money(recurrent: cost)
  }
}

extension Policy {
  /// The part of a plan's horizon for which a criterion's purchases last, 0…1, by the first entry
  /// with a life; 1 without a horizon.
  fileprivate func lasting(_ criterion: String) -> Double {
    guard let horizon = plan?.horizonYears else { return 1 }
    let years =
      items.filter { $0.criterion == criterion }.compactMap(\.terms.years)
      + lines.filter { $0.criterion == criterion }.compactMap(\.terms.years)
    return years.first.map { min(1, $0 / horizon) } ?? 1
  }
}

func greatestCommonDivisor(_ one: Int, _ other: Int) -> Int {
  var (a, b) = (one, other)
  while b != 0 { (a, b) = (b, a % b) }
  return a
}
