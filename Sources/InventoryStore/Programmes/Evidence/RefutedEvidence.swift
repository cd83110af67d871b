import Foundation
import GRDB

/// Evidence that later turned out to show nothing that was delivered.
enum RefutedEvidence {
  /// Voids a commune's refuted evidence, which then counts for no delivery any more.
  ///
  /// - Returns: programmes that lose evidence.
  static func void(commune: String, now: Date, _ database: Database) throws -> Set<Int64> {
    let refuted = try Row.fetchAll(
      database,
      sql: """
        SELECT v.kind, v.subject, i.programme FROM programme_item i
        JOIN programme_entry e ON e.lineItem = i.number
        JOIN programme_evidence v ON v.delivery = e.number AND v.voidedAt IS NULL
        LEFT JOIN machine m ON v.kind = 'computer' AND m.id = v.subject
        WHERE i.commune = ? AND (\(isCarried) OR \(isMerged) OR \(isWithdrawnVisit))
        """, arguments: [commune])
    for row in refuted {
      try database.execute(
        sql: "UPDATE programme_evidence SET voidedAt = ? WHERE kind = ? AND subject = ?",
        arguments: [Instant(now), row["kind"] as String, row["subject"] as String])
    }
    return Set(refuted.map { $0["programme"] })
  }

  /// A computer that is now enrolled in another commune: it is evidence for neither.
  private static let isCarried = """
    (m.number IS NOT NULL AND EXISTS (\(AlikeMachines.query) AND other.commune <> m.commune))
    """

  /// A computer that was merged into another, or that turned out to be one which was there before. If
  /// both were evidence, the successor stays it: they were one new computer.
  private static let isMerged = """
    (m.mergedInto IS NOT NULL OR EXISTS (
      SELECT 1 FROM machine f WHERE f.mergedInto = m.number AND NOT EXISTS (
        SELECT 1 FROM programme_evidence o WHERE o.kind = 'computer' AND o.subject = f.id)))
    """

  private static let isWithdrawnVisit = """
    (v.kind = 'visit' AND EXISTS (SELECT 1 FROM commune_visit w
      WHERE 'visit ' || w.number = v.subject AND w.withdrawnAt IS NOT NULL))
    """
}
