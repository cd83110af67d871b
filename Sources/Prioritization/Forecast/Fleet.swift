/// A computer as a forecast sees it.
public struct FleetComputer: Sendable, Equatable {
  /// Whether it reports and counts. A silent or quarantined one may be gone: it enters only the
  /// high end of every figure.
  public var isHeard: Bool
  /// Whether its memory, threads and disk meet the policy; nil if unknown.
  public var isSufficient: Bool?
  /// The last day on which it is not too old.
  public var ageEnds: LastDay
  /// nil if unknown, or not in the table of life cycles.
  public var system: FleetSystem?

  public init(
    isHeard: Bool, isSufficient: Bool?, ageEnds: LastDay, system: FleetSystem?
  ) {
    (self.isHeard, self.isSufficient) = (isHeard, isSufficient)
    (self.ageEnds, self.system) = (ageEnds, system)
  }

  /// A computer of which nothing is known except that it exists.
  public static let unseen = FleetComputer(
    isHeard: false, isSufficient: nil, ageEnds: .unknown, system: nil)
}

/// An operating system and the end of its maker's support.
public struct FleetSystem: Sendable, Hashable {
  /// The end of one kind of support.
  public struct End: Sendable, Hashable {
    public var lastDay: CalendarDay
    /// Whether updates until then are paid for.
    public var isPaid: Bool

    public init(lastDay: CalendarDay, isPaid: Bool) {
      (self.lastDay, self.isPaid) = (lastDay, isPaid)
    }
  }

  /// The name that people use, such as `Windows 10 22H2`.
  public var name: String
  /// At least one; several if it is not known which of them applies to the computer.
  public var ends: [End]
  /// Whether the computer can be upgraded to a supported system; nil if unknown.
  public var canUpgrade: Bool?

  public init(name: String, ends: [End], canUpgrade: Bool?) {
    (self.name, self.ends, self.canUpgrade) = (name, ends, canUpgrade)
  }
}

/// A right to a service, or a signing certificate, as reported by a computer or an officer.
public struct FleetRight: Sendable, Equatable {
  /// Whether its source still reports, so that the report counts.
  public var isCertain: Bool
  /// A past day if it no longer works.
  public var ends: LastDay

  public init(isCertain: Bool, ends: LastDay) {
    (self.isCertain, self.ends) = (isCertain, ends)
  }
}

/// Everything that a forecast needs to know about one commune.
public struct FleetCommune: Sendable, Equatable {
  public var measures: CommuneMeasures
  /// nil if unknown.
  public var officials: Int?
  /// nil if nothing is known about them; unknown is never none.
  public var computers: [FleetComputer]?
  /// Signing certificates, by computer; nil if none was ever reported.
  public var signatures: [[FleetRight]]?
  /// Other rights that expire, by service; nil if none was ever reported.
  public var services: [[FleetRight]]?
  /// When line contracts end; nil if unknown: an inventory measures lines, and knows only the
  /// contracts that adopted programmes have delivered.
  public var lineRents: [LastDay]?

  public init(
    measures: CommuneMeasures, officials: Int?, computers: [FleetComputer]?,
    signatures: [[FleetRight]]? = nil, services: [[FleetRight]]? = nil,
    lineRents: [LastDay]? = nil
  ) {
    (self.measures, self.officials, self.computers) = (measures, officials, computers)
    (self.signatures, self.services, self.lineRents) = (signatures, services, lineRents)
  }
}
