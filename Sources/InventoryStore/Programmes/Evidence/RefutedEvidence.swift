import Foundation
import GRDB
import Prioritization

/// Evidence that later turned out not to show a delivery.
enum RefutedEvidence {
  /// Voids a commune's refuted evidence, which then no longer counts for any delivery.
  ///
  /// - Returns: programmes that lose evidence.
  static func void(commune: String, now: Date, _ database: Database) throws -> Set<Int64> {
    let refuted =
      try Row.fetchAll(
        database,
        sql: """
          SELECT v.kind, v.subject, i.programme FROM programme_item i
          JOIN programme p ON p.number = i.programme
          JOIN programme_entry e ON e.lineItem = i.number
          JOIN programme_evidence v ON v.delivery = e.number AND v.voidedAt IS NULL
          LEFT JOIN machine m ON v.kind = 'computer' AND m.id = v.subject
          WHERE i.commune = ? AND (\(isCarried) OR \(isMerged) OR \(isWithdrawnVisit)
            OR \(isOlder))
          """, arguments: [commune]) + oldLines(commune: commune, database)
      + twins(commune: commune, database)
    for row in refuted {
      try database.execute(
        sql: "UPDATE programme_evidence SET voidedAt = ? WHERE kind = ? AND subject = ?",
        arguments: [Instant(now), row["kind"] as String, row["subject"] as String])
    }
    return Set(refuted.map { $0["programme"] })
  }

  /// Computers that, by their reports, were enrolled before in this commune, or at all in another.
  private static func twins(commune: String, _ database: Database) throws -> [Row] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT v.kind, v.subject, i.programme, m.number FROM programme_item i
        JOIN programme_entry e ON e.lineItem = i.number
        JOIN programme_evidence v ON v.delivery = e.number AND v.voidedAt IS NULL
        JOIN machine m ON m.id = v.subject
        WHERE i.commune = ? AND v.kind = 'computer'
        """, arguments: [commune]
    ).filter { try ReportedTwins.contradict($0["number"], in: commune, database) }
  }

  /// Measurements of lines that earlier versions took for new ones although they are no faster than
  /// at the adoption. A measurement that is no longer stored remains evidence.
  private static func oldLines(commune: String, _ database: Database) throws -> [Row] {
    var policies: [Int64: Policy] = [:]
    return try Row.fetchAll(
      database,
      sql: """
        SELECT v.kind, v.subject, i.programme, i.item, i.evidenceRate,
          min(b.downloadBitsPerSecond, b.uploadBitsPerSecond) AS measured
        FROM programme_item i JOIN programme_entry e ON e.lineItem = i.number
        JOIN programme_evidence v ON v.delivery = e.number AND v.voidedAt IS NULL
        JOIN machine m ON m.id = v.machine
        JOIN bandwidth_measurement b ON b.machine = m.number AND b.measuredAt = v.seenAt
        WHERE i.commune = ? AND v.kind = 'line'
        """, arguments: [commune]
    ).filter { row in
      let programme: Int64 = row["programme"]
      guard
        let policy = try policies[programme]
          ?? InventoryStore.Programmes.policy(of: programme, database)
      else { return false }
      policies[programme] = policy
      let rate = try LineBaseline.rate(
        of: row["item"], promised: row["evidenceRate"], by: policy, programme: programme,
        commune: commune, database)
      return rate.map { $0 > row["measured"] } ?? false
    }
  }

  /// SQL: a computer that is also enrolled in another commune; it is evidence for neither.
  private static let isCarried = """
    (m.number IS NOT NULL AND EXISTS (\(AlikeMachines.query) AND other.commune <> m.commune))
    """

  /// SQL: a computer that was merged into another, or into which an older one was merged. If both
  /// were evidence, the successor remains so, since they were one new computer.
  private static let isMerged = """
    (m.mergedInto IS NOT NULL OR EXISTS (
      SELECT 1 FROM machine f WHERE f.mergedInto = m.number AND NOT EXISTS (
        SELECT 1 FROM programme_evidence o WHERE o.kind = 'computer' AND o.subject = f.id)))
    """

  private static let isWithdrawnVisit = """
    (v.kind = 'visit' AND EXISTS (SELECT 1 FROM commune_visit w
      WHERE 'visit ' || w.number = v.subject AND w.withdrawnAt IS NOT NULL))
    """

  /// SQL: what the plan counted as present when it was adopted; earlier versions filed it.
  private static let isOlder = """
    (v.kind <> 'visit' AND v.seenAt < p.adoptedAt)
    """
}
