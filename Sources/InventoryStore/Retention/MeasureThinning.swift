import Foundation
import GRDB

/// Since when the history of measures is complete; before, it has only the values at the beginning
/// of each month.
enum MeasureHistoryFull {
  private static let setting = "measureHistoryFullSince"

  static func since(_ database: Database) throws -> Date? {
    try StoredSetting.instant(setting, database)
  }

  static func note(_ moment: Int64, _ database: Database) throws {
    try StoredSetting.raise(setting, to: moment, database)
  }

  /// The moment to look up for `moment`: itself, or the nearest beginning of a month that was
  /// recorded.
  static func moment(for moment: Date, _ database: Database) throws -> Date {
    guard let since = try since(database), moment < since,
      let first = try MeasureHistory.since(database), first <= moment
    else { return moment }
    let month = RetentionLimits.month(of: moment)
    let isNearBeginning =
      moment.timeIntervalSince(month.start) <= month.end.timeIntervalSince(moment)
    return isNearBeginning && first <= month.start ? month.start : month.end
  }
}

extension RetentionRun {
  private static let historyRowBytes = 70

  /// Reduces earlier months to the values at the beginning of each.
  mutating func thinMeasureHistory() async throws {
    let limit = limits.measureHistory
    let communes = try await read { database in
      // Once a month: in between, nothing more exceeds the limit.
      if let since = try MeasureHistoryFull.since(database), since.microseconds >= limit {
        return [String]()
      }
      return try String.fetchAll(
        database,
        sql: """
          SELECT code FROM commune WHERE EXISTS (
            SELECT 1 FROM commune_measure_past WHERE commune = code)
          OR EXISTS (SELECT 1 FROM commune_reporting_past WHERE commune = code) ORDER BY code
          """)
    }
    guard !communes.isEmpty else { return }
    for start in stride(from: 0, to: communes.count, by: 200) {
      let part = Array(communes[start..<min(start + 200, communes.count)])
      let rows = try await read { database in
        try part.reduce(0) { sum, commune in
          try Self.tables.reduce(sum) { sum, table in
            sum
              + (try Int.fetchOne(
                database.cachedStatement(
                  sql: "SELECT count(*) FROM \(table) WHERE \(Self.isThinned)"),
                arguments: [commune, limit]) ?? 0)
          }
        }
      }
      result.add(.measureHistory, count: rows, bytes: rows * Self.historyRowBytes)
      guard !isDryRun, rows > 0 else { continue }
      // The limit is recorded first: readers then ask for the beginnings of months, which stay.
      try await write(part) { commune, database in
        try MeasureHistoryFull.note(limit, database)
        for table in Self.tables {
          try database.cachedStatement(sql: "DELETE FROM \(table) WHERE \(Self.isThinned)")
            .execute(arguments: [commune, limit])
        }
      }
    }
  }

  private static let tables = ["commune_measure_past", "commune_reporting_past"]

  /// A row that ended by the limit and held at no beginning of a month in Vietnam.
  private static let isThinned = """
    commune = ? AND untilAt <= ?
      AND (untilAt = fromAt OR strftime('%Y-%m', (fromAt - 1) / 1000000 + 25200, 'unixepoch')
        = strftime('%Y-%m', (untilAt - 1) / 1000000 + 25200, 'unixepoch'))
    """
}
