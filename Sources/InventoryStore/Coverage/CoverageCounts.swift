import Foundation
import GRDB

/// How many machines of a commune are in which state, written beside its measures.
enum CoverageCounts {
  /// The states that time alone changes. A machine is `m`; the first two arguments are the
  /// ``moments(_:now:)``.
  static let states = """
    count(*) FILTER (WHERE m.state = 'active' AND m.lastReportAt >= ?1) AS freshMachines,
    count(*) FILTER (WHERE m.state = 'active' AND m.lastReportAt < ?1
      AND m.lastReportAt >= ?2) AS ageingMachines,
    count(*) FILTER (WHERE m.state = 'active' AND m.lastReportAt < ?2) AS silentMachines
    """

  /// What only a report or an officer changes.
  private static let rest = """
    count(*) FILTER (WHERE m.state = 'active' AND m.lastReportAt IS NULL) AS waitingMachines,
    count(*) FILTER (WHERE m.state = 'quarantined') AS heldMachines,
    count(*) FILTER (WHERE m.state = 'active'
      AND abs(m.clockSkewSeconds) > \(MachineSummary.maximumSkewSeconds)) AS wrongClocks,
    count(*) FILTER (WHERE m.state = 'active'
      AND m.lastLateAt >= m.lastReportAt - \(MachineConduct.lateDays) * 86400000000)
      AS lateMachines,
    count(*) FILTER (WHERE m.state = 'active' AND m.droppedReports > 0) AS droppingMachines
    """

  /// Before the first a last report is no longer fresh, before the second its machine is silent.
  static func moments(_ rules: MeasureRules, now: Date) -> [Int64] {
    [rules.freshDays, rules.silentDays].map { now.addingTimeInterval(-$0 * 86_400).microseconds }
  }

  /// Writes the row of one commune anew.
  static func write(
    _ measures: Measures, commune: String, rules: MeasureRules, now: Date, _ database: Database
  ) throws {
    let values: StatementArguments = [
      commune, measures.machines, measures.simulatedMachines, measures.lastReportAt,
      measures.holdUntil.microseconds,
    ]
    try database.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO commune_reporting (commune, machines, simulatedMachines,
          lastReportAt, holdUntil, freshMachines, ageingMachines, silentMachines,
          waitingMachines, heldMachines, wrongClocks, lateMachines, droppingMachines,
          agentVersions, revision)
        SELECT ?3, ?4, ?5, ?6, ?7, \(states), \(rest),
          (SELECT json_group_object(agentVersion, machines) FROM (
            SELECT agentVersion, count(*) AS machines FROM machine
            WHERE commune = ?3 AND state = 'active' GROUP BY agentVersion)),
          \(InventoryStore.nextRevision)
        FROM machine m WHERE m.commune = ?3 AND m.state <> 'retired'
        """
    ).execute(arguments: StatementArguments(moments(rules, now: now)) + values)
  }
}
