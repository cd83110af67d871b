import Foundation
import GRDB

/// The history of measures and reporting: a row for each period in which a value holds
/// (`commune_measure_past`, `commune_reporting_past`).
enum MeasureHistory {
  private static let setting = "measureHistorySince"
  /// Maximum number of turns renewed at once for one commune: more have passed only after a long
  /// standstill, when nobody saw them.
  private static let maximumTurns = 60

  /// The number of a measure in the history; it must never change.
  static func number(_ name: Measures.Name) -> Int {
    switch name {
    case .computersPerOfficial: 1
    case .oldComputersShare: 2
    case .scanners: 3
    case .reportingCoverage: 4
    case .lineBitsPerSecond: 5
    case .usableServicesShare: 6
    case .digitalSignatures: 7
    case .adequateComputersPerOfficial: 8
    case .supportedSystemsShare: 9
    }
  }

  /// Records the start of the history, unless it has begun already.
  static func begin(at now: Date, _ database: Database) throws {
    try database.execute(
      sql: "INSERT OR IGNORE INTO setting (name, value) VALUES (?, ?)",
      arguments: [setting, String(now.microseconds)])
  }

  /// When the history began; nil if there is none.
  static func since(_ database: Database) throws -> Date? {
    try String.fetchOne(
      database.cachedStatement(sql: "SELECT value FROM setting WHERE name = ?"),
      arguments: [setting]
    ).flatMap { Int64($0) }.map { Date(microseconds: $0) }
  }

  /// Renews a commune's measures for each turn since the stored ones expired, so that the history
  /// has each change that time alone made at its own moment.
  static func turn(
    commune: String, before now: Date, rules: MeasureRules, _ database: Database
  ) throws {
    // A report since then would be recorded as if it had come before.
    guard
      var turn = try Int64.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT holdUntil FROM commune_reporting
            WHERE commune = ? AND madeAt <= ? AND NOT EXISTS (
              SELECT 1 FROM machine WHERE commune = ? AND lastReportAt > holdUntil)
            """), arguments: [commune, now.microseconds, commune])
    else { return }
    for _ in 0..<maximumTurns where turn < now.microseconds {
      // At the exact moment, the change has not taken effect yet.
      let moment = Date(microseconds: turn + 1)
      guard moment < now else { return }
      let next = try Measures.renew(
        commune: commune, rules: rules, now: moment, database
      ).holdUntil.microseconds
      guard next > turn else { return }
      turn = next
    }
  }

  /// A row that has not ended.
  private struct Open {
    var from: Int64
    var value: Measures.Value
  }

  /// Rows that have not ended, by the measure's number.
  private static func open(commune: String, _ database: Database) throws -> [Int: Open] {
    var rows = try BoundStatement(
      """
      SELECT measure, fromAt, low, high, observedAt FROM commune_measure_past
      WHERE commune = ? AND untilAt IS NULL
      """, database)
    rows.bind(commune)
    var open: [Int: Open] = [:]
    try rows.forEach { columns in
      let measure: Int = columns.next()
      open[measure] = Open(
        from: columns.next(),
        value: .init(low: columns.next(), high: columns.next(), observedAt: columns.next()))
    }
    return open
  }

  /// Ends the rows of measures whose value has changed, and begins new ones.
  static func record(
    _ measures: Measures, commune: String, now: Date, _ database: Database
  ) throws {
    let open = try open(commune: commune, database)
    var begin = try BoundStatement(
      """
      INSERT OR REPLACE INTO commune_measure_past
        (commune, measure, fromAt, untilAt, low, high, observedAt)
      VALUES (?, ?, ?, NULL, ?, ?, ?)
      """, database)
    for name in Measures.Name.allCases {
      let number = number(name)
      let value = measures.values[name]
      if let known = open[number] {
        if let value, known.from <= now.microseconds, known.value == value { continue }
        try end(
          "commune_measure_past", "commune = ? AND measure = ?", [commune, number],
          from: known.from, now, database)
      }
      guard let value else { continue }
      begin.bind(commune)
      begin.bind(number)
      begin.bind(now)
      begin.bind(value.low)
      begin.bind(value.high)
      begin.bind(value.observedAt)
      try begin.run()
    }
  }

  /// Does the same as ``record(_:commune:now:_:)`` for the present row of `commune_reporting`.
  ///
  /// - Parameter report: the last report before the change, in microseconds since 1970; nil if
  ///   unknown.
  static func recordReporting(
    commune: String, report: Int64?, now: Date, _ database: Database
  ) throws {
    let present = try Row.fetchOne(
      database.cachedStatement(
        sql: "SELECT \(counts), lastReportAt FROM commune_reporting WHERE commune = ?"),
      arguments: [commune])
    guard let present else { return }
    let open = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT \(counts), fromAt FROM commune_reporting_past
          WHERE commune = ? AND untilAt IS NULL
          """), arguments: [commune])
    if let open {
      let from: Int64 = open["fromAt"]
      if from <= now.microseconds,
        open.databaseValues.dropLast() == present.databaseValues.dropLast()
      {
        return
      }
      try database.cachedStatement(
        sql: """
          UPDATE commune_reporting_past SET reportUntil = ? WHERE commune = ? AND untilAt IS NULL
          """
      ).execute(arguments: [report, commune])
      try end("commune_reporting_past", "commune = ?", [commune], from: from, now, database)
    }
    try database.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO commune_reporting_past (commune, fromAt, untilAt, \(counts),
          reportFrom, reportUntil)
        SELECT commune, ?, NULL, \(counts), lastReportAt, NULL FROM commune_reporting
        WHERE commune = ?
        """
    ).execute(arguments: [Instant(now), commune])
  }

  /// The columns of `commune_reporting` whose change begins another row.
  static let counts = """
    machines, simulatedMachines, computersThere, freshMachines, ageingMachines, silentMachines,
    waitingMachines, heldMachines
    """

  /// Ends a row. One that began later than now was written under a wrong clock and is deleted.
  private static func end(
    _ table: String, _ condition: String, _ key: StatementArguments, from: Int64, _ now: Date,
    _ database: Database
  ) throws {
    guard from < now.microseconds else {
      return try database.cachedStatement(
        sql: "DELETE FROM \(table) WHERE \(condition) AND untilAt IS NULL"
      ).execute(arguments: key)
    }
    try database.cachedStatement(
      sql: "UPDATE \(table) SET untilAt = ? WHERE \(condition) AND untilAt IS NULL"
    ).execute(arguments: [Instant(now)] + key)
  }
}
