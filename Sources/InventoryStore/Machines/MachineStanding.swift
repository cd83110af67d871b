import Foundation
import GRDB

/// A machine's row as a transaction reads it: whether it may report, and with which key.
struct MachineStanding {
  let number: Int64
  let id, commune: String
  let state: MachineState
  let lastSequence: Int
  /// Microseconds since 1970.
  let lastReportAt: Int64?
  /// The centre's or an officer's reason if it is quarantined.
  let quarantineReason: String?
  let quality: ReportingQuality
  let intake: MachineIntake
  /// Microseconds since 1970.
  let enrolledAt: Int64
  /// Microseconds since 1970.
  let reportTimeDoubtedAt: Int64?
  let unseen: UnseenSections
  /// Microseconds since 1970.
  private let keyRevokedAt: Int64?
  private let keyValidUntil: Date?

  /// - Parameter key: the number of the key that signed; nil if only the machine matters.
  /// - Throws: ``InventoryError`` with `machineUnknown`.
  static func read(machine: Int64, key: Int?, _ database: Database) throws -> MachineStanding {
    var statement = try BoundStatement(query, database)
    statement.bind(key)
    statement.bind(machine)
    guard let machine = try statement.first({ try MachineStanding(&$0) }) else {
      throw InventoryError(.machineUnknown, "The server does not know this computer: enrol it.")
    }
    return machine
  }

  /// - Throws: ``InventoryError`` with `machineUnknown`, also if the machine is outside `scope`.
  static func named(
    _ id: String, within scope: Scope, _ database: Database
  ) throws -> MachineStanding {
    let inScope = scope.condition("c")
    let number = try Int64.fetchOne(
      database,
      sql: """
        SELECT m.number FROM machine m
        JOIN commune c ON c.code = m.commune WHERE m.id = ? AND \(inScope.sql)
        """, arguments: [id] + StatementArguments(inScope.arguments))
    guard let number else {
      throw InventoryError(
        .machineUnknown, "There is no computer \"\(id.cleaned(40) ?? "")\": see machines list.")
    }
    return try read(machine: number, key: nil, database)
  }

  /// Whether the centre quarantined it because two machines send with its key.
  var isHeldForSharedKey: Bool {
    state == .quarantined && lastReportAt != nil
      && quarantineReason?.hasSuffix(CloneDetection.sharedKey) ?? false
  }

  /// When it last reported, in microseconds since 1970; nil if never, or if the time is unknown.
  func knownReportAt(_ now: Date) -> Int64? {
    ComputerState.knownReport(lastReportAt, doubtedAt: reportTimeDoubtedAt, now: now)
  }

  /// Redates the machine's current statements to now if a clock that was ahead dated them: its
  /// first report since then still states the same.
  func correctFutureTimes(at now: Date, _ database: Database) throws {
    guard now.isPlausible, let lastReportAt, lastReportAt > now.latestKnown else { return }
    let arguments: StatementArguments = ["machine": number, "now": Instant(now)]
    for change in [
      "section SET firstSeen = min(firstSeen, :now), lastSeen = :now WHERE machine = :machine "
        + "AND current = 1 AND lastSeen > :now",
      "account SET saidAt = :now WHERE machine = :machine AND saidAt > :now",
    ] {
      try database.execute(sql: "UPDATE \(change)", arguments: arguments)
    }
  }

  /// - Throws: ``InventoryError`` with `machineQuarantined`, `machineRetired` or `keyRevoked`.
  func requireMayReport(at now: Date) throws {
    if state == .retired { try state.requireActive(machine: id) }
    try requireKey(at: now)
    try state.requireActive(machine: id)
  }

  /// - Throws: ``InventoryError`` with `keyRevoked` if the key that signed was revoked or replaced.
  func requireKey(at now: Date) throws {
    if keyRevokedAt != nil {
      throw InventoryError(
        .keyRevoked, "This key of computer \(id) was revoked: re-enrol it with a new token.")
    }
    guard isKeyValid(at: now) else {
      throw InventoryError(
        .keyRevoked,
        "Computer \(id) has a newer key and the older one is no longer valid: re-enrol it with a new token."
      )
    }
  }

  /// Whether the key that signed is neither revoked nor replaced.
  func isKeyValid(at now: Date) -> Bool {
    keyRevokedAt == nil && keyValidUntil.map { $0 > now } ?? true
  }
}

extension MachineStanding {
  private static let query = """
    SELECT m.number, m.id, m.commune, m.state, m.lastSequence, m.lastReportAt, m.quarantineReason,
      m.reportTimeDoubtedAt, m.agentVersion, m.clockSkewSeconds, m.lastLateAt, m.droppedReports,
      m.intakeDay, m.intakeBytes, m.unknownBytes, m.enrolledAt, \(UnseenSections.sql), k.revokedAt,
      k.validUntil
    FROM machine m
    LEFT JOIN machine_key k ON k.machine = m.number AND k.number = ? WHERE m.number = ?
    """

  /// - Parameter columns: of ``query``.
  private init(_ columns: inout ColumnReader) throws {
    number = columns.next()
    id = columns.next()
    commune = columns.next()
    state = try columns.state("state", of: "machine")
    lastSequence = columns.next()
    lastReportAt = columns.next()
    quarantineReason = columns.next()
    reportTimeDoubtedAt = columns.next()
    quality = ReportingQuality(&columns, lastReportAt: lastReportAt)
    intake = MachineIntake(&columns)
    enrolledAt = columns.next()
    unseen = UnseenSections(&columns)
    keyRevokedAt = columns.next()
    keyValidUntil = (columns.next() as Int64?).map(Date.init(microseconds:))
  }
}

extension MachineState {
  /// - Throws: ``InventoryError`` with `machineQuarantined` or `machineRetired`.
  func requireActive(machine id: String) throws {
    switch self {
    case .active: return
    case .quarantined: throw Self.quarantineRefusal(machine: id)
    case .retired:
      throw InventoryError(
        .machineRetired, "Computer \(id) was retired: re-enrol it with a new token.")
    }
  }

  static func quarantineRefusal(machine id: String) -> InventoryError {
    InventoryError(
      .machineQuarantined,
      "Computer \(id) is quarantined until an officer approves it; keep its reports.")
  }
}
