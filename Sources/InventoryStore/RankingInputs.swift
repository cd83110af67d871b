public import Foundation
import GRDB
public import Prioritization

/// A commune with all that a ranking needs of it.
public struct CommuneSituation: Sendable {
  public var code: String
  public var name: String
  public var kind: String
  public var provinceCode: String
  public var provinceName: String
  public var machines: Int
  /// Whether any figure comes from a simulated machine or was invented for a demonstration.
  public var simulated: Bool
  public var lastReportAt: Date?
  public var reporting: ReportingState
  public var measures: CommuneMeasures
  /// Low and high value by criterion, in the policy's order; nil where unknown.
  public var values: [ClosedRange<Double>?]
  /// When the values were observed, by criterion.
  public var observedAt: [Date?]
}

extension InventoryStore {
  /// Every commune of the register, or of a province, with what is known of it at `now`.
  ///
  /// - Parameter scope: outside of it there is nothing.
  /// - Throws: ``InventoryError`` with `provinceUnknown`.
  public func situations(
    policy: Policy, province: String? = nil, within scope: Scope = .country, now: Date
  ) async throws -> [CommuneSituation] {
    try await pool.read { [rules] database in
      try Self.situations(
        policy: policy, province: province, within: scope, now: now, madeBy: rules, database)
    }
  }

  /// - Parameter rules: those that made the measures of the file.
  static func situations(
    policy: Policy, province: String?, within scope: Scope = .country, now: Date,
    madeBy rules: MeasureRules, _ database: Database
  ) throws -> [CommuneSituation] {
    try Self.requireProvince(province, within: scope, database)
    let inScope = scope.condition("c")
    let wanted = MeasureRules(policy)
    // Several criteria may judge one measure.
    let slots = policy.criteria.map { criterion in
      criterion.measure.flatMap { measure in
        policy.criteria.firstIndex { $0.measure == measure }
      }
    }
    let rows =
      wanted == rules
      ? try MeasureTable.stored(policy, within: scope, rules: rules, now: now, database)
      : try MeasureTable.made(policy, within: scope, rules: wanted, now: now, database)
    return try Row.fetchCursor(
      database,
      sql: """
        SELECT c.code, c.name, c.kind, c.province, p.name, c.remote, c.border, c.island,
          c.dossiersPerMonth, c.simulated, r.machines, r.simulatedMachines, r.lastReportAt,
          c.officials
        FROM commune c JOIN province p ON p.code = c.province
        LEFT JOIN commune_reporting r ON r.commune = c.code
        WHERE \(inScope.sql) AND (? IS NULL OR c.province = ?) ORDER BY c.code
        """, arguments: StatementArguments(inScope.arguments) + [province, province]
    ).reduce(into: []) { situations, row in
      situations.append(
        CommuneSituation(
          row, measures: rows.measures(of: row[0]), slots: slots, policy: policy, now: now))
    }
  }
}

extension CommuneSituation {
  fileprivate init(
    _ row: Row, measures known: ArraySlice<MeasureTable.Entry>, slots: [Int?], policy: Policy,
    now: Date
  ) {
    let machines = row[10] as Int? ?? 0
    let lastReportAt = (row[12] as Int64?).map { Date(microseconds: $0) }
    let days = lastReportAt.map { now.timeIntervalSince($0) / 86_400 }
    let reporting = policy.reporting.state(enrolled: machines > 0, daysSinceLastReport: days)
    var observations: [Observation] = []
    var values: [ClosedRange<Double>?] = []
    var observedAt: [Date?] = []
    for index in policy.criteria.indices {
      guard let entry = known.first(where: { $0.criterion == slots[index] }) else {
        observations.append(.unknown)
        values.append(nil)
        observedAt.append(nil)
        continue
      }
      // Whole days: what came last night is not yet uncertain.
      let age = Double(max(0, now.microseconds - entry.observedAt) / 86_400_000_000)
      observations.append(.known(low: entry.low, high: entry.high, ageDays: age))
      values.append(entry.low...entry.high)
      observedAt.append(Date(microseconds: entry.observedAt))
    }
    self.init(
      code: row[0], name: row[1], kind: row[2], provinceCode: row[3], provinceName: row[4],
      machines: machines,
      simulated: (row[9] as Bool) || (row[11] as Int? ?? 0) > 0, lastReportAt: lastReportAt,
      reporting: reporting,
      measures: CommuneMeasures(
        code: row[0], observations: observations,
        context: policy.context.map { Self.context($0.id, row) },
        needs: policy.criteria.map { Self.need($0, machines: machines, policy, row) }),
      values: values, observedAt: observedAt)
  }

