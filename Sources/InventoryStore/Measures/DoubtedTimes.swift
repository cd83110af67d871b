public import Foundation
import GRDB

/// Times of last reports that a clock wrong by days wrote: found, and no longer believed, even once
/// the clock has passed them.
///
/// Which clock was wrong shows only later. A doubt therefore ends with the machine's next report, or
/// as soon as the clock is set past the time in question: then it was the clock of the doubt that was
/// behind. What time is watched to flow past stays doubted.
enum DoubtedTimes {
  /// Marks what lies more than a day ahead, in one commune.
  static func mark(commune: String, now: Date, _ database: Database) throws {
    guard now.isPlausible else { return }
    try database.cachedStatement(
      sql: """
        UPDATE machine SET reportTimeDoubtedAt = ?
        WHERE commune = ? AND lastReportAt > ? AND reportTimeDoubtedAt IS NULL
        """
    ).execute(arguments: [now.microseconds, commune, now.latestTolerable])
    if database.changesCount > 0 { try note(now, database) }
  }

  /// Whether there is any doubt.
  static func areThere(_ database: Database) throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: "SELECT EXISTS (SELECT 1 FROM machine WHERE reportTimeDoubtedAt IS NOT NULL)") ?? false
  }

  /// Ends the doubts about times that the clock was set past since it was last looked at.
  ///
  /// - Returns: the communes that they are of.
  static func end(now: Date, _ database: Database) throws -> [String] {
    guard let watched = try watchedUntil(database), watched < now.microseconds else { return [] }
    let passed: StatementArguments = [watched, now.microseconds]
    let condition = "reportTimeDoubtedAt IS NOT NULL AND lastReportAt > ? AND lastReportAt <= ?"
    let communes = try String.fetchAll(
      database, sql: "SELECT DISTINCT commune FROM machine WHERE \(condition)", arguments: passed)
    try database.execute(
      sql: "UPDATE machine SET reportTimeDoubtedAt = NULL WHERE \(condition)", arguments: passed)
    return communes
  }

  private static let setting = "clockWatchedAt"

  /// Until when the clock was watched, in microseconds since 1970.
  private static func watchedUntil(_ database: Database) throws -> Int64? {
    try Int64.fetchOne(
      database, sql: "SELECT CAST(value AS INTEGER) FROM setting WHERE name = ?",
      arguments: [setting])
  }

  static func note(_ now: Date, _ database: Database) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)",
      arguments: [setting, String(now.microseconds)])
  }
}

extension InventoryStore {
  /// Looks at the clock: finds what a wrong one wrote, and makes it anew. For every start and every
  /// minute.
  ///
  /// - Parameter leap: seconds that the clock was set by since it was last looked at, negative if it
  ///   was set back; nil if nobody watched it, as at the start.
  /// - Returns: how many communes were made anew.
  @discardableResult
  public func keepTime(now: Date, leap: Double?) async throws -> Int {
    try await noteClock(now: now, leap: leap)
    if now.isPlausible, try await pool.read(DoubtedTimes.areThere) {
      try await durably { group in
        if leap == nil || abs(leap ?? 0) > ClockTolerance.seconds {
          for commune in try DoubtedTimes.end(now: now, group.database) {
            group.touch(commune: commune, at: now, measuresMayDiffer: true)
          }
        }
        try DoubtedTimes.note(now, group.database)
      }
    }
    return try await renewOvertaken(now: now)
  }

  /// Says in the audit log that the clock was set: entries keep their order, whatever their times.
  private func noteClock(now: Date, leap: Double?) async throws {
    var seconds = leap ?? 0
    if leap == nil {
      let last = try await pool.read {
        try Int64.fetchOne($0, sql: "SELECT time FROM audit ORDER BY number DESC LIMIT 1")
      }
      seconds = last.map { min(0, Double(now.microseconds) - Double($0)) / 1e6 } ?? 0
    }
    guard abs(seconds) > ClockTolerance.seconds else { return }
    let moved = Int64(seconds.rounded())
    try await committing { database in
      try AuditLog.append(
        .clockSet, "clock", ["seconds": .init(moved)], by: .centre, at: now, database)
    }
  }
}
