/// Purchases that are useful only together with something else: at most as many units as exist of
/// what they require, or are bought by the same plan; as many as needed once that need is met.
extension PlanCatalogue {
  /// The part of a commune's choices that depends on purchases for a required criterion.
  struct Requirement {
    let required: Int
    /// The most units of it that may exist.
    let there: Double
    /// Criteria that are served beyond that only if more of it is bought.
    let dependents: [Int]
    /// The additional units with which everything can be bought.
    let wanted: Int
  }

  /// - Returns: `nil` if nothing that the commune lacks depends on more of a criterion.
  func requirements(_ standing: Standing, _ needs: CommuneNeeds) -> [Requirement] {
    var requirements: [Requirement] = []
    for required in requiredCriteria {
      // If everything may exist already, it restricts nothing.
      guard standing.gapLow[required] > 0 else { continue }
      let all = need(required, needs)
      let lacking = needs.vacancies(required) ?? all * standing.gapLow[required]
      let there = max(0, all - lacking)
      guard there < all - 1e-9 else { continue }
      var dependents: [Int] = []
      var most = there
      for criterion in spans.indices
      where standing.gapLow[criterion] > 0 && needs.isOpen(criterion) {
        let limits = entries.indices.filter {
          entries[$0].criterion == criterion && entries[$0].requires == required
        }.map { lines.contains($0) ? 1 : need(criterion, needs) }
        guard let limit = limits.max(), limit > there + 1e-9 else { continue }
        dependents.append(criterion)
        most = max(most, limit)
      }
      guard !dependents.isEmpty else { continue }
      requirements.append(
        Requirement(
          required: required, there: there, dependents: dependents,
          wanted: Int(min(1000, (min(most, all) - there - 1e-9).rounded(.up)))))
    }
    return requirements
  }

  /// One choice of a required criterion, combined with everything that depends on it.
  ///
  /// - Returns: The choice, the number of units of the required criterion's first item that it may
  ///   contain, and whether it is complete.
  func joint(
    _ requirement: Requirement, _ standing: Standing, _ needs: CommuneNeeds, prune: Bool
  ) -> (group: PurchaseGroup?, taken: Int, complete: Bool) {
    let required = requirement.required
    var bases = [PurchaseGroup.Option(parts: [], cost: Money(), points: 0)]
    var units = [0.0]
    var taken = 0
    if needs.isOpen(required) {
      let items = itemsOfCriterion[required]
      let lacking = unitsLacking(required, standing, needs)
      for item in items {
        let closes = entries[item].closes
        let most = min((lacking / closes - 1e-9).rounded(.up), Double(Self.maximumCount))
        // For a single item the rest is a separate choice; several items are enumerated in full.
        let count =
          items.count == 1
          ? min(Int(max(0, most)), Int((Double(requirement.wanted) / closes).rounded(.up)))
          : Int(max(0, most))
        taken = count
        (bases, units) = extended(bases, units, by: item, upTo: count)
      }
    }
    var options: [PurchaseGroup.Option] = []
    var complete = true
    for (base, unit) in zip(bases, units) {
      var base = base
      base.points =
        worth(required, standing) * closed(required, units: unit, standing, needs)
      var some = [base]
      for criterion in requirement.dependents {
        let units = requirement.there + unit
        let more = dependentOptions(
          criterion, limit: units >= need(required, needs) - 1e-9 ? .infinity : units, required,
          standing, needs)
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
      options.count > 1 ? PurchaseGroup(options, apart: apart, prune: prune) : nil
    return (group.flatMap { $0.last > 0 ? $0 : nil }, taken, complete)
  }

  private static var maximumJoint: Int { 4096 }

  private func extended(
    _ options: [PurchaseGroup.Option], _ units: [Double], by entry: Int, upTo count: Int
  ) -> ([PurchaseGroup.Option], [Double]) {
    var (all, sums) = (options, units)
    guard count > 0 else { return (all, sums) }
    let item = entries[entry]
    for number in 1...count {
      for (option, sum) in zip(options, units) where all.count < Self.maximumJoint {
        all.append(
          PurchaseGroup.Option(
            parts: option.parts + [PurchaseGroup.Part(entry: entry, count: number)],
            cost: Money(
              capital: option.cost.capital + item.price.capital * number,
              recurrent: option.cost.recurrent + item.price.recurrent * number),
            points: 0))
        sums.append(sum + Double(number) * item.closes)
      }
    }
    return (all, sums)
  }

  /// Everything that can be bought for one criterion, given `limit` units of what it requires.
  private func dependentOptions(
    _ criterion: Int, limit: Double, _ required: Int, _ standing: Standing, _ needs: CommuneNeeds
  ) -> [PurchaseGroup.Option] {
    var all = [PurchaseGroup.Option(parts: [], cost: Money(), points: 0)]
    var units = [0.0]
    let gap = standing.gapLow[criterion]
    // Less is proven to be lacking of something seen days ago; fractions of a unit do not exist.
    let there = (need(criterion, needs) * (1 - gap) + 1e-9).rounded(.down)
    for item in itemsOfCriterion[criterion] {
      var most = unitsLacking(criterion, standing, needs) / entries[item].closes
      most = (most - 1e-9).rounded(.up)
      if entries[item].requires == required {
        most = min(most, ((limit - there) / entries[item].closes + 1e-9).rounded(.down))
      }
      (all, units) = extended(
        all, units, by: item, upTo: Int(max(0, min(most, Double(Self.maximumCount)))))
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
        all.append(
          PurchaseGroup.Option(
            parts: option.parts + [PurchaseGroup.Part(entry: line, count: 1)],
            cost: Money(
              capital: option.cost.capital + entries[line].price.capital,
              recurrent: option.cost.recurrent + entries[line].price.recurrent),
            points: worth(criterion, standing) * both))
      }
    }
    return all
  }
}
