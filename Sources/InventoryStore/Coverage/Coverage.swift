public import Foundation
import GRDB
public import Prioritization

extension InventoryStore.Coverage {
  /// Coverage of every commune of the register or of a province, by code.
  ///
  /// Reads one row per commune, and machines only of communes whose stored counts have expired.
  ///
  /// - Parameters:
  ///   - policy: gives the number of computers per official.
  ///   - current: the version that agents should have; older ones are counted.
  /// - Throws: ``InventoryError`` with `provinceUnknown`.
  public func communes(
    policy: Policy, currentAgent current: String, province: String? = nil, within scope: Scope,
    now: Date
  ) async throws -> [CommuneCoverage] {
    let basis = CoverageBasis(policy, currentAgent: current)
    let (inForce, cache) = (store.rules, store.coverageCache)
    return try await store.pool.read { database in
      let rules = try MeasureRules.stored(database) ?? inForce
      try scope.requireProvince(province, database)
      let part = CommunePart(province: province, scope: scope)
      if part.isEverything || cache.holds(basis) {
        let all = try cache.all(by: basis, now: now, database) { selection in
          var reader = CoverageReader(basis, rules: rules, now: now)
          return try reader.read(selection, database)
        }
        return part.isEverything
          ? all : all.filter { part.contains($0.code, province: $0.provinceCode) }
      }
      var reader = CoverageReader(basis, rules: rules, now: now)
      return try reader.read(CommuneSelection(province: province, scope: scope), database)
        .map(\.value)
    }
  }
}

/// The inputs of coverage other than the inventory.
struct CoverageBasis: Equatable, Sendable {
  /// Computers per official; nil if the policy does not set it.
  let perOfficial: Double?
  let currentAgent: String

  init(_ policy: Policy, currentAgent: String) {
    perOfficial =
      policy.criteria.first {
        [Measures.Name.computersPerOfficial, .adequateComputersPerOfficial].map(\.rawValue)
          .contains($0.measure ?? "")
      }?.standard
    self.currentAgent = currentAgent
  }
}

/// Computes coverages from rows, and values that many rows share only once.
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
  ) throws -> CommuneCache<CoverageBasis, CommuneCoverage>.Made {
    let moments = StatementArguments(CoverageCounts.moments(rules, now: now))
    // CROSS JOIN keeps SQLite from starting with every machine of the table.
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
        SELECT c.code, c.name, c.kind, c.province, p.name AS provinceName, c.officials,
          c.simulated OR coalesce(r.simulatedMachines, 0) > 0 AS simulated,
          coalesce(r.machines, 0) AS machines,
          coalesce(o.freshMachines, r.freshMachines, 0) AS fresh,
          coalesce(o.ageingMachines, r.ageingMachines, 0) AS ageing,
          coalesce(o.silentMachines, r.silentMachines, 0) AS silent,
          coalesce(r.waitingMachines, 0) AS waiting, coalesce(r.heldMachines, 0) AS quarantined,
          coalesce(r.wrongClocks, 0) AS wrongClocks, coalesce(r.lateMachines, 0) AS late,
          coalesce(r.droppingMachines, 0) AS dropping, r.agentVersions,
          CASE WHEN o.commune IS NULL THEN r.lastReportAt ELSE o.lastReportAt END AS lastReportAt,
          CASE WHEN o.commune IS NULL THEN r.holdUntil ELSE 0 END AS holdUntil,
          coalesce(r.oversizedMachines, 0) AS oversized, coalesce(r.unseenMachines, 0) AS unseen
        FROM commune c JOIN province p ON p.code = c.province
        LEFT JOIN commune_reporting r ON r.commune = c.code
        LEFT JOIN overtaken o ON o.commune = c.code
        WHERE \(selection.sql) ORDER BY c.code
        """,
      arguments: moments + selection.arguments + CoverageCounts.overtaken(at: now)
        + selection.arguments)
    var all: CommuneCache<CoverageBasis, CommuneCoverage>.Made = []
    while let row = try rows.next() {
      let coverage = coverage(row)
      let countsHold = row.dateIfKnown("holdUntil") ?? .distantFuture
      all.append(
        (
          coverage.code, coverage,
          min(countsHold, limits.turn(lastReportAt: coverage.lastReportAt, after: now))
        ))
    }
    return all
  }

  private mutating func coverage(_ row: Row) -> CommuneCoverage {
    let machines: Int = row["machines"]
    let lastReportAt = row.dateIfKnown("lastReportAt")
    return CommuneCoverage(
      code: row["code"], name: row["name"], kind: row["kind"], provinceCode: row["province"],
      provinceName: row["provinceName"], simulated: row["simulated"],
      expected: expected(officials: row["officials"]), machines: machines, fresh: row["fresh"],
      ageing: row["ageing"], silent: row["silent"], waiting: row["waiting"],
      quarantined: row["quarantined"],
      wrongClocks: row["wrongClocks"], oldAgents: oldAgents(row["agentVersions"]),
      late: row["late"], dropping: row["dropping"], oversized: row["oversized"],
      unseen: row["unseen"],
      lastReportAt: lastReportAt,
      reporting: limits.state(
        enrolled: machines > 0,
        daysSinceLastReport: now.days(sinceKnown: lastReportAt)))
  }

  private func expected(officials: Int?) -> Int? {
    guard let officials, let perOfficial else { return nil }
    return Int((Double(officials) * perOfficial).rounded(.up))
  }

  /// - Parameter versions: number of machines by version, as JSON.
  private mutating func oldAgents(_ versions: String?) -> Int {
    guard let versions else { return 0 }
    if let known = oldAgents[versions] { return known }
    let counts = (try? JSONDecoder().decode([String: Int].self, from: Data(versions.utf8))) ?? [:]
    // The versions of other projects' agents follow a name and are not compared: "GLPI-Agent
    // 1.7.3".
    let old = counts.reduce(0) { sum, counted in
      let isOld = !counted.key.contains(" ") && AgentVersion(counted.key) < current
      return isOld ? sum + counted.value : sum
    }
    oldAgents[versions] = old
    return old
  }
}
