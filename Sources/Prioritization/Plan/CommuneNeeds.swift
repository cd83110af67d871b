/// The facts about a commune, besides its gaps, on which purchases depend.
struct CommuneNeeds {
  /// As in ``CommuneMeasures``, by criterion.
  var units: [Double?]
  var vacancies: [Double?]
  var factors: [Double]
  var observations: [Observation]
  /// Criteria that may be bought for; empty for all.
  var open: [Bool] = []

  init(_ measures: CommuneMeasures, open: [Bool] = []) {
    units = measures.needs
    // Negative vacancies, or NaN, would allow purchases that open gaps.
    vacancies = measures.vacancies.map { $0.flatMap { $0.isNaN ? nil : max(0, $0) } }
    factors = measures.factors
    observations = measures.observations
    self.open = open
  }

  func factor(_ criterion: Int) -> Double { criterion < factors.count ? factors[criterion] : 1 }

  func isOpen(_ criterion: Int) -> Bool { criterion < open.count ? open[criterion] : true }

  /// Places that have nothing at all; `nil` if nothing counts in part.
  func vacancies(_ criterion: Int) -> Double? {
    criterion < vacancies.count ? vacancies[criterion] : nil
  }
}

extension PlanCatalogue {
  /// The units that make up a gap of 1.
  func need(_ criterion: Int, _ needs: CommuneNeeds) -> Double {
    let known = criterion < needs.units.count ? needs.units[criterion] : nil
    return known.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
      ?? spans[criterion] * needs.factor(criterion)
  }

  /// The units that close nothing yet, because the value lies beyond the floor: if two scanners are
  /// as bad as it counts and there are none, the first two change no points.
  func unitsBeyondFloor(
    _ criterion: Int, _ standing: Standing, _ needs: CommuneNeeds
  ) -> Double {
    // A gap below 1 is not certain to be as wide, and plans close only what is certain.
    guard standing.gapLow[criterion] >= 1, criterion < needs.observations.count else { return 0 }
    return index.scales[criterion].beyondFloor(
      needs.observations[criterion], factor: needs.factor(criterion)) * need(criterion, needs)
  }

  /// The gap that `units` close. Units beyond the vacancies replace what counts in part.
  func closed(
    _ criterion: Int, units: Double, _ standing: Standing, _ needs: CommuneNeeds
  ) -> Double {
    var counted = units
    if let vacancies = needs.vacancies(criterion), units > vacancies {
      counted = vacancies + (units - vacancies) * (1 - oldCounts)
    }
    counted = max(0, counted - unitsBeyondFloor(criterion, standing, needs))
    return min(standing.gapLow[criterion], counted / need(criterion, needs))
  }

  /// The units needed to close everything that can be closed.
  func unitsLacking(
    _ criterion: Int, _ standing: Standing, _ needs: CommuneNeeds
  ) -> Double {
    let lacking =
      standing.gapLow[criterion] * need(criterion, needs)
      + unitsBeyondFloor(criterion, standing, needs)
    guard let vacancies = needs.vacancies(criterion), lacking > vacancies else { return lacking }
    return oldCounts < 1 ? vacancies + (lacking - vacancies) / (1 - oldCounts) : vacancies
  }

  /// The gap that remains with a line.
  func leaves(_ line: Int, _ needs: CommuneNeeds) -> Double {
    let factor = needs.factor(entries[line].criterion)
    return factor == 1 ? entries[line].leaves : entries[line].gap(factor)
  }

  /// The choices of one item alone: first units that fill vacancies, then units that replace what
  /// counts in part. All cost the same and the first close more, so two choices are equivalent to
  /// one.
  ///
  /// - Parameter taken: Units that another choice has bought already.
  func choices(
    of item: Int, after taken: Int, _ standing: Standing, _ needs: CommuneNeeds
  ) -> [PurchaseGroup] {
    let entry = entries[item]
    let criterion = entry.criterion
    let gap = standing.gapLow[criterion]
    guard unitsBeyondFloor(criterion, standing, needs) == 0 else {
      return wholeChoice(of: item, after: taken, standing, needs)
    }
    let each = entry.closes / need(criterion, needs)
    var stages: [(count: Double, closes: Double)] = []
    if let vacancies = needs.vacancies(criterion) {
      let filling = (vacancies / entry.closes).rounded(.down)
      stages = [(filling, each), (.infinity, each * (1 - oldCounts))]
    } else {
      stages = [(.infinity, each)]
    }
    var (left, before) = (gap, Double(taken))
    var groups: [PurchaseGroup] = []
    for stage in stages where stage.closes > 0 {
      let passed = min(before, stage.count)
      before -= passed
      left -= passed * stage.closes
      let room = stage.count - passed
      guard left / stage.closes > 1e-9, room > 0 else { continue }
      let most = Double(min(Self.maximumCount, Plan.maximumBudget / entry.cost))
      let count = min((left / stage.closes - 1e-9).rounded(.up), room, most)
      guard count >= 1 else { continue }
      groups.append(
        PurchaseGroup(
          entry: item, count: Int(count), cost: entry.price, gap: min(left, count * stage.closes),
          closes: stage.closes, points: worth(criterion, standing)))
      left -= count * stage.closes
    }
    return groups
  }

  /// The same if the first units close nothing: each count is an option of its own.
  private func wholeChoice(
    of item: Int, after taken: Int, _ standing: Standing, _ needs: CommuneNeeds
  ) -> [PurchaseGroup] {
    let entry = entries[item]
    func points(_ count: Int) -> Double {
      worth(entry.criterion, standing)
        * closed(entry.criterion, units: Double(count) * entry.closes, standing, needs)
    }
    let most = units(item, standing, needs).count
    guard most > taken else { return [] }
    let group = PurchaseGroup(
      (1...(most - taken)).map { count in
        PurchaseGroup.Option(
          parts: [PurchaseGroup.Part(entry: item, count: count)],
          cost: Money(
            capital: entry.price.capital * count, recurrent: entry.price.recurrent * count),
          points: points(taken + count) - points(taken))
      }, apart: apart)
    return group.last > 0 ? [group] : []
  }
}
