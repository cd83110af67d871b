public import Foundation
import GRDB
public import Prioritization

/// The size of the inventory and who reports, for monitoring.
public struct InventoryFigures: Sendable, Equatable {
  /// Has every state, with zero if no commune is in it.
  public var communes: [ReportingState: Int]
  /// Has every state.
  public var machines: [MachineState: Int]
  /// Machines of which a report was recently refused for its size.
  public var oversizedMachines: Int
  /// Size of the database file; nil if the file system does not say.
  public var databaseBytes: Int?
  /// Size of the write-ahead log; zero if there is none.
  public var walBytes: Int?
}

extension InventoryStore.Coverage {
  /// Reads one narrow row per commune and the indexes of machines, never the machines themselves.
  public func figures(reporting: ReportingLimits, now: Date) async throws -> InventoryFigures {
    try await store.pool.read { [path = store.path] database in
      var communes = Dictionary(uniqueKeysWithValues: ReportingState.allCases.map { ($0, 0) })
      let registered = try Int.fetchOne(database, sql: "SELECT count(*) FROM commune") ?? 0
      let rows = try Row.fetchCursor(
        database.cachedStatement(sql: "SELECT machines, lastReportAt FROM commune_reporting"))
      while let row = try rows.next() {
        let days = now.days(sinceKnown: row.dateIfKnown("lastReportAt"))
        communes[
          reporting.state(enrolled: (row["machines"] as Int) > 0, daysSinceLastReport: days),
          default: 0
        ] += 1
      }
      communes[.neverEnrolled, default: 0] += registered - communes.values.reduce(0, +)
      return InventoryFigures(
        communes: communes, machines: try Self.machineCounts(database),
        oversizedMachines: try MachineIntake.refusedCount(now: now, database),
        databaseBytes: Self.size(path), walBytes: Self.size(path + "-wal") ?? 0)
    }
  }

  private static func machineCounts(_ database: Database) throws -> [MachineState: Int] {
    var counts = Dictionary(uniqueKeysWithValues: MachineState.allCases.map { ($0, 0) })
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT state, count(*) AS machines FROM machine WHERE state <> 'active' GROUP BY state
        """)
    while let row = try rows.next() {
      counts[try row.state("state", of: "machine")] = row["machines"]
    }
    let total = try Int.fetchOne(database, sql: "SELECT count(*) FROM machine") ?? 0
    counts[.active] = total - counts.values.reduce(0, +)
    return counts
  }

  private static func size(_ path: String) -> Int? {
    (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber)?.intValue
  }
}
