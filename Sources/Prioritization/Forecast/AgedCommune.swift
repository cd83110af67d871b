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
    let aged = aged(to: place, basis)
    return owned.all.isEmpty
      ? aged : AddedPurchases(catalogue, basis).adding(owned, at: place, to: aged)
  }

  /// Today's measures, less what time takes away; no purchases.
  private func aged(to place: Int, _ basis: AgeingBasis) -> CommuneMeasures {
    var measures = today
    for (criterion, measure) in basis.measures.enumerated() {
      guard let measure, criterion < today.observations.count,
        case .known(let low, let high, let age) = today.observations[criterion],
        let then = values(measure, at: place, basis), let now = values(measure, at: 0, basis)
      else { continue }
      let least = max(0, low + then.low - now.low)
      measures.observations[criterion] = .known(
        low: least, high: max(least, high + then.high - now.high), ageDays: age)
    }
    return measures
  }

  /// A measure in a later year, from today's computers and rights; nil if time does not affect it,
  /// or they are unknown.
  private func values(
    _ measure: AgeingMeasure, at place: Int, _ basis: AgeingBasis
  ) -> (low: Double, high: Double)? {
    switch measure {
    case .computersPerOfficial, .lineBitsPerSecond: return nil
    case .adequateComputersPerOfficial, .oldComputersShare:
      return computers(measure, at: place, basis)
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
    }
  }

  private func computers(
    _ measure: AgeingMeasure, at place: Int, _ basis: AgeingBasis
  ) -> (low: Double, high: Double)? {
    guard let computers = events.computers else { return nil }
    let all = Double(computers.count)
    let old = Double(computers.count { $0.falls.last <= place })
    let good = Double(computers.count { $0.isHeard && $0.falls.first > place })
    let heard = Double(computers.count(where: \.isHeard))
    guard measure == .adequateComputersPerOfficial else {
      return all > 0 ? (old / all, (all - good) / all) : nil
    }
    guard let officials, officials > 0 else { return nil }
    func perOfficial(_ good: Double, _ others: Double) -> Double {
      let good = min(good, Double(officials))
      let rest = min(max(0, others), Double(officials) - good)
      return (good + basis.oldCounts * rest) / Double(officials)
    }
    return (perOfficial(good, heard - good), perOfficial(all - old, old))
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
}
