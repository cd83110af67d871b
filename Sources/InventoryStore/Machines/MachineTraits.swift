import Foundation
public import GRDB

/// The traits by which an officer tells whether two machines are one computer.
public struct MachineTraits: Sendable, Equatable {
  public var summary: MachineSummary
  public var serialNumber: String?
  public var uuid: String?
  public var processorModel: String?
  public var diskTotalBytes: Int?
  public var systemName: String?
  public var systemVersion: String?
  public var reports: Int
}

extension MachineTraits: FetchableRecord {
  public init(row: Row) throws {
    summary = try MachineSummary(row: row)
    serialNumber = row["serialNumber"]
    uuid = row["uuid"]
    processorModel = row["processorModel"]
    diskTotalBytes = row["diskTotalBytes"]
    systemName = row["systemName"]
    systemVersion = row["systemVersion"]
    reports = row["reports"]
  }
}

extension InventoryStore.Machines {
  /// - Throws: ``InventoryError`` with `machineUnknown`.
  public func traits(of id: String, within scope: Scope) async throws -> MachineTraits {
    try await store.pool.read { database in
      let machine = try MachineStanding.named(id, within: scope, database)
      let traits = try MachineTraits.fetchOne(
        database,
        sql: """
          SELECT m.*, c.name AS communeName, h.*,
            \(ScannerState.count(of: "m.number")) AS scanners,
            \(Receipts.count(of: "m.number")) AS reports
          FROM machine m JOIN commune c ON c.code = m.commune
          LEFT JOIN machine_hardware h ON h.machine = m.number WHERE m.number = ?
          """, arguments: [machine.number])
      guard let traits else {
        throw InventoryError(.machineUnknown, "Computer \(machine.id) no longer exists.")
      }
      return traits
    }
  }
}
