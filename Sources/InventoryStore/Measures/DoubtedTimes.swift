public import Foundation
import GRDB

/// Times of last reports that a clock wrong by days wrote. They are not trusted, even once the
/// clock has passed them.
///
/// Which clock was wrong becomes clear only later. A doubt therefore ends with the machine's next
/// report, or when the clock is set past the time in question, which shows that the clock had been
/// behind when the doubt began. A time that the running clock merely reaches stays doubted.
enum DoubtedTimes {
  /// Marks times of one commune that are more than a day ahead.
  static func mark(commune: String, now: Date, _ database: Database) throws {
    guard now.isPlausible else { return }
    try database.cachedStatement(
      sql: """
        UPDATE machine SET reportTimeDoubtedAt = ?
        WHERE commune = ? AND lastReportAt > ? AND reportTimeDoubtedAt IS NULL
        """
    ).execute(arguments: [Instant(now), commune, now.latestTolerable])
    if database.changesCount > 0 { try note(now, database) }
  }

  /// Whether any time is doubted.
  static func exist(_ database: Database) throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: "SELECT EXISTS (SELECT 1 FROM machine WHERE reportTimeDoubtedAt IS NOT NULL)") ?? false
  }

  /// Ends doubts about times that the clock was set past since the last check.
  ///
  /// - Returns: the communes concerned.
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

  /// The time of the last check, in microseconds since 1970.
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

extension InventoryStore.Upkeep {
  /// Checks the clock and renews what a wrong clock wrote; called at start and every minute.
  ///
  /// - Parameter leap: seconds by which the clock was set since the last check, negative if it was
  ///   set back; nil if unknown, as at start.
  /// - Returns: number of communes renewed.
  @discardableResult
  public func keepTime(now: Date, leap: Double?) async throws -> Int {
    try await noteClock(now: now, leap: leap)
    if now.isPlausible, try await store.pool.read(DoubtedTimes.exist) {
      try await store.write { group in
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

  /// Records in the audit log that the clock was set; entries keep their order, whatever their
  /// times.
  private func noteClock(now: Date, leap: Double?) async throws {
    var seconds = leap ?? 0
    if leap == nil {
      let last = try await store.pool.read {
        try Int64.fetchOne($0, sql: "SELECT time FROM audit ORDER BY number DESC LIMIT 1")
      }
      seconds = last.map { min(0, Double(now.microseconds) - Double($0)) / 1e6 } ?? 0
    }
    guard abs(seconds) > ClockTolerance.seconds else { return }
    let moved = Int64(seconds.rounded())
    try await store.write { group in
      try AuditLog.append(
        .clockSet, "clock", [.seconds: .init(moved)], by: .centre, at: now, group.database)
    }
  }

  /// Maximum number of communes renewed in one transaction, since reports wait behind it.
  private static let renewedAtOnce = 50

  /// Renews stored measures that have expired by time alone, such as those of a commune that became
  /// silent, so that readers need not compute them each time; and those that a wrong clock wrote.
  ///
  /// Under an implausible clock nothing is written; readers then treat the affected values as
  /// unknown.
  ///
  /// - Returns: number of communes renewed.
  @discardableResult
  public func renewOvertaken(now: Date) async throws -> Int {
    guard now.isPlausible else { return 0 }
    let codes = try await store.pool.read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT commune FROM commune_reporting r WHERE \(CoverageCounts.isOvertaken)
          ORDER BY holdUntil
          """, arguments: CoverageCounts.overtaken(at: now))
    }
    try await store.writeInParts(of: Self.renewedAtOnce, codes) { code, group in
      try DoubtedTimes.mark(commune: code, now: now, group.database)
      group.touch(commune: code, at: now, measuresMayDiffer: true, isByTime: true)
    }
    return codes.count
  }
}
