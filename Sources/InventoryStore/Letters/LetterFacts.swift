public import Foundation
import GRDB
import Reporting
import SystemLifecycles

/// A right to use a service, or a certificate, that ends soon or has just ended.
public struct ExpiringRight: Sendable, Equatable {
  public var commune, service: String
  public var expiresAt: Date
  /// Whether a machine read it from a certificate.
  public var isCertificate: Bool
}

/// Computers of a commune whose system stops, or has stopped, getting security updates.
public struct EndingSystem: Sendable, Equatable {
  public var commune: String
  /// As people call it: `Windows 10 22H2`.
  public var system: String
  /// The last day of updates, `YYYY-MM-DD`.
  public var day: String
  /// Whether that day is over.
  public var hasEnded: Bool
  public var computers: Int
  /// Whether any of them is simulated.
  public var simulated: Bool
}

extension InventoryStore.Letters {
  /// Rights and certificates that expire from `since` until `until`, the first to expire first.
  /// Certificates are listed one by one, since each belongs to one person; of a commune's other
  /// rights to one service only the last to expire, since one is enough to work with.
  public func expiringRights(
    since: Date, until: Date, within scope: Scope
  ) async throws -> [ExpiringRight] {
    let inScope = scope.condition("c")
    return try await store.pool.read { database in
      try Row.fetchAll(
        database,
        sql: """
          WITH said AS (
            SELECT m.commune, a.service, a.expiresAt, a.evidence = 'certificate' AS certificate,
              CASE WHEN a.evidence = 'certificate' THEN a.machine ELSE 0 END AS holder
            FROM account a JOIN machine m ON m.number = a.machine
            WHERE m.state = 'active' AND a.status IN ('active', 'expired')
              AND a.expiresAt IS NOT NULL
            UNION ALL
            SELECT t.commune, t.service, t.expiresAt, 0, 0 FROM commune_attestation t
            WHERE t.status = 'active' AND t.withdrawnAt IS NULL AND t.expiresAt IS NOT NULL
              AND t.attestedAt = (SELECT max(o.attestedAt) FROM commune_attestation o
                WHERE o.commune = t.commune AND o.service = t.service AND o.withdrawnAt IS NULL))
          SELECT s.commune, s.service, max(s.expiresAt) AS expiresAt,
            max(s.certificate) AS certificate
          FROM said s JOIN commune c ON c.code = s.commune WHERE \(inScope.sql)
          GROUP BY s.commune, s.service, s.holder
          HAVING max(s.expiresAt) >= ? AND max(s.expiresAt) <= ?
          ORDER BY expiresAt, s.commune, s.service
          """,
        arguments: StatementArguments(inScope.arguments) + [Instant(since), Instant(until)]
      ).map { row in
        ExpiringRight(
          commune: row["commune"], service: row["service"], expiresAt: row.date("expiresAt"),
          isCertificate: row["certificate"])
      }
    }
  }

  /// Active computers whose system's updates end on a known day, by commune, system and day.
  public func endingSystems(within scope: Scope, now: Date) async throws -> [EndingSystem] {
    let inScope = scope.condition("c")
    let today = VietnamDay.text(now)
    return try await store.pool.read { database in
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT m.commune, h.systemName, h.systemVersion, h.kernel, h.systemBuild,
            count(*) AS computers, max(m.simulated) AS simulated
          FROM machine m JOIN commune c ON c.code = m.commune
          JOIN machine_hardware h ON h.machine = m.number
          WHERE m.state = 'active' AND h.systemName IS NOT NULL AND \(inScope.sql)
          GROUP BY m.commune, h.systemName, h.systemVersion, h.kernel, h.systemBuild
          ORDER BY m.commune
          """, arguments: StatementArguments(inScope.arguments))
      // A province's computers run only a few dozen systems.
      var known: [[String?]: Ending?] = [:]
      var counts: [Key: (computers: Int, simulated: Bool)] = [:]
      while let row = try rows.next() {
        let system = [1, 2, 3, 4].map { row[$0] as String? }
        let ending = known[system] ?? Ending(system, on: today)
        known[system] = .some(ending)
        guard let ending else { continue }
        let key = Key(commune: row["commune"], ending: ending)
        let before = counts[key] ?? (0, false)
        counts[key] = (before.computers + row["computers"], before.simulated || row["simulated"])
      }
      return counts.map { key, count in
        EndingSystem(
          commune: key.commune, system: key.ending.system, day: key.ending.day,
          hasEnded: key.ending.hasEnded, computers: count.computers, simulated: count.simulated)
      }.sorted { ($0.day, $0.system, $0.commune) < ($1.day, $1.system, $1.commune) }
    }
  }

  private struct Key: Hashable {
    let commune: String
    let ending: Ending
  }

  /// The end of a system's updates.
  private struct Ending: Hashable {
    let system, day: String
    let hasEnded: Bool

    /// - Parameter parts: name, version, kernel and build.
    /// - Returns: nil if the table of life cycles does not list the system.
    init?(_ parts: [String?], on today: String) {
      let facts = HardwareFacts(
        machine: .init(), processor: .init(), memory: .init(totalBytes: 0), disks: [],
        system: .init(name: parts[0], version: parts[1], kernel: parts[2], build: parts[3]))
      switch SystemOutlook.of(facts, on: today).reasons.first {
      case .supported(let system, let until, _):
        (self.system, day, hasEnded) = (system, until, false)
      case .paidUpdatesUnseen(let system, let until):
        (self.system, day, hasEnded) = (system, until, false)
      case .ended(let system, let on): (self.system, day, hasEnded) = (system, on, true)
      default: return nil
      }
    }
  }
}
