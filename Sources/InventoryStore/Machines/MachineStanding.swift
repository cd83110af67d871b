import Foundation
import GRDB

/// Whether a machine may report, and with which key; as it stands inside a transaction.
struct MachineStanding {
  let number: Int64
  let id: String
  let commune: String
  let state: String
  let lastSequence: Int
  /// Microseconds since 1970.
  let lastReportAt: Int64?
  /// The commune's officer's or the centre's reason, where it is held back.
  let quarantineReason: String?
  let conduct: MachineConduct
  let intake: MachineIntake
  /// Microseconds since 1970.
  let reportTimeDoubtedAt: Int64?
  private let keyRevokedAt: Int64?
  private let keyValidUntil: Int64?

  /// - Parameter key: the number of the key that signed; nil asks about the machine alone.
  /// - Throws: ``InventoryError`` with `machineUnknown`.
  static func read(machine: Int64, key: Int?, _ database: Database) throws -> MachineStanding {
    let statement = try database.cachedStatement(
      sql: """
        SELECT m.*, k.revokedAt AS keyRevokedAt, k.validUntil AS keyValidUntil FROM machine m
        LEFT JOIN machine_key k ON k.machine = m.number AND k.number = ? WHERE m.number = ?
        """)
    guard let row = try Row.fetchOne(statement, arguments: [key, machine]) else {
      throw InventoryError(.machineUnknown, "The server does not know this computer: enrol it.")
    }
    return MachineStanding(row)
  }

  /// - Throws: ``InventoryError`` with `machineUnknown`.
  static func named(
    _ id: String, within scope: Scope = .country, _ database: Database
  ) throws -> MachineStanding {
    let inScope = scope.condition("c")
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT m.*, NULL AS keyRevokedAt, NULL AS keyValidUntil FROM machine m
        JOIN commune c ON c.code = m.commune WHERE m.id = ? AND \(inScope.sql)
        """, arguments: [id] + StatementArguments(inScope.arguments))
    guard let row else {
      throw InventoryError(
        .machineUnknown, "There is no computer \"\(id.cleaned(40) ?? "")\": see machines list.")
    }
    return MachineStanding(row)
  }

  private init(_ row: Row) {
    number = row["number"]
    id = row["id"]
    commune = row["commune"]
    state = row["state"]
    lastSequence = row["lastSequence"]
    lastReportAt = row["lastReportAt"]
    quarantineReason = row["quarantineReason"]
    conduct = MachineConduct(row, lastReportAt: row["lastReportAt"])
    intake = MachineIntake(row)
    reportTimeDoubtedAt = row["reportTimeDoubtedAt"]
    keyRevokedAt = row["keyRevokedAt"]
    keyValidUntil = row["keyValidUntil"]
  }

  /// Whether the centre itself holds it back because two machines send with its key.
  var isHeldForSharedKey: Bool {
    state == "quarantined" && lastReportAt != nil
      && quarantineReason?.hasSuffix(CloneDetection.sharedKey) ?? false
  }

  /// Dates what the machine said under a clock that ran ahead by now, at its first report since:
  /// it still says so.
  func bringBackTimes(at now: Date, _ database: Database) throws {
    guard now.isPlausible, let lastReportAt, lastReportAt > now.latestKnown else { return }
    let arguments: StatementArguments = ["machine": number, "now": now.microseconds]
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
    if state == "retired" { try InventoryStore.requireActive(state, machine: id) }
    if keyRevokedAt != nil {
      throw InventoryError(
        .keyRevoked, "This key of computer \(id) was revoked: contact the administrator.")
    }
    if let keyValidUntil, keyValidUntil <= now.microseconds {
      throw InventoryError(
        .keyRevoked,
        "Computer \(id) has a newer key and the older one is no longer valid: use the newer one.")
    }
    try InventoryStore.requireActive(state, machine: id)
  }
}
