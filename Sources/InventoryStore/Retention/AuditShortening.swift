import Cryptography
import Foundation
import GRDB
import Reporting

/// The beginning of the audit log after its older entries were deleted.
struct AuditAnchor: Sendable, Equatable {
  /// The last entry that was deleted.
  let number: Int64
  let hash: Data

  /// nil while the log is complete, or in a file of an earlier version.
  static func latest(_ database: Database) throws -> AuditAnchor? {
    guard try database.tableExists("audit_anchor") else { return nil }
    return try Row.fetchOne(
      database, sql: "SELECT number, hash FROM audit_anchor ORDER BY number DESC LIMIT 1"
    ).map { AuditAnchor(number: $0["number"], hash: $0["hash"]) }
  }
}

extension AuditAnchor {
  /// Whether an entry says that the log begins after this one.
  func isNamed(in entry: AuditEntry) -> Bool {
    struct Details: Decodable {
      let through: Int64
      let hash: String
    }
    let details = try? JSONDecoder().decode(Details.self, from: Data(entry.details.utf8))
    return details?.through == number
      && details?.hash == SHA256Digest.hexadecimal([UInt8](hash))
  }
}

extension RetentionRun {
  private static let entryBytes = 160
  private static let entriesAtOnce = 50

  /// Deletes the oldest entries of the audit log. The chain continues from the hash of the last of
  /// them, which an entry of the log records.
  mutating func shortenAudit() async throws {
    let limit = limits.audit
    let (through, count, bytes) = try await read { database -> (Int64, Int, Int) in
      // Only from the beginning: all entries after the first that is young enough stay.
      let through = try Int64.fetchOne(
        database,
        sql: """
          SELECT coalesce((SELECT min(number) FROM audit WHERE time >= ?),
            (SELECT max(number) + 1 FROM audit)) - 1
          """, arguments: [limit])
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT count(*) AS n, coalesce(sum(length(details) + length(actor)), 0) AS bytes
          FROM audit WHERE number <= ?
          """, arguments: [through])
      return (through ?? 0, row?["n"] ?? 0, row?["bytes"] ?? 0)
    }
    guard count > 0 else { return }
    result.add(.auditEntries, count: count, bytes: bytes + count * Self.entryBytes)
    guard !isDryRun else { return }
    let now = limits.now
    try await write([through]) { through, database in
      try Self.anchor(through, count, at: now, database)
    }
    try await drain { database in
      let first = try Int64.fetchOne(
        database.cachedStatement(sql: "SELECT min(number) FROM audit"))
      guard let first, first <= through else { return 0 }
      let last = min(through, first + Int64(Self.entriesAtOnce) - 1)
      try database.cachedStatement(
        sql: """
          INSERT INTO machine_state_past (machine, action, at)
          SELECT subject, action, time FROM audit WHERE number BETWEEN ? AND ?
            AND action IN ('machine.quarantined', 'machine.approved') ORDER BY number
          ON CONFLICT (machine) DO UPDATE SET action = excluded.action, at = excluded.at
          """
      ).execute(arguments: [first, last])
      try database.cachedStatement(sql: "DELETE FROM audit WHERE number BETWEEN ? AND ?")
        .execute(arguments: [first, last])
      return database.changesCount
    }
  }

  private static func anchor(
    _ through: Int64, _ count: Int, at now: Date, _ database: Database
  ) throws {
    // An interrupted run has left its anchor already.
    guard try AuditAnchor.latest(database).map({ $0.number < through }) ?? true,
      let hash = try Data.fetchOne(
        database, sql: "SELECT hash FROM audit WHERE number = ?", arguments: [through])
    else { return }
    try AuditLog.append(
      .auditShortened, "audit",
      [
        .through: .init(through), .entries: .init(count),
        .hash: .init(SHA256Digest.hexadecimal([UInt8](hash))),
      ], by: .centre, at: now, database)
    try database.execute(
      sql: "INSERT INTO audit_anchor (number, hash, deletedAt) VALUES (?, ?, ?)",
      arguments: [through, hash, Instant(now)])
  }
}
