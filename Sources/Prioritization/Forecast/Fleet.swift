/// A computer as a forecast sees it.
public struct FleetComputer: Sendable, Equatable {
  /// Whether it reports and counts. One that is silent or held back may be gone: it is in the high
  /// end of every figure only.
  public var isHeard: Bool
  /// Whether its memory, threads and disk are what the policy asks; nil if unknown.
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

  /// One of which only is known that it is there.
  public static let unseen = FleetComputer(
    isHeard: false, isSufficient: nil, ageEnds: .unknown, system: nil)
}

/// An operating system and until when its maker mends it.
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

  /// As people call it, `Windows 10 22H2`.
  public var name: String
  /// At least one; several if it cannot be seen which of them is the computer's.
  public var ends: [End]
  /// Whether the computer can take a system that is supported; nil if unknown.
  public var canUpgrade: Bool?

  public init(name: String, ends: [End], canUpgrade: Bool?) {
    (self.name, self.ends, self.canUpgrade) = (name, ends, canUpgrade)
  }
}

/// A right to a service, or a certificate to sign with, as a computer or an officer tells of it.
public struct FleetRight: Sendable, Equatable {
  /// Whether who tells of it still reports, and its word counts.
  public var isCertain: Bool
  /// A day that has passed if it works no more.
  public var ends: LastDay

  public init(isCertain: Bool, ends: LastDay) {
    (self.isCertain, self.ends) = (isCertain, ends)
  }
}

/// All that a forecast asks of one commune.
public struct FleetCommune: Sendable, Equatable {
  public var measures: CommuneMeasures
  /// nil if unknown.
  public var officials: Int?
  /// nil if nothing is known of them; unknown is never none.
  public var computers: [FleetComputer]?
  /// Certificates to sign with, by computer; nil if nothing was said of any.
  public var signatures: [[FleetRight]]?
  /// Other rights that have an end, by service; nil if nothing was said of any.
  public var services: [[FleetRight]]?
  /// When the rents of lines end; nil if unknown: an inventory sees lines, and knows only the rents
  /// that adopted programmes have delivered.
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
