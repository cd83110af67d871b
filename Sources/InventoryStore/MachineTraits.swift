public import Foundation
import GRDB

/// What tells one computer from another, for whoever has to decide about it.
public struct MachineTraits: Sendable, Equatable {
  public var id: String
  public var commune: String
  public var communeName: String
  public var state: String
  public var simulated: Bool
  public var manufacturer: String?
  public var model: String?
  public var serialNumber: String?
  public var uuid: String?
  public var processorModel: String?
  public var memoryTotalBytes: Int?
  public var diskTotalBytes: Int?
  public var systemName: String?
  public var systemVersion: String?
  public var agentVersion: String
  public var enrolledAt: Date
  public var lastReportAt: Date?
  public var reports: Int
  public var quarantinedAt: Date?
  public var quarantineReason: String?
  /// The machine whose key vouched for this one.
  public var reenrolledFrom: String?
  public var keys: [MachineDetails.Key]
}

extension InventoryStore {
  /// - Throws: ``InventoryError`` with `machineUnknown`.
  public func traits(
    of id: String, within scope: Scope = .country
  ) async throws -> MachineTraits {
    try await pool.read { database in
      let machine = try MachineStanding.named(id, within: scope, database)
      return try Self.traits(machine, database)
    }
  }

  private static func traits(
    _ machine: MachineStanding, _ database: Database
  ) throws -> MachineTraits {
    let found = try Row.fetchOne(
      database,
      sql: """
        SELECT m.*, c.name AS communeName, h.*,
          (SELECT id FROM machine f WHERE f.number = m.reenrolledFrom) AS former,
          (SELECT count(*) FROM report r WHERE r.machine = m.number) AS reports
        FROM machine m JOIN commune c ON c.code = m.commune
        LEFT JOIN machine_hardware h ON h.machine = m.number WHERE m.number = ?
        """, arguments: [machine.number])
    guard let row = found else {
      throw InventoryError(.machineUnknown, "Machine \(machine.id) has just gone.")
    }
    func time(_ row: Row, _ column: String) -> Date? {
      (row[column] as Int64?).map { Date(microseconds: $0) }
    }
    let keys = try Row.fetchAll(
      database, sql: "SELECT * FROM machine_key WHERE machine = ? ORDER BY number",
      arguments: [machine.number])
    return MachineTraits(
      id: machine.id, commune: machine.commune, communeName: row["communeName"],
      state: machine.state, simulated: row["simulated"], manufacturer: row["manufacturer"],
      model: row["model"], serialNumber: row["serialNumber"], uuid: row["uuid"],
      processorModel: row["processorModel"], memoryTotalBytes: row["memoryTotalBytes"],
      diskTotalBytes: row["diskTotalBytes"], systemName: row["systemName"],
      systemVersion: row["systemVersion"], agentVersion: row["agentVersion"],
      enrolledAt: Date(microseconds: row["enrolledAt"]),
      lastReportAt: time(row, "lastReportAt"), reports: row["reports"],
      quarantinedAt: time(row, "quarantinedAt"), quarantineReason: row["quarantineReason"],
      reenrolledFrom: row["former"],
      keys: keys.map {
        .init(
          id: "\(machine.id).\($0["number"] as Int)", addedAt: Date(microseconds: $0["addedAt"]),
          validUntil: time($0, "validUntil"), revokedAt: time($0, "revokedAt"),
          revokedReason: $0["revokedReason"])
      })
  }
}
