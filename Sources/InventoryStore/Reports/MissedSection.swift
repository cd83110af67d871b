import Foundation
import GRDB

/// A section that was missing from a machine's reports and is back unchanged.
enum MissedSection {
  /// Begins a new row with the same text, so that the past shows until when it was observed before.
  ///
  /// - Returns: nil if it was not missing from the machine's last report.
  static func begin(
    _ known: HeldSections.Section, _ report: ReceivedReport, _ database: Database
  ) throws -> HeldSections.Section? {
    let wasMissing = try Bool.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT s.lastSeen < (SELECT r.receivedAt FROM report r
            WHERE r.machine = s.machine AND r.sequence < ? ORDER BY r.sequence DESC LIMIT 1)
          FROM section s WHERE s.id = ?
          """), arguments: [report.sequence, known.id])
    guard wasMissing == true else { return nil }
    let now = report.receivedAt.microseconds
    try database.execute(sql: "UPDATE section SET current = 0 WHERE id = ?", arguments: [known.id])
    try database.execute(
      sql: """
        INSERT INTO section (machine, probe, digest, firstSeen, lastSeen, current)
        SELECT machine, probe, digest, ?, ?, 1 FROM section WHERE id = ?
        """, arguments: [now, now, known.id])
    let id = database.lastInsertedRowID
    try database.execute(
      sql: """
        INSERT INTO section_body (section, body)
        SELECT ?, body FROM section_body WHERE section = ?
        """, arguments: [id, known.id])
    return HeldSections.Section(id: id, digest: known.digest)
  }
}
