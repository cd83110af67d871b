/// What falls due in one commune.
public struct CommuneDues: Sendable, Equatable {
  public var code: String
  /// By place of the ``ForecastPeriod``, without ``ForecastPeriod/later``.
  public var places: [DueFigures]
  /// From before today to the end of the last year. Not the sum of the places: something that may
  /// fall due in any of three years falls due only once.
  public var throughEnd: DueFigures
}

/// The events in one commune that a forecast counts, each with its possible places.
struct CommuneEvents {
  /// When a computer falls below the policy's requirements, and when each reason for it arises.
  struct Computer {
    /// If the computer still exists.
    var falls: PlaceSet
    /// The same, but possibly never if the computer may be gone.
    var due: PlaceSet
    var byHardware, byAge, bySystem: PlaceSet
    /// When updates for its system end, whether or not it can be upgraded.
    var supportEnds: PlaceSet
    var isHeard: Bool
  }

  let computers: [Computer]?
  /// The certificates of one computer.
  struct Signing {
    /// When the last one stops working.
    var none: PlaceSet
    var each: [PlaceSet]
    /// The same as ``none`` if all of them exist, and if only those do of which a report counts.
    var ifAll: PlaceSet
    var ifSure: PlaceSet?

    /// When the computer may stop signing, whichever of them exist.
    var due: PlaceSet { ifSure.map(none.union) ?? none }
  }

  let signatures: [Signing]?
  /// By service: when its last right ends.
  let services: [PlaceSet]?
  let lines: [PlaceSet]?
  let needs: DueNeeds

  init(_ commune: FleetCommune, _ policy: Policy, _ period: ForecastPeriod) {
    computers = commune.computers.map { all in
      all.map { Self.computer($0, policy, period) }
    }
    needs = DueNeeds(commune, policy)
    let later = period.later
    func last(_ sets: [PlaceSet]) -> PlaceSet? {
      sets.first.map { sets.dropFirst().reduce($0) { $0.later($1) } }
    }
    func set(_ right: FleetRight) -> PlaceSet {
      let ends = period.places(of: right.ends)
      return right.isCertain ? ends : ends.union(.only(later))
    }
    signatures = commune.signatures.map { groups in
      groups.compactMap { rights in
        let each = rights.map(set)
        guard let none = last(each),
          let all = last(rights.map { period.places(of: $0.ends) })
        else { return nil }
        return Signing(
          none: none, each: each, ifAll: all, ifSure: last(rights.filter(\.isCertain).map(set)))
      }
    }
    services = commune.services.map { groups in
      groups.compactMap { last($0.map(set)) }
    }
    lines = commune.lineRents.map { $0.map(period.places) }
  }

  private static func computer(
    _ computer: FleetComputer, _ policy: Policy, _ period: ForecastPeriod
  ) -> Computer {
    let later = PlaceSet.only(period.later)
    let all = PlaceSet.all(through: period.later)
    let hardware =
      computer.isSufficient.map { $0 ? later : .only(0) } ?? PlaceSet.only(0).union(later)
    let age = period.places(of: computer.ageEnds)
    var supportEnds = all
    var system = all
    if let own = computer.system, let first = own.ends.first {
      supportEnds = own.ends.dropFirst().reduce(.only(period.place(after: first.lastDay))) {
        $0.union(.only(period.place(after: $1.lastDay)))
      }
      system =
        own.canUpgrade.map { $0 ? later : supportEnds } ?? supportEnds.union(later)
    }
    if !policy.adequacy.supportedSystem { system = later }
    let falls = hardware.earlier(age).earlier(system)
    return Computer(
      falls: falls, due: computer.isHeard ? falls : falls.union(later), byHardware: hardware,
      byAge: age, bySystem: system, supportEnds: supportEnds, isHeard: computer.isHeard)
  }

  /// The figures that fall due in a commune with these events.
  func dues(_ code: String, _ period: ForecastPeriod, _ prices: ForecastPrices) -> CommuneDues {
    var places = [DueFigures](repeating: DueFigures(), count: period.later)
    for place in places.indices {
      places[place] = figures(after: place) { $0.count($1, at: place) }
      places[place].cost = prices.cost(places[place])
    }
    var whole = figures(after: period.later - 1) { $0.count($1, through: period.later - 1) }
    whole.cost = prices.cost(whole)
    return CommuneDues(code: code, places: places, throughEnd: whole)
  }

  /// - Parameters:
  ///   - place: The last one that is counted.
  ///   - count: Counts what happens in the places that are counted.
  private func figures(
    after place: Int, _ count: (inout CountRange, PlaceSet) -> Void
  ) -> DueFigures {
    var figures = DueFigures()
    func counted(_ sets: [PlaceSet]) -> CountRange {
      sets.reduce(into: .zero) { count(&$0, $1) }
    }
    if let computers {
      var (all, hardware, age, system) = (
        CountRange.zero, CountRange.zero, CountRange.zero, CountRange.zero
      )
      for computer in computers {
        count(&all, computer.due)
        Self.count(computer.byHardware, computer.due, &hardware, count)
        Self.count(computer.byAge, computer.due, &age, count)
        Self.count(computer.bySystem, computer.due, &system, count)
      }
      figures.computers = all
      figures.computersNeeded = needs.computers.part(
        of: all,
        remaining: CountRange(
          low: computers.count { $0.isHeard && $0.falls.first > place },
          high: computers.count { $0.falls.last > place }))
      (figures.byHardware, figures.byAge, figures.bySystem) = (hardware, age, system)
    }
    figures.certificates = signatures.map { counted($0.flatMap(\.each)) }
    // A computer with another certificate still signs.
    figures.certificatesNeeded = signatures.map { groups in
      needs.certificates.part(
        of: counted(groups.map(\.due)),
        remaining: CountRange(
          low: groups.count { $0.ifSure.map { $0.first > place } ?? false },
          high: groups.count { $0.ifAll.last > place }))
    }
    figures.accounts = services.map(counted)
    figures.lines = lines.map(counted)
    return figures
  }

  /// Counts a reason if it comes first: in the high end if both may happen, in the low end if both
  /// certainly do.
  private static func count(
    _ reason: PlaceSet, _ due: PlaceSet, _ range: inout CountRange,
    _ count: (inout CountRange, PlaceSet) -> Void
  ) {
    guard let both = reason.intersection(due) else { return }
    var one = CountRange.zero
    count(&one, both)
    range.high += one.high
    if reason.isCertain, due.isCertain { range.low += one.low }
  }
}
