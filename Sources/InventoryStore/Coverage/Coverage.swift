public import Foundation
import GRDB
public import Prioritization

extension InventoryStore {
  /// Who reports, of every commune of the register or of a province, by code.
  ///
  /// Reads one row a commune, and the machines of those alone that time has overtaken.
  ///
  /// - Parameters:
  ///   - policy: says how many computers an official should have.
  ///   - current: the version that agents should have; older ones are counted.
  /// - Throws: ``InventoryError`` with `provinceUnknown`.
  public func coverage(
    policy: Policy, currentAgent current: String, province: String? = nil,
    within scope: Scope = .country, now: Date
  ) async throws -> [CommuneCoverage] {
    let basis = CoverageBasis(policy, currentAgent: current)
    return try await pool.read { [rules, coverageMemory] database in
      if province == nil, scope == .country {
        return try coverageMemory.all(by: basis, now: now, database) { selection in
          var reader = CoverageReader(basis, rules: rules, now: now)
          return try reader.read(selection, database)
        }
      }
      try Self.requireProvince(province, within: scope, database)
      var reader = CoverageReader(basis, rules: rules, now: now)
      return try reader.read(CommuneSelection(province: province, scope: scope), database)
        .map(\.value)
    }
  }
}

/// What coverage depends on besides the inventory.
struct CoverageBasis: Equatable, Sendable {
  /// Computers that an official should have; nil where the policy does not say.
  let perOfficial: Double?
  let currentAgent: String

  init(_ policy: Policy, currentAgent: String) {
    perOfficial =
      policy.criteria.first { $0.measure == Measures.Name.computersPerOfficial.rawValue }?
      .standard
    self.currentAgent = currentAgent
  }
}

/// Makes coverages of rows, and what many rows share once.
private struct CoverageReader {
  let limits: ReportingLimits
  let perOfficial: Double?
  let current: AgentVersion
  let rules: MeasureRules
  let now: Date
  private var oldAgents: [String: Int] = [:]

  init(_ basis: CoverageBasis, rules: MeasureRules, now: Date) {
    limits = ReportingLimits(freshDays: rules.freshDays, silentDays: rules.silentDays)
    perOfficial = basis.perOfficial
    current = AgentVersion(basis.currentAgent)
    self.rules = rules
    self.now = now
  }

  mutating func read(
    _ selection: CommuneSelection, _ database: Database
  ) throws -> CommuneMemory<CoverageBasis, CommuneCoverage>.Made {
    let moments = StatementArguments(CoverageCounts.moments(rules, now: now))
    // CROSS JOIN keeps SQLite from asking every machine first whether its commune is overtaken.
    let rows = try Row.fetchCursor(
      database,
      sql: """
        WITH overtaken AS MATERIALIZED (
          SELECT r.commune, \(CoverageCounts.states),
            max(m.lastReportAt) FILTER (WHERE \(CoverageCounts.isKnown)) AS lastReportAt
          FROM commune_reporting r
          CROSS JOIN machine m ON m.commune = r.commune
          WHERE r.commune IN (SELECT c.code FROM commune c WHERE \(selection.sql))
            AND \(CoverageCounts.isOvertaken) AND m.state <> 'retired'
          GROUP BY r.commune)
        SELECT c.code, c.name, c.kind, c.province, p.name, c.officials,
          c.simulated OR coalesce(r.simulatedMachines, 0) > 0, coalesce(r.machines, 0),
          coalesce(o.freshMachines, r.freshMachines, 0),
          coalesce(o.ageingMachines, r.ageingMachines, 0),
          coalesce(o.silentMachines, r.silentMachines, 0), coalesce(r.waitingMachines, 0),
          coalesce(r.heldMachines, 0), coalesce(r.wrongClocks, 0), coalesce(r.lateMachines, 0),
          coalesce(r.droppingMachines, 0), r.agentVersions,
          CASE WHEN o.commune IS NULL THEN r.lastReportAt ELSE o.lastReportAt END,
          CASE WHEN o.commune IS NULL THEN r.holdUntil ELSE 0 END,
          coalesce(r.oversizedMachines, 0)
        FROM commune c JOIN province p ON p.code = c.province
        LEFT JOIN commune_reporting r ON r.commune = c.code
        LEFT JOIN overtaken o ON o.commune = c.code
        WHERE \(selection.sql) ORDER BY c.code
        """,
      arguments: moments + selection.arguments + CoverageCounts.overtaken(at: now)
        + selection.arguments)
    var all: CommuneMemory<CoverageBasis, CommuneCoverage>.Made = []
    while let row = try rows.next() {
      let coverage = coverage(row)
      let countsHold = (row[18] as Int64?).map { Date(microseconds: $0) } ?? .distantFuture
      all.append(
        (
          coverage.code, coverage,
          min(countsHold, limits.turn(lastReportAt: coverage.lastReportAt, after: now))
        ))
    }
    return all
  }

  private mutating func coverage(_ row: Row) -> CommuneCoverage {
    let machines: Int = row[7]
    let lastReportAt = (row[17] as Int64?).map { Date(microseconds: $0) }
    return CommuneCoverage(
      code: row[0], name: row[1], kind: row[2], provinceCode: row[3], provinceName: row[4],
      simulated: row[6], expected: expected(officials: row[5]), machines: machines,
      fresh: row[8], ageing: row[9], silent: row[10], waiting: row[11], held: row[12],
      wrongClocks: row[13], oldAgents: oldAgents(row[16]), late: row[14], dropping: row[15],
      oversized: row[19],
      lastReportAt: lastReportAt,
      reporting: limits.state(
        enrolled: machines > 0,
        daysSinceLastReport: now.days(sinceKnown: lastReportAt)))
  }

  private func expected(officials: Int?) -> Int? {
    guard let officials, let perOfficial else { return nil }
    return Int((Double(officials) * perOfficial).rounded(.up))
  }

  /// - Parameter versions: how many machines have which, as JSON.
  private mutating func oldAgents(_ versions: String?) -> Int {
    guard let versions else { return 0 }
    if let known = oldAgents[versions] { return known }
    let counts = (try? JSONDecoder().decode([String: Int].self, from: Data(versions.utf8))) ?? [:]
    let old = counts.reduce(0) { $0 + (AgentVersion($1.key) < current ? $1.value : 0) }
    oldAgents[versions] = old
    return old
  }
}
