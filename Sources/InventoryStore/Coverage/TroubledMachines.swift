public import Foundation
public import GRDB

/// A machine that needs attention, and since when.
public struct TroubledMachine: Sendable, Equatable {
  public enum Trouble: String, Sendable, CaseIterable {
    case quarantined, silent, waiting, oversized, unseen, wrongClock
  }

  public var id: String
  public var commune: String
  public var trouble: Trouble
  /// When it was quarantined, last reported, enrolled, refused, or last observed everything; nil for
  /// a wrong clock, and if unknown.
  public var since: Date?
}

extension TroubledMachine: FetchableRecord {
  public init(row: Row) throws {
    id = row["id"]
    commune = row["commune"]
    trouble = try row.state("trouble", of: "machine")
    since = row.dateIfKnown("since")
  }
}

extension InventoryStore.Coverage {
  /// Machines of a few communes that need attention, by commune, longest first.
  ///
  /// - Parameter communes: codes, as many as a page shows; those outside the scope are left out.
  public func troubledMachines(
    of communes: [String], within scope: Scope, now: Date
  ) async throws -> [TroubledMachine] {
    let inScope = scope.condition("c")
    let codes = String(decoding: try JSONEncoder().encode(communes), as: UTF8.self)
    return try await store.pool.read { [rules = store.rules] database in
      let silent = Instant(now.addingTimeInterval(-rules.silentDays * 86_400))
      return try TroubledMachine.fetchAll(
        database,
        sql: """
          SELECT m.id, m.commune, CASE
              WHEN m.state = 'quarantined' THEN 'quarantined' WHEN m.lastReportAt IS NULL THEN 'waiting'
              WHEN NOT (m.lastReportAt >= ?1 AND \(CoverageCounts.isKnown)) THEN 'silent'
              WHEN \(MachineIntake.isRefused) THEN 'oversized'
              WHEN \(UnseenSections.since) < ?4 THEN 'unseen' ELSE 'wrongClock' END AS trouble,
            CASE WHEN m.state = 'quarantined' THEN m.quarantinedAt
              WHEN m.lastReportAt IS NULL THEN m.enrolledAt
              WHEN NOT (\(CoverageCounts.isKnown)) THEN NULL
              WHEN m.lastReportAt < ?1 THEN m.lastReportAt
              WHEN \(MachineIntake.isRefused) THEN m.intakeRefusedAt
              WHEN \(UnseenSections.since) < ?4 THEN \(UnseenSections.since) END AS since
          FROM machine m JOIN commune c ON c.code = m.commune
          WHERE m.commune IN (SELECT value FROM json_each(?2)) AND \(inScope.sql)
            AND (m.state = 'quarantined' OR m.state = 'active' AND (m.lastReportAt IS NULL
              OR NOT (m.lastReportAt >= ?1 AND \(CoverageCounts.isKnown))
              OR \(MachineIntake.isRefused) OR \(UnseenSections.since) < ?4
              OR abs(m.clockSkewSeconds) > \(MachineSummary.maximumSkewSeconds)))
          ORDER BY m.commune, since IS NULL, since, m.number
          """,
        arguments: [
          silent, codes, now.latestKnown,
          Instant(now.addingTimeInterval(-rules.freshDays * 86_400)),
        ] + StatementArguments(inScope.arguments))
    }
  }
}
