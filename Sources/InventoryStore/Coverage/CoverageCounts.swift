import Foundation
import GRDB

/// Number of machines per state in a commune, stored beside its measures.
enum CoverageCounts {
  /// SQL: whether the time of the last report of a machine `m` is known; ?3 as in
  /// ``moments(_:now:)``.
  static let isKnown = "m.lastReportAt <= ?3 AND m.reportTimeDoubtedAt IS NULL"

  /// SQL: the states that time alone changes, of machines `m`; the first three arguments are the
  /// ``moments(_:now:)``. A machine with an unknown last report counts as silent.
  static let states = """
    count(*) FILTER (WHERE m.state = 'active' AND m.lastReportAt >= ?1 AND \(isKnown))
      AS freshMachines,
    count(*) FILTER (WHERE m.state = 'active' AND m.lastReportAt < ?1
      AND m.lastReportAt >= ?2 AND \(isKnown)) AS ageingMachines,
    count(*) FILTER (WHERE m.state = 'active' AND m.lastReportAt IS NOT NULL
      AND NOT (m.lastReportAt >= ?2 AND \(isKnown))) AS silentMachines
    """

  /// SQL: the states that only a report or an officer changes.
  private static let rest = """
    count(*) FILTER (WHERE m.state = 'active' AND m.lastReportAt IS NULL) AS waitingMachines,
    count(*) FILTER (WHERE m.state = 'quarantined') AS heldMachines,
    count(*) FILTER (WHERE m.state = 'active'
      AND abs(m.clockSkewSeconds) > \(MachineSummary.maximumSkewSeconds)) AS wrongClocks,
    count(*) FILTER (WHERE m.state = 'active'
      AND m.lastLateAt BETWEEN m.lastReportAt - \(ReportingQuality.lateDays) * 86400000000
        AND ?3) AS lateMachines,
    count(*) FILTER (WHERE m.state = 'active' AND m.droppedReports > 0) AS droppingMachines,
    count(*) FILTER (WHERE m.state = 'active' AND \(MachineIntake.isRefused)) AS oversizedMachines,
    count(*) FILTER (WHERE m.state = 'active' AND m.lastReportAt >= ?2
      AND \(UnseenSections.since) < ?1) AS unseenMachines
    """

  /// Microseconds since 1970. A last report before the first is not fresh, before the second its
  /// machine is silent, after the third it is in the future.
  static func moments(_ rules: MeasureRules, now: Date) -> [Int64] {
    [rules.freshDays, rules.silentDays].map { now.addingTimeInterval(-$0 * 86_400).microseconds }
      + [now.latestKnown]
  }

  /// SQL condition on `commune_reporting` as `r`: whether its counts and measures have expired by
  /// time alone, or because the clock was set. Its arguments are ``overtaken(at:)``.
  static let isOvertaken = isOvertaken(now: "?", known: "?")

  /// - Parameters:
  ///   - now, known: SQL for the present and for the last moment that is not in the future.
  static func isOvertaken(now: String, known: String) -> String {
    "(r.holdUntil <= \(now) OR r.madeAt > \(known) OR r.lastReportAt > \(known))"
  }

  static func overtaken(at now: Date) -> StatementArguments {
    [Instant(now), now.latestKnown, now.latestKnown]
  }

  /// Maximum seconds between the time that a reader takes for now and its read.
  private static let longestRead: TimeInterval = 60

  /// Makes every commune's counts and measures expire, so that readers compute them and
  /// ``InventoryStore/Upkeep/renewOvertaken(now:)`` rewrites them, for new rules, which replace
  /// those that made them. One short statement, since reports wait behind it.
  static func expire(at now: Date, _ database: Database) throws {
    // Slightly before now, for readers that took their time before this write and read after it.
    try database.execute(
      sql: """
        UPDATE commune_reporting SET holdUntil = min(holdUntil, max(madeAt, ?)),
          revision = \(Revision.next)
        """, arguments: [Instant(now.addingTimeInterval(-longestRead))])
  }

  /// Replaces the row of one commune.
  static func write(
    _ measures: Measures, commune: String, rules: MeasureRules, now: Date, _ database: Database
  ) throws {
    let values: StatementArguments = [
      commune, measures.machines, measures.simulatedMachines, measures.lastReportAt,
      Instant(measures.holdUntil), Instant(now), measures.computersThere,
    ]
    try database.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO commune_reporting (commune, machines, simulatedMachines,
          lastReportAt, holdUntil, freshMachines, ageingMachines, silentMachines,
          waitingMachines, heldMachines, wrongClocks, lateMachines, droppingMachines,
          oversizedMachines, unseenMachines, madeAt, computersThere, agentVersions, revision)
        SELECT ?4, ?5, ?6, ?7, ?8, \(states), \(rest), ?9, ?10,
          (SELECT json_group_object(agentVersion, machines) FROM (
            SELECT agentVersion, count(*) AS machines FROM machine
            WHERE commune = ?4 AND state = 'active' GROUP BY agentVersion)),
          \(Revision.next)
        FROM machine m WHERE m.commune = ?4 AND m.state <> 'retired'
        """
    ).execute(arguments: StatementArguments(moments(rules, now: now)) + values)
  }
}
