/// Choices that combine a required criterion with what depends on it.
extension PlanCatalogue {
  /// One choice of a required criterion, combined with everything that depends on it.
  ///
  /// - Returns: The choice, the number of units of the required criterion's first item that it may
  ///   contain, and whether it is complete.
  func joint(
    _ requirement: Requirement, _ standing: Standing, _ needs: CommuneNeeds
  ) -> (group: PurchaseGroup?, taken: Int, complete: Bool) {
    let required = requirement.required
    var (bases, taken, complete) = bases(requirement, standing, needs)
    var options: [PurchaseGroup.Option] = []
    for (base, unit) in bases {
      var some = [base]
      for criterion in requirement.dependents {
        let units = requirement.there + unit
        let (more, all) = dependentOptions(
          criterion, limit: units >= need(required, needs) - 1e-9 ? .infinity : units, required,
          standing, needs)
        if !all { complete = false }
        guard some.count * more.count <= Self.maximumJoint else {
          complete = false
          continue
        }
        some = some.flatMap { one in
          more.map { other in
            PurchaseGroup.Option(
              parts: one.parts + other.parts,
              cost: Money(
                capital: one.cost.capital + other.cost.capital,
                recurrent: one.cost.recurrent + other.cost.recurrent),
              points: one.points + other.points)
          }
        }
      }
      // A commune gets at most one line.
      options += some.filter { option in
        option.parts.count { lines.contains($0.entry) } <= 1
      }
      if options.count > Self.maximumJoint * 4 {
        complete = false
        break
      }
    }
    let group =
      options.count > 1 ? PurchaseGroup(options, apart: apart) : nil
    return (group.flatMap { $0.last > 0 ? $0 : nil }, taken, complete)
  }

  private static var maximumJoint: Int { 4096 }

  /// What can be bought for the required criterion itself, each with the units that it adds.
  ///
  /// - Returns: Also the number of its only item that they contain, and whether they are complete.
  private func bases(
    _ requirement: Requirement, _ standing: Standing, _ needs: CommuneNeeds
  ) -> (bases: [(option: PurchaseGroup.Option, units: Double)], taken: Int, complete: Bool) {
    let required = requirement.required
    var options = [PurchaseGroup.Option(parts: [], cost: Money(), points: 0)]
    var units = [0.0]
    guard needs.isOpen(required) else { return ([(options[0], 0)], 0, true) }
    var (taken, complete) = (0, true)
    let lacking = unitsLacking(required, standing, needs)
    for item in itemsOfCriterion[required] {
      let closes = entries[item].closes
      let most = min((lacking / closes - 1e-9).rounded(.up), Double(Self.maximumCount))
      let wanted = Int((Double(requirement.wanted) / closes).rounded(.up))
      taken = onlyItem(of: required) == nil ? Int(max(0, most)) : min(Int(max(0, most)), wanted)
      if !extend(&options, &units, by: item, upTo: taken) { complete = false }
    }
    for at in options.indices {
      options[at].points =
        worth(required, standing) * closed(required, units: units[at], standing, needs)
    }
    var bases = zip(options, units).map { (option: $0, units: $1) }
    let gap = standing.gapLow[required]
    for line in linesOfCriterion[required] {
      let better = gap - leaves(line, needs)
      guard better > 1e-9 else { continue }
      bases += zip(options, units).map { option, units in
        let both = min(gap, better + closed(required, units: units, standing, needs))
        return (
          with(line, option, points: worth(required, standing) * both),
          units + better * need(required, needs)
        )
      }
    }
    return (bases, taken, complete)
  }

  /// The item of a criterion that nothing else serves: what is bought of it beyond what others
  /// require is a choice of its own.
  func onlyItem(of criterion: Int) -> Int? {
    let items = itemsOfCriterion[criterion]
    return items.count == 1 && linesOfCriterion[criterion].isEmpty ? items[0] : nil
  }

  /// `option` and a line.
  private func with(
    _ line: Int, _ option: PurchaseGroup.Option, points: Double
  ) -> PurchaseGroup.Option {
    PurchaseGroup.Option(
      parts: option.parts + [PurchaseGroup.Part(entry: line, count: 1)],
      cost: Money(
        capital: option.cost.capital + entries[line].price.capital,
        recurrent: option.cost.recurrent + entries[line].price.recurrent),
      points: points)
  }

  /// Adds each of `options` with 1 to `count` of an entry.
  ///
  /// - Returns: false if there are too many, of which some are left out.
  private func extend(
    _ options: inout [PurchaseGroup.Option], _ units: inout [Double], by entry: Int,
    upTo count: Int
  ) -> Bool {
    guard count > 0 else { return true }
    let (before, unitsBefore) = (options, units)
    let item = entries[entry]
    for number in 1...count {
      for (option, sum) in zip(before, unitsBefore) {
        guard options.count < Self.maximumJoint else { return false }
        options.append(
          PurchaseGroup.Option(
            parts: option.parts + [PurchaseGroup.Part(entry: entry, count: number)],
            cost: Money(
              capital: option.cost.capital + item.price.capital * number,
              recurrent: option.cost.recurrent + item.price.recurrent * number),
            points: 0))
        units.append(sum + Double(number) * item.closes)
      }
    }
    return true
  }

  /// Everything that can be bought for one criterion, given `limit` units of what it requires.
  ///
  /// - Returns: Also whether the options are complete.
  private func dependentOptions(
    _ criterion: Int, limit: Double, _ required: Int, _ standing: Standing, _ needs: CommuneNeeds
  ) -> ([PurchaseGroup.Option], complete: Bool) {
    var all = [PurchaseGroup.Option(parts: [], cost: Money(), points: 0)]
    var units = [0.0]
    var complete = true
    let gap = standing.gapLow[criterion]
    let there = existing(criterion, standing, needs)
    for item in itemsOfCriterion[criterion] {
      var most = unitsLacking(criterion, standing, needs) / entries[item].closes
      most = (most - 1e-9).rounded(.up)
      if entries[item].requires == required {
        most = min(most, ((limit - there) / entries[item].closes + 1e-9).rounded(.down))
      }
      let count = Int(max(0, min(most, Double(Self.maximumCount))))
      if !extend(&all, &units, by: item, upTo: count) { complete = false }
    }
    for at in all.indices {
      all[at].points =
        worth(criterion, standing) * closed(criterion, units: units[at], standing, needs)
    }
    let withoutLine = zip(all, units).map { ($0, $1) }
    for line in linesOfCriterion[criterion] {
      let better = gap - leaves(line, needs)
      guard better > 1e-9, entries[line].requires != required || limit >= 1 - 1e-9 else { continue }
      for (option, unit) in withoutLine {
        let both = min(gap, better + closed(criterion, units: unit, standing, needs))
        all.append(with(line, option, points: worth(criterion, standing) * both))
      }
    }
    return (all, complete)
  }
}
