import Foundation
import GRDB
import Prioritization

/// The measures of the communes of a selection, by commune: one row of entries after another.
struct MeasureTable {
  struct Entry {
    /// The place in the policy of the first criterion with this measure.
    var criterion: Int
    var low: Double
    var high: Double
    var observedAt: Int64
  }

  private var entries: [Entry] = []
  private var places: [String: Range<Int>] = [:]
  /// What is not as the file has it, by commune.
  private(set) var made: [String: Measures] = [:]

  func measures(of commune: String) -> ArraySlice<Entry> { entries[places[commune] ?? 0..<0] }

  /// SQLite finds the criterion of a measure, so that no name is made 13,000 times.
  static func stored(
    _ policy: Policy, of selection: CommuneSelection, rules: MeasureRules, now: Date,
    remembering memory: OvertakenMeasures, _ database: Database
  ) throws -> MeasureTable {
    let measured = policy.criteria.enumerated().filter { $1.measure != nil }
    guard !measured.isEmpty else { return MeasureTable() }
    let cases = measured.map { "WHEN ? THEN \($0.offset)" }.joined(separator: " ")
    // Of the whole country in the order of the table; of less by the communes that are meant.
    let source =
      selection.isEverything
      ? "commune_measure m" : "commune c JOIN commune_measure m ON m.commune = c.code"
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT m.commune, CASE m.measure \(cases) END AS criterion, m.low, m.high, m.observedAt
        FROM \(source) WHERE \(selection.sql) AND criterion IS NOT NULL ORDER BY m.commune
        """,
      arguments: StatementArguments(measured.map(\.element.measure)) + selection.arguments)
    var table = MeasureTable()
    var commune = ""
    var start = 0
    while let row = try rows.next() {
      let code: String = row[0]
      if code != commune {
        table.places[commune] = start..<table.entries.count
        (commune, start) = (code, table.entries.count)
      }
      table.entries.append(
        Entry(criterion: row[1], low: row[2], high: row[3], observedAt: row[4]))
    }
    table.places[commune] = start..<table.entries.count
    // Reports renew measures; where none came, time alone has changed these.
    let overtaken = try Row.fetchAll(
      database,
      sql: """
        SELECT r.commune, r.holdUntil, r.madeAt, r.revision
        FROM commune_reporting r JOIN commune c ON c.code = r.commune
        WHERE \(CoverageCounts.isOvertaken) AND \(selection.sql)
        """, arguments: CoverageCounts.overtaken(at: now) + selection.arguments)
    for row in overtaken {
      let commune: String = row[0]
      let version = OvertakenMeasures.Version(
        holdUntil: row[1], madeAt: row[2], revision: row[3])
      let measures = try memory.measures(of: commune, version: version, now: now) {
        try Measures.read(commune: commune, rules: rules, now: now, database)
      }
      table.put(measures, of: commune, policy, now: now)
    }
    return table
  }

  /// Under rules that the file's measures were not made with.
  static func made(
    _ policy: Policy, of selection: CommuneSelection, rules: MeasureRules, now: Date,
    _ database: Database
  ) throws -> MeasureTable {
    var table = MeasureTable()
    let communes = try String.fetchAll(
      database,
      sql: """
        SELECT c.code FROM commune c
        WHERE \(selection.sql)
          AND (EXISTS (SELECT 1 FROM machine m WHERE m.commune = c.code)
            OR EXISTS (SELECT 1 FROM commune_attestation a WHERE a.commune = c.code))
        """, arguments: selection.arguments)
    for commune in communes {
      table.put(
        try Measures.read(commune: commune, rules: rules, now: now, database), of: commune, policy,
        now: now)
    }
    return table
  }

  private mutating func put(
    _ measures: Measures, of commune: String, _ policy: Policy, now: Date
  ) {
    let start = entries.count
    for (index, criterion) in policy.criteria.enumerated() {
      guard
        let value = criterion.measure.flatMap(Measures.Name.init).flatMap({ measures.values[$0] })
      else { continue }
      entries.append(
        Entry(
          criterion: index, low: value.low, high: value.high,
          observedAt: value.observedAt ?? measures.observedAt ?? now.microseconds))
    }
    places[commune] = start..<entries.count
    made[commune] = measures
  }
}
