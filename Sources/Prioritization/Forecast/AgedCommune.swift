/// A commune's measures in later years: today's, less what time takes away, plus what plans have
/// added.
///
/// The forecast assumes that machines keep reporting as they do today: the passing of a year makes
/// nothing less certain.
struct AgedCommune {
  let code: String
  private let today: CommuneMeasures
  private let officials: Int?
  private let events: CommuneEvents
  /// The number of services that must work.
  private let services: Int
  var owned = OwnedPurchases()

  init(_ commune: FleetCommune, _ events: CommuneEvents, _ policy: Policy) {
    code = commune.measures.code
    today = commune.measures
    officials = commune.officials
    self.events = events
    services = policy.services.required.count
  }

  /// The measures from which one year's plan is made.
  func measures(at place: Int, _ catalogue: PlanCatalogue, _ basis: AgeingBasis) -> CommuneMeasures
  {
    let lives = basis.lives
    let inForce = owned.inForce(at: place, lives)
    let ended = owned.ended(by: place, lives)
    var measures = today
    let needs = CommuneNeeds(today)
    var computersAdded = 0
    for (criterion, measure) in basis.measures.enumerated() {
      guard criterion < today.observations.count,
        case .known(var low, var high, var age) = today.observations[criterion]
      else { continue }
      let added = units(of: criterion, inForce, catalogue)
      let worn = units(of: criterion, ended, catalogue)
      if let measure, basis.isOfComputers(measure) {
        computersAdded = max(computersAdded, Int(added + worn))
      }
      if let measure, let then = values(measure, at: place, added: added, worn: worn, basis),
        let now = values(measure, at: 0, added: 0, worn: 0, basis)
      {
        low = max(0, low + then.low - now.low)
        high = max(low, high + then.high - now.high)
      }
      if measure.map(basis.isOfComputers) != true, added > 0 {
        (low, high) = raised(low, high, by: added, criterion, catalogue, needs)
      }
      let scale = catalogue.index.scales[criterion]
      let factor = needs.factor(criterion)
      for line in catalogue.linesOfCriterion[criterion] where inForce[line] > 0 {
        guard let to = catalogue.entries[line].line?.to,
          scale.gap(of: to, factor: factor) < scale.gap(of: high, factor: factor)
        else { continue }
        (low, high, age) = (to, to, 0)
      }
      measures.observations[criterion] = .known(low: low, high: high, ageDays: age)
    }
    measures.vacancies = today.vacancies.map { $0.map { max(0, $0 - Double(computersAdded)) } }
    return measures
  }

  /// Units of a criterion that the given count of each entry provides.
  private func units(of criterion: Int, _ counts: [Int], _ catalogue: PlanCatalogue) -> Double {
    catalogue.itemsOfCriterion[criterion].reduce(0) {
      $0 + Double(counts[$1]) * catalogue.entries[$1].closes
    }
  }

  /// The measure's interval after adding `units`, up to the standard.
  private func raised(
    _ low: Double, _ high: Double, by units: Double, _ criterion: Int, _ catalogue: PlanCatalogue,
    _ needs: CommuneNeeds
  ) -> (Double, Double) {
    let scale = catalogue.index.scales[criterion]
    let own = scale.span * needs.factor(criterion)
    let more = units / catalogue.need(criterion, needs) * own
    let standard = scale.standard + (own - scale.span)
    func raised(_ value: Double) -> Double {
      own > 0 ? max(value, min(standard, value + more)) : min(value, max(standard, value + more))
    }
    let ends = (raised(low), raised(high))
    return (min(ends.0, ends.1), max(ends.0, ends.1))
  }

  /// A measure in a later year, from today's computers and rights; nil if time does not affect it,
  /// or they are unknown.
  private func values(
    _ measure: AgeingMeasure, at place: Int, added: Double, worn: Double, _ basis: AgeingBasis
  ) -> (low: Double, high: Double)? {
    switch measure {
    case .computersPerOfficial:
      guard let officials, officials > 0 else { return nil }
      let more = (added + worn) / Double(officials)
      return (more, more)
    case .adequateComputersPerOfficial, .oldComputersShare:
      return computers(measure, at: place, added: added, worn: worn, basis)
    case .supportedSystemsShare:
      guard let computers = events.computers, !computers.isEmpty else { return nil }
      let all = Double(computers.count)
      return (
        Double(computers.count { $0.isHeard && $0.supportEnds.first > place }) / all,
        Double(computers.count { $0.supportEnds.last > place }) / all
      )
    case .digitalSignatures:
      return events.signatures.map { groups in
        (
          Double(groups.count { $0.none.first > place }),
          Double(groups.count { $0.none.last > place })
        )
      }
    case .usableServicesShare:
      guard services > 0 else { return nil }
      return events.services.map { ends in
        (
          Double(ends.count { $0.first > place }) / Double(services),
          Double(ends.count { $0.last > place }) / Double(services)
        )
      }
    case .lineBitsPerSecond: return nil
    }
  }

  private func computers(
    _ measure: AgeingMeasure, at place: Int, added: Double, worn: Double, _ basis: AgeingBasis
  ) -> (low: Double, high: Double)? {
    guard let computers = events.computers else { return nil }
    let all = Double(computers.count)
    let old = Double(computers.count { $0.falls.last <= place }) + worn
    let good = Double(computers.count { $0.isHeard && $0.falls.first > place }) + added
    let heard = Double(computers.count(where: \.isHeard)) + added + worn
    guard measure == .adequateComputersPerOfficial else {
      let there = all + added + worn
      return there > 0 ? (old / there, (there - good) / there) : nil
    }
    guard let officials, officials > 0 else { return nil }
    func perOfficial(_ good: Double, _ others: Double) -> Double {
      let good = min(good, Double(officials))
      let rest = min(max(0, others), Double(officials) - good)
      return (good + basis.oldCounts * rest) / Double(officials)
    }
    return (perOfficial(good, heard - good), perOfficial(all + added + worn - old, old))
  }
}

/// The parts of a policy on which ageing depends.
struct AgeingBasis {
  /// By criterion; nil if time does not affect it.
  let measures: [AgeingMeasure?]
  let oldCounts: Double
  let lives: PurchaseLives

  init(_ policy: Policy) {
    measures = policy.criteria.map { $0.measure.flatMap(AgeingMeasure.init) }
    oldCounts = policy.adequacy.oldCounts
    lives = PurchaseLives(policy)
  }

  func isOfComputers(_ measure: AgeingMeasure) -> Bool {
    [.computersPerOfficial, .adequateComputersPerOfficial, .oldComputersShare].contains(measure)
  }
}
