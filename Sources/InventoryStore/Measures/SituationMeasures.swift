import Foundation
import GRDB
import Prioritization

/// The measures of a selection of communes, all entries in one array, sliced by commune.
struct SituationMeasures {
  struct Entry {
    /// Index in the policy of the first criterion with this measure.
    var criterion: Int
    var low: Double
    var high: Double
    var observedAt: Int64
  }

  /// The columns of the query for stored measures, read by position, since it returns 13,000 rows.
  private enum Column: Int { case commune, criterion, low, high, observedAt }

  private(set) var entries: [Entry] = []
  private(set) var places: [String: Range<Int>] = [:]
  /// Measures that were recomputed instead of read from the file, by commune.
  private(set) var computed: [String: Measures] = [:]
  /// Unconfirmed attestations of the commune's own officers.
  private(set) var attested: [String: [Entry]] = [:]

  func measures(of commune: String) -> ArraySlice<Entry> { entries[places[commune] ?? 0..<0] }

  /// Reads stored measures. SQLite maps each measure to its criterion, which saves creating 13,000
  /// strings.
  static func stored(
    _ policy: Policy, of selection: CommuneSelection, rules: MeasureRules, now: Date,
    remembering memory: OvertakenMeasures, _ database: Database
  ) throws -> SituationMeasures {
    let measured = policy.criteria.enumerated().filter { $1.measure != nil }
    guard !measured.isEmpty else { return SituationMeasures() }
    let cases = measured.map { "WHEN ? THEN \($0.offset)" }.joined(separator: " ")
    // The whole country is read in the order of the table, a part of it commune by commune.
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
    var table = SituationMeasures()
    var commune = ""
    var start = 0
    while let row = try rows.next() {
      let code: String = row[Column.commune.rawValue]
      if code != commune {
        table.places[commune] = start..<table.entries.count
        (commune, start) = (code, table.entries.count)
      }
      table.entries.append(
        Entry(
          criterion: row[Column.criterion.rawValue], low: row[Column.low.rawValue],
          high: row[Column.high.rawValue], observedAt: row[Column.observedAt.rawValue]))
    }
    table.places[commune] = start..<table.entries.count
    let words = try Row.fetchCursor(
      database,
      sql: """
        SELECT m.commune, CASE m.measure \(cases) END AS criterion, m.low, m.high
        FROM commune_attested_measure m JOIN commune c ON c.code = m.commune
        WHERE \(selection.sql) AND criterion IS NOT NULL
        """,
      arguments: StatementArguments(measured.map(\.element.measure)) + selection.arguments)
    while let row = try words.next() {
      table.attested[row["commune"], default: []].append(
        Entry(criterion: row["criterion"], low: row["low"], high: row["high"], observedAt: 0))
    }
    // Without reports, which renew measures, time alone has changed these.
    let overtaken = try Row.fetchAll(
      database,
      sql: """
        SELECT r.commune, r.holdUntil, r.madeAt, r.revision
        FROM commune_reporting r JOIN commune c ON c.code = r.commune
        WHERE \(CoverageCounts.isOvertaken) AND \(selection.sql)
        """, arguments: CoverageCounts.overtaken(at: now) + selection.arguments)
    for row in overtaken {
      let commune: String = row["commune"]
      let version = OvertakenMeasures.Version(
        holdUntil: row["holdUntil"], madeAt: row["madeAt"], revision: row["revision"])
      let measures = try memory.measures(of: commune, version: version, rules: rules, now: now) {
        try Measures.read(commune: commune, rules: rules, now: now, database)
      }
      table.put(measures, of: commune, policy, now: now)
    }
    return table
  }

  /// Computes measures under rules other than those of the stored ones.
  static func computed(
    _ policy: Policy, of selection: CommuneSelection, rules: MeasureRules, now: Date,
    _ database: Database
  ) throws -> SituationMeasures {
    var table = SituationMeasures()
    let communes = try String.fetchAll(
      database,
      sql: """
        SELECT c.code FROM commune c
        WHERE \(selection.sql)
          AND (EXISTS (SELECT 1 FROM machine m WHERE m.commune = c.code)
            OR EXISTS (SELECT 1 FROM commune_attestation a WHERE a.commune = c.code)
            OR EXISTS (SELECT 1 FROM check_result r WHERE r.commune = c.code)
            OR EXISTS (SELECT 1 FROM commune_visit v WHERE v.commune = c.code))
        """, arguments: selection.arguments)
    for commune in communes {
      table.put(
        try Measures.read(commune: commune, rules: rules, now: now, database), of: commune, policy,
        now: now)
    }
    return table
  }

  /// Adds all that the history has about a commune; once per commune.
  mutating func put(_ recorded: [Entry], of commune: String) {
    places[commune] = entries.count..<(entries.count + recorded.count)
    entries += recorded
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
    attested[commune] = policy.criteria.enumerated().compactMap { index, criterion in
      criterion.measure.flatMap(Measures.Name.init).flatMap { measures.attested[$0] }.map {
        Entry(criterion: index, low: $0.low, high: $0.high, observedAt: 0)
      }
    }
    computed[commune] = measures
  }
}
