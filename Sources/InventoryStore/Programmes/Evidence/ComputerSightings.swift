import Foundation
import GRDB
import Prioritization

/// Computers that may have been delivered: adequate, and never seen before they were enrolled. One
/// computer must never show two deliveries.
enum ComputerSightings {
  /// Maximum number of computers with one serial number or UUID: if more share it, it is a
  /// manufacturer's, not a computer's, unless the network adapter is the same too.
  static let maximumAlike = 4

  static func new(
    commune: String, rules: MeasureRules, now: Date, _ database: Database
  ) throws -> [EvidenceSighting] {
    let adequate = try Measures.computers(commune: commune, now: now, database)
      .filter { !$0.quarantined && $0.verdict(rules, now: now) == .adequate }
    return try adequate.compactMap { computer in
      guard computer.enrolledAt <= now.latestKnown,
        try isNew(computer.number, in: commune, database)
      else { return nil }
      let id = try String.fetchOne(
        database, sql: "SELECT id FROM machine WHERE number = ?", arguments: [computer.number])
      return id.map {
        EvidenceSighting(subject: $0, seenAt: computer.enrolledAt, machine: $0)
      }
    }
  }

  /// New computers, at most as many as old ones have gone: retired or fallen silent.
  static func replacing(
    since: Int64, commune: String, rules: MeasureRules, now: Date, _ database: Database
  ) throws -> [EvidenceSighting] {
    let silent = now.addingTimeInterval(-rules.silentDays * 86_400).microseconds
    let gone =
      try Int.fetchOne(
        database,
        sql: """
          SELECT count(*) FROM machine WHERE commune = ? AND mergedInto IS NULL
            AND lastReportAt IS NOT NULL AND (state = 'retired' OR lastReportAt < ?)
          """, arguments: [commune, silent]) ?? 0
    let used =
      try Int.fetchOne(
        database,
        sql: """
          SELECT count(*) FROM programme_evidence v JOIN programme_entry e ON e.number = v.delivery
          JOIN programme_item i ON i.number = e.lineItem
          WHERE i.commune = ? AND i.evidence = 'replacement' AND v.voidedAt IS NULL
          """, arguments: [commune]) ?? 0
    let found = try new(commune: commune, rules: rules, now: now, database)
      .filter { sighting in
        try sighting.seenAt >= since && !EvidenceFiling.isTaken(sighting, .replacement, database)
      }
    return Array(found.sorted { $0.seenAt < $1.seenAt }.prefix(max(0, gone - used)))
  }

  /// Whether no other enrolment is of the same computer, before it here or ever elsewhere: by its
  /// own statement, by a merge, by the hardware identifiers of its enrolment, or by those of its
  /// reports. Of a computer that nothing tells from another, no one can say.
  private static func isNew(_ machine: Int64, in commune: String, _ database: Database) throws
    -> Bool
  {
    let row = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT m.reenrolledFrom IS NOT NULL
            OR EXISTS (SELECT 1 FROM machine f WHERE f.mergedInto = m.number)
            OR EXISTS (\(AlikeMachines.query)
              AND (other.number < m.number OR other.commune <> m.commune)) AS seen,
            EXISTS (SELECT 1 FROM machine_evidence mine WHERE mine.machine = m.number
              AND (SELECT count(*) FROM machine_evidence x WHERE x.hash = mine.hash)
                <= \(maximumAlike)) AS named
          FROM machine m WHERE m.number = ?
          """), arguments: [machine])
    guard let row, !(row["seen"] as Bool),
      try !ReportedTwins.contradict(machine, in: commune, database)
    else { return false }
    return try row["named"] || ReportedTwins.tellApart(machine, database)
  }
}

/// SQL: machines with the same hardware as `machine m`, by at least two identifiers of its
/// enrolment, or by its only one.
enum AlikeMachines {
  static let query = """
    SELECT 1 FROM machine other WHERE other.number <> m.number AND (
      SELECT count(*) FROM machine_evidence mine
      JOIN machine_evidence e ON e.hash = mine.hash AND e.kind = mine.kind
      WHERE mine.machine = m.number AND e.machine = other.number
        AND ((SELECT count(*) FROM machine_evidence x WHERE x.hash = mine.hash)
            <= \(ComputerSightings.maximumAlike)
          OR EXISTS (SELECT 1 FROM machine_evidence a JOIN machine_evidence b ON b.hash = a.hash
            WHERE a.machine = m.number AND b.machine = other.number AND a.kind = 'mac'
              AND b.kind = 'mac'))
    ) >= (SELECT max(1, min(2, count(*))) FROM machine_evidence x WHERE x.machine = m.number)
      AND other.number IN (SELECT e.machine FROM machine_evidence mine
        JOIN machine_evidence e ON e.hash = mine.hash WHERE mine.machine = m.number)
    """
}
