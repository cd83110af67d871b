import Foundation
import GRDB

extension InventoryStore {
  /// The last measurements of the line by one machine, newest first.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown`.
  public func lineMeasurements(
    of machine: String, last count: Int, within scope: Scope = .country
  ) async throws -> [CommuneDetails.LineMeasurement] {
    try await pool.read { database in
      let standing = try MachineStanding.named(machine, within: scope, database)
      return try Row.fetchAll(
        database,
        sql: """
          SELECT measuredAt, downloadBitsPerSecond, uploadBitsPerSecond, latencySeconds,
            interface, settled
          FROM bandwidth_measurement WHERE machine = ? ORDER BY measuredAt DESC LIMIT ?
          """, arguments: [standing.number, count]
      ).map { row in
        CommuneDetails.LineMeasurement(
          machine: standing.id, measuredAt: Date(microseconds: row[0]),
          downloadBitsPerSecond: row[1], uploadBitsPerSecond: row[2], latencySeconds: row[3],
          interface: row[4], settled: row[5])
      }
    }
  }
}
