public import Foundation
import GRDB

/// What tells one computer from another, for whoever has to decide whether two are one.
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
          (SELECT count(*) FROM report r WHERE r.machine = m.number) AS reports
        FROM machine m JOIN commune c ON c.code = m.commune
        LEFT JOIN machine_hardware h ON h.machine = m.number WHERE m.number = ?
        """, arguments: [machine.number])
    guard let row = found else {
      throw InventoryError(.machineUnknown, "Computer \(machine.id) no longer exists.")
    }
    return MachineTraits(
      id: machine.id, commune: machine.commune, communeName: row["communeName"],
      state: machine.state, simulated: row["simulated"], manufacturer: row["manufacturer"],
      model: row["model"], serialNumber: row["serialNumber"], uuid: row["uuid"],
      processorModel: row["processorModel"], memoryTotalBytes: row["memoryTotalBytes"],
      diskTotalBytes: row["diskTotalBytes"], systemName: row["systemName"],
      systemVersion: row["systemVersion"], agentVersion: row["agentVersion"],
      enrolledAt: Date(microseconds: row["enrolledAt"]),
      lastReportAt: (row["lastReportAt"] as Int64?).map { Date(microseconds: $0) },
      reports: row["reports"])
  }
}
