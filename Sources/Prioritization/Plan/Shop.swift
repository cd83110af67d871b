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
    /// For a line: the value that it brings, and what its criterion makes of it.
    var line: (to: Double, scale: GapScale)?
    /// The criterion without which it is of no use.
    var requires: Int?

    /// For a line: the gap that it leaves where the standard applies `factor` times.
    func gap(_ factor: Double) -> Double {
      line.map { $0.scale.gap(of: $0.to, factor: factor) } ?? leaves
    }
  }

  /// More of one item than this are never bought for one commune.
  static let maximumCount = 10_000

  let entries: [Entry]
  let items, lines: Range<Int>
  /// What divides every cost, in VND.
  let commonDivisor: Int
  /// Whether capital and recurrent money have a budget each.
  let apart: Bool
  let index: NeedIndex
  /// Standard to floor, by criterion.
  let spans: [Double]
  let itemsOfCriterion, linesOfCriterion: [[Int]]
  /// Criteria that purchases for others require.
  let requiredCriteria: [Int]
  /// What counts in part, beside 1 for what counts whole.
  let oldCounts: Double
  /// How much of a plan's horizon lasts what serves a criterion, 0…1.
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
    _ standing: Standing, needs: CommuneNeeds, prune: Bool
  ) -> (groups: [PurchaseGroup], complete: Bool) {
    var groups: [PurchaseGroup] = []
    var complete = true
    var withLines: [Int] = []
    var isJoint = [Bool](repeating: false, count: spans.count)
    for requirement in requirements(standing, needs) {
      let joint = joint(requirement, standing, needs, prune: prune)
      if let group = joint.group { groups.append(group) }
      if !joint.complete { complete = false }
      for criterion in requirement.dependents { isJoint[criterion] = true }
      isJoint[requirement.required] = true
      let items = itemsOfCriterion[requirement.required]
      if items.count == 1, needs.isOpen(requirement.required) {
        groups += choices(of: items[0], after: joint.taken, standing, needs)
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
        guard withLines.contains(entries[line].criterion), gap - leaves(line, needs) > 1e-9
        else { continue }
        options += combined(withLines, line: line, standing, needs, &list, prune: prune)
      }
      if options.count > 1 { groups.append(PurchaseGroup(list, options: options)) }
      if list.thinned { complete = false }
    }
    return (groups, complete)
  }

  /// All combinations of items for some criteria, beside a line or none; `closed` counts points.
  private func combined(
    _ criteria: [Int], line: Int?, _ standing: Standing, _ needs: CommuneNeeds,
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
            closes: standing.gapLow[criterion] - leaves(line, needs), to: options, prune: false
          ).suffix(1))
      }
      for item in itemsOfCriterion[criterion] {
        let choice = units(item, standing, needs)
        options = list.adding(
          entry: item, count: choice.count, cost: entries[item].cost,
          recurrent: entries[item].price.recurrent, closes: choice.closes, to: options,
          prune: prune)
      }
      let worth = worth(criterion, standing)
      let need = need(criterion, needs)
      for at in options.indices {
        options[at].closed =
          worth
          * (needs.vacancies(criterion) == nil
            ? min(standing.gapLow[criterion], options[at].closed)
            : closed(criterion, units: options[at].closed * need, standing, needs))
      }
      all = list.joining(all, options, prune: prune)
    }
    return all
  }

  /// How many of an item the commune lacks, and the gap that one closes.
  func units(
    _ item: Int, _ standing: Standing, _ needs: CommuneNeeds
  ) -> (count: Int, closes: Double) {
    let entry = entries[item]
    let closes = entry.closes / need(entry.criterion, needs)
    let lacking =
      needs.vacancies(entry.criterion) == nil
      ? standing.gapLow[entry.criterion] / closes
      : unitsLacking(entry.criterion, standing, needs) / entry.closes
    guard lacking.isFinite, lacking > 1e-9 else { return (0, closes) }
    let most = min(Self.maximumCount, Plan.maximumBudget / entry.cost)
    return (Int(min((lacking - 1e-9).rounded(.up), Double(most))), closes)
  }

  /// The proven points of a standing once things are bought, added up as a standing's are.
  ///
  /// - Parameter counts: By entry of the catalogue.
  func points(of standing: Standing, after counts: [Int], needs: CommuneNeeds) -> Double {
    contributions(of: standing, after: counts, needs: needs).reduce(0, +)
  }

  /// The same by criterion, as of ``Standing/contributions``.
  func contributions(
    of standing: Standing, after counts: [Int], needs: CommuneNeeds
  ) -> [Double] {
    let worth = index.pointsOfNeed(emphasis: standing.emphasis)
    return zip(gaps(of: standing, after: counts, needs), index.scales).map { gap, scale in
      // What is left by rounding alone is nothing.
      addable(scale.weight * (gap > 1e-12 ? gap : 0) * worth)
    }
  }

  private func gaps(
    of standing: Standing, after counts: [Int], _ needs: CommuneNeeds
  ) -> [Double] {
    var gaps = standing.gapLow
    var units = [Double](repeating: 0, count: gaps.count)
    for (at, entry) in entries.enumerated() where counts[at] > 0 {
      if lines.contains(at) {
        gaps[entry.criterion] -= max(0, standing.gapLow[entry.criterion] - leaves(at, needs))
      } else if needs.vacancies(entry.criterion) != nil {
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

  /// What a plan counts for purchases: the points that they close, averaged over its horizon.
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

  /// What a whole gap counts in a plan.
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
  /// How much of a plan's horizon lasts what serves a criterion, 0…1; 1 without a horizon.
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
