public import Foundation
import GRDB

/// One report of a machine, as it is on file.
public struct MachineReport: Sendable, Equatable {
  public var sequence: Int
  public var receivedAt: Date
  /// When the machine looked, by our clock; nil where nobody knows.
  public var capturedAt: Date?
  /// Whether it missed the night that it was made in.
  public var isLate: Bool
}

/// How a machine reports.
public struct MachineReporting: Sendable, Equatable {
  /// The last ones, newest first.
  public var reports: [MachineReport]
  /// How many its spool has lost for want of room, as it says; nil where it never said.
  public var droppedReports: Int?
}

extension InventoryStore {
  /// - Throws: ``InventoryError`` with `machineUnknown`.
  public func reporting(
    of machine: String, last count: Int = 50, within scope: Scope = .country
  ) async throws -> MachineReporting {
    try await pool.read { database in
      let standing = try MachineStanding.named(machine, within: scope, database)
      return MachineReporting(
        reports: try Row.fetchAll(
          database,
          sql: """
            SELECT sequence, receivedAt, capturedAt FROM report WHERE machine = ?
            ORDER BY sequence DESC LIMIT ?
            """, arguments: [standing.number, count]
        ).map { row in
          let received = Date(microseconds: row[1])
          let captured = (row[2] as Int64?).map { Date(microseconds: $0) }
          return MachineReport(
            sequence: row[0], receivedAt: received, capturedAt: captured,
            isLate: MachineConduct.isLate(captured: captured, received: received))
        }, droppedReports: standing.conduct.droppedReports)
    }
  }
}
