public import Foundation
import GRDB
public import Prioritization

/// How large the inventory is and who reports, for those who watch over it.
public struct InventoryFigures: Sendable, Equatable {
  /// Every state, those without a commune at zero.
  public var communes: [ReportingState: Int]
  /// By `active`, `quarantined` and `retired`.
  public var machines: [String: Int]
  /// Had a report refused in the last days because it would have filled the disk.
  public var oversizedMachines: Int
  /// nil where the file system does not say.
  public var databaseBytes: Int?
  /// Of the write-ahead log; zero where there is none.
  public var walBytes: Int?
}

extension InventoryStore {
  /// Reads a few narrow rows a commune and the indexes of machines, never the machines.
  public func figures(reporting: ReportingLimits, now: Date) async throws -> InventoryFigures {
    try await pool.read { [path] database in
      var communes = Dictionary(uniqueKeysWithValues: ReportingState.allCases.map { ($0, 0) })
      let registered = try Int.fetchOne(database, sql: "SELECT count(*) FROM commune") ?? 0
      let rows = try Row.fetchCursor(
        database.cachedStatement(sql: "SELECT machines, lastReportAt FROM commune_reporting"))
      while let row = try rows.next() {
        let days = now.days(sinceKnown: (row[1] as Int64?).map { Date(microseconds: $0) })
        communes[
          reporting.state(enrolled: (row[0] as Int) > 0, daysSinceLastReport: days), default: 0
        ] += 1
      }
      communes[.neverEnrolled, default: 0] += registered - communes.values.reduce(0, +)
      return InventoryFigures(
        communes: communes, machines: try Self.machineCounts(database),
        oversizedMachines: try Self.refusedIntakes(now: now, database),
        databaseBytes: Self.size(path), walBytes: Self.size(path + "-wal") ?? 0)
    }
  }

  private static func machineCounts(_ database: Database) throws -> [String: Int] {
    var counts = ["active": 0, "quarantined": 0, "retired": 0]
    let rows = try Row.fetchCursor(
      database,
      sql: "SELECT state, count(*) FROM machine WHERE state <> 'active' GROUP BY state")
    while let row = try rows.next() { counts[row[0]] = row[1] }
    let all = try Int.fetchOne(database, sql: "SELECT count(*) FROM machine") ?? 0
    counts["active"] = all - counts.values.reduce(0, +)
    return counts
  }

  private static func size(_ path: String) -> Int? {
    (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber)?.intValue
  }
}