  /// How many units of what can be bought lie between floor and standard; nil where that is the
  /// distance between them.
  private static func need(
    _ criterion: Criterion, machines: Int, _ policy: Policy, _ row: Row
  ) -> Double? {
    guard let measure = criterion.measure.flatMap(Measures.Name.init) else { return nil }
    let distance = abs(criterion.standard - criterion.floor)
    switch measure {
    case .computersPerOfficial: return (row[13] as Int?).map { Double($0) * distance }
    case .oldComputersShare, .reportingCoverage:
      return machines > 0 ? Double(machines) * distance : nil
    case .usableServicesShare: return Double(policy.services.required.count) * distance
    case .scanners, .lineBitsPerSecond, .digitalSignatures: return nil
    }
  }

  /// The raw value of a context, or nil where the register does not know.
  private static func context(_ id: String, _ row: Row) -> Double? {
    func flag(_ index: Int) -> Double? { (row[index] as Bool?).map { $0 ? 1 : 0 } }
    switch id {
    case "remote": return flag(5)
    case "border": return flag(6)
    case "island": return flag(7)
    case "borderOrIsland":
      let flags = [flag(6), flag(7)]
      return flags.contains(1) ? 1 : flags.contains(nil) ? nil : 0
    case "workload": return (row[8] as Int?).map(Double.init)
    default: return nil
    }
  }
}

/// The measures of all communes, by commune: one row of entries after another.
private struct MeasureTable {
  struct Entry {
    /// The place in the policy of the first criterion with this measure.
    var criterion: Int
    var low: Double
    var high: Double
    var observedAt: Int64
  }

  private var entries: [Entry] = []
  private var places: [String: Range<Int>] = [:]

  func measures(of commune: String) -> ArraySlice<Entry> { entries[places[commune] ?? 0..<0] }

  private static func condition(_ scope: Scope) -> (sql: String, arguments: [String]) {
    if case .commune(let code) = scope { ("m.commune = ?", [code]) } else { ("1", []) }
  }

  /// SQLite finds the criterion of a measure, so that no name is made 13,000 times.
  static func stored(
    _ policy: Policy, within scope: Scope, rules: MeasureRules, now: Date, _ database: Database
  ) throws -> MeasureTable {
    let measured = policy.criteria.enumerated().filter { $1.measure != nil }
    guard !measured.isEmpty else { return MeasureTable() }
    // One commune's page must not read the country's rows.
    let only = Self.condition(scope)
    let cases = measured.map { "WHEN ? THEN \($0.offset)" }.joined(separator: " ")
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT commune, CASE measure \(cases) END AS criterion, low, high, observedAt
        FROM commune_measure m WHERE criterion IS NOT NULL AND \(only.sql) ORDER BY commune
        """,
      arguments: StatementArguments(measured.map(\.element.measure))
        + StatementArguments(only.arguments))
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
    let overtaken = try String.fetchAll(
      database,
      sql: "SELECT commune FROM commune_reporting m WHERE holdUntil <= ? AND \(only.sql)",
      arguments: [now.microseconds] + StatementArguments(only.arguments))
    for commune in overtaken {
      try table.make(commune, policy, rules: rules, now: now, database)
    }
    return table
  }

  /// Under rules that the file's measures were not made with.
  static func made(
    _ policy: Policy, within scope: Scope, rules: MeasureRules, now: Date, _ database: Database
  ) throws -> MeasureTable {
    var table = MeasureTable()
    let communes: [String] =
      if case .commune(let code) = scope { [code] } else { try Measures.communes(database) }
    for commune in communes {
      try table.make(commune, policy, rules: rules, now: now, database)
    }
    return table
  }

  private mutating func make(
    _ commune: String, _ policy: Policy, rules: MeasureRules, now: Date, _ database: Database
  ) throws {
    let measures = try Measures.read(commune: commune, rules: rules, now: now, database)
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
  }
}
