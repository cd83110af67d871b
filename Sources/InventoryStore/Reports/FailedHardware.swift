import Foundation
import GRDB

/// Machines whose last search for hardware failed: the facts observed before it stay on file.
enum FailedHardware {
  /// Fills their typed rows again, from the last text that was observed. A migration passed them
  /// over that read only current sections.
  static func refill(_ database: Database) throws {
    let failed = try Row.fetchAll(
      database,
      sql: "SELECT machine, outcome, reason FROM machine_hardware WHERE outcome = 'failed'")
    for row in failed {
      let machine: Int64 = row["machine"]
      guard let body = try lastObserved(of: machine, database) else { continue }
      do {
        _ = try Sections.renewState(
          body, probe: "hardware", machine: machine, seen: .distantPast, database)
      } catch let error as InventoryError where error.code == .sectionMalformed {
        continue
      }
      try database.execute(
        sql: "UPDATE machine_hardware SET outcome = ?, reason = ? WHERE machine = ?",
        arguments: [row["outcome"] as String, row["reason"] as String?, machine])
    }
  }

  private static func lastObserved(of machine: Int64, _ database: Database) throws -> Data? {
    try String.fetchOne(
      database,
      sql: """
        SELECT b.body FROM section s JOIN section_body b ON b.section = s.id
        WHERE s.machine = ? AND s.probe = 'hardware' AND s.current = 0
          AND CASE WHEN json_valid(b.body) THEN json_extract(b.body, '$.outcome') END = 'observed'
        ORDER BY s.lastSeen DESC, s.id DESC LIMIT 1
        """, arguments: [machine]
    ).map { Data($0.utf8) }
  }
}
