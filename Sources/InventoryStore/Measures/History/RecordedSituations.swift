public import Foundation
import GRDB
public import Prioritization

/// A commune at a moment, according to the history.
public struct RecordedCommune: Sendable {
  public let situation: CommuneSituation
  public let machines: MachineCounts

  /// The machines of a commune by reporting state.
  public struct MachineCounts: Sendable, Equatable {
    public var reporting, late, silent, waiting, quarantined: Int

    public init(reporting: Int, late: Int, silent: Int, waiting: Int, quarantined: Int) {
      (self.reporting, self.late, self.silent) = (reporting, late, silent)
      (self.waiting, self.quarantined) = (waiting, quarantined)
    }
  }
}

extension InventoryStore.Situations {
  /// Since when changes have been recorded; nil if none are yet.
  public func recordedSince() async throws -> Date? {
    try await store.pool.read { try MeasureHistory.since($0) }
  }

  /// Every commune of the register, or of a province, according to the history: the values as they
  /// were shown, read without looking at any report. The register's own figures are today's. While
  /// a commune reports, its last report counts as of the moment, which makes it younger by at most
  /// the days that the policy calls fresh.
  ///
  /// - Returns: by code; nil if nothing was recorded yet at that moment.
  /// - Throws: ``InventoryError`` with `provinceUnknown`.
  public func recorded(
    policy: Policy, province: String? = nil, within scope: Scope, at moment: Date
  ) async throws -> [RecordedCommune]? {
    try await store.pool.read { database in
      try Self.recorded(policy: policy, province, scope, at: moment, database)
    }
  }

  /// Does the same as ``recorded(policy:province:within:at:)``, but blocks the calling thread, for
  /// a tenth of a second if it reads the whole country.
  public func recordedBlocking(
    policy: Policy, province: String? = nil, within scope: Scope, at moment: Date
  ) throws -> [RecordedCommune]? {
    try store.pool.read { database in
      try Self.recorded(policy: policy, province, scope, at: moment, database)
    }
  }

  static func recorded(
    policy: Policy, _ province: String?, _ scope: Scope, at moment: Date, _ database: Database
  ) throws -> [RecordedCommune]? {
    let moment = try MeasureHistoryFull.moment(for: moment, database)
    guard let since = try MeasureHistory.since(database), since <= moment else { return nil }
    try scope.requireProvince(province, database)
    let selection = CommuneSelection(province: province, scope: scope)
    let slots = policy.criteria.map { criterion in
      criterion.measure.flatMap { measure in
        policy.criteria.firstIndex { $0.measure == measure }
      }
    }
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT c.code, c.name, c.kind, c.province, p.name AS provinceName, c.remote, c.border,
          c.island, c.officials, c.dossiersPerMonth, c.latitude, c.longitude, c.simulated,
          r.machines, r.simulatedMachines, r.computersThere, NULL AS holdUntil,
          CASE WHEN r.freshMachines > 0
            THEN min(:moment, coalesce(r.reportUntil, n.lastReportAt, r.reportFrom))
            ELSE r.reportFrom END AS lastReportAt,
          r.freshMachines, r.ageingMachines, r.silentMachines, r.waitingMachines, r.heldMachines
        FROM commune c JOIN province p ON p.code = c.province
        LEFT JOIN commune_reporting_past r ON r.commune = c.code AND r.fromAt = (
          SELECT max(fromAt) FROM commune_reporting_past
          WHERE commune = c.code AND fromAt <= :moment)
          AND (r.untilAt IS NULL OR r.untilAt > :moment)
        LEFT JOIN commune_reporting n ON n.commune = c.code
        WHERE \(selection.named) ORDER BY c.code
        """, arguments: ["moment": Instant(moment)] + selection.namedArguments)
    var registers: [(row: RegisterRow, machines: RecordedCommune.MachineCounts)] = []
    var reports: [String: Date] = [:]
    while let row = try rows.next() {
      let register = RegisterRow(row: row)
      reports[register.code] = register.lastReportAt
      registers.append(
        (
          register,
          .init(
            reporting: row["freshMachines"] ?? 0, late: row["ageingMachines"] ?? 0,
            silent: row["silentMachines"] ?? 0, waiting: row["waitingMachines"] ?? 0,
            quarantined: row["heldMachines"] ?? 0)
        ))
    }
    let measures = try measures(policy, of: selection, at: moment, reports, database)
    return registers.map { register, machines in
      RecordedCommune(
        situation: CommuneSituation(
          register, computed: nil, measures: measures.measures(of: register.code), attested: [],
          slots: slots, policy: policy, now: moment),
        machines: machines)
    }
  }

  private static func measures(
    _ policy: Policy, of selection: CommuneSelection, at moment: Date, _ reports: [String: Date],
    _ database: Database
  ) throws -> SituationMeasures {
    var criteria: [Int: Int] = [:]
    for (index, criterion) in policy.criteria.enumerated() {
      guard let name = criterion.measure.flatMap(Measures.Name.init) else { continue }
      let number = MeasureHistory.number(name)
      criteria[number] = criteria[number] ?? index
    }
    guard !criteria.isEmpty else { return SituationMeasures() }
    let numbers = criteria.keys.sorted().map { "(\($0))" }.joined(separator: ", ")
    let rows = try Row.fetchCursor(
      database,
      sql: """
        WITH wanted (number) AS (VALUES \(numbers))
        SELECT m.commune, m.measure, m.low, m.high, m.observedAt, m.fromAt
        FROM commune c CROSS JOIN wanted w CROSS JOIN commune_measure_past m
          ON m.commune = c.code AND m.measure = w.number AND m.fromAt = (
            SELECT max(fromAt) FROM commune_measure_past
            WHERE commune = c.code AND measure = w.number AND fromAt <= :moment)
        WHERE \(selection.named) AND (m.untilAt IS NULL OR m.untilAt > :moment)
        ORDER BY c.code
        """, arguments: ["moment": Instant(moment)] + selection.namedArguments)
    var table = SituationMeasures()
    var (commune, entries) = ("", [SituationMeasures.Entry]())
    while let row = try rows.next() {
      let code: String = row["commune"]
      if code != commune {
        table.put(entries, of: commune)
        (commune, entries) = (code, [])
      }
      let from: Int64 = row["fromAt"]
      entries.append(
        .init(
          criterion: criteria[row["measure"]] ?? 0, low: row["low"], high: row["high"],
          observedAt: row["observedAt"] ?? reports[code]?.microseconds ?? from))
    }
    table.put(entries, of: commune)
    return table
  }
}
