public import Foundation
import GRDB
public import Prioritization

/// A right to use a service, or a certificate, that ends soon or has just ended.
public struct ExpiringRight: Sendable, Equatable {
  public var commune, service: String
  public var expiresAt: Date
  /// Whether a machine read it from a certificate.
  public var isCertificate: Bool
  /// nil if it is certain.
  public var doubt: Doubt?

  /// Why it may not be so.
  public enum Doubt: String, Sendable {
    /// The computer that reported it has been silent.
    case silent
    /// The commune's officer stated it, and the province has not confirmed that.
    case unconfirmed
  }
}

/// An end of updates for a system that computers of a commune run.
public struct EndingSystem: Sendable, Equatable {
  public var commune: String
  /// Its figures are of this commune only.
  public var cliff: SystemCliff
  /// Whether the last day of updates is over.
  public var hasEnded: Bool
  /// Whether any of the computers is simulated.
  public var simulated: Bool
}

extension InventoryStore.Letters {
  /// Rights and certificates that expire from `since` until `until`, the first to expire first.
  /// Certificates are listed one by one, since each belongs to one person; of a commune's other
  /// rights to one service only the last to expire, since one is enough to work with.
  ///
  /// - Parameter policy: decides which statements are certain, as for a forecast.
  public func expiringRights(
    since: Date, until: Date, policy: Policy, within scope: Scope, now: Date
  ) async throws -> [ExpiringRight] {
    let inScope = scope.condition("c")
    let rules = MeasureRules(policy)
    let heardSince = now.addingTimeInterval(-rules.silentDays * 86_400).microseconds
    return try await store.pool.read { database in
      try Row.fetchAll(
        database,
        sql: """
          WITH said AS (
            SELECT m.commune, a.service, a.expiresAt, a.evidence = 'certificate' AS certificate,
              CASE WHEN a.evidence = 'certificate' THEN a.machine ELSE 0 END AS holder,
              CASE WHEN m.reportTimeDoubtedAt IS NULL AND m.lastReportAt BETWEEN ? AND ?
                THEN '' ELSE 'silent' END AS doubt
            FROM account a JOIN machine m ON m.number = a.machine
            WHERE m.state = 'active' AND a.status IN ('active', 'expired')
              AND a.expiresAt IS NOT NULL
            UNION ALL
            SELECT t.commune, t.service, t.expiresAt, 0, 0,
              CASE WHEN t.confirmed OR NOT ? THEN '' ELSE 'unconfirmed' END
            FROM commune_attestation t
            WHERE t.status = 'active' AND t.withdrawnAt IS NULL AND t.expiresAt IS NOT NULL
              AND t.attestedAt = (SELECT max(o.attestedAt) FROM commune_attestation o
                WHERE o.commune = t.commune AND o.service = t.service AND o.withdrawnAt IS NULL)),
          ordered AS (
            SELECT s.*, row_number() OVER (PARTITION BY s.commune, s.service, s.holder
              ORDER BY s.expiresAt DESC, s.doubt) AS place
            FROM said s JOIN commune c ON c.code = s.commune WHERE \(inScope.sql))
          SELECT commune, service, expiresAt, certificate, doubt FROM ordered
          WHERE place = 1 AND expiresAt BETWEEN ? AND ?
          ORDER BY expiresAt, commune, service
          """,
        arguments: [heardSince, now.latestKnown, rules.attestationsWait]
          + StatementArguments(inScope.arguments) + [Instant(since), Instant(until)]
      ).map { row in
        ExpiringRight(
          commune: row["commune"], service: row["service"], expiresAt: row.date("expiresAt"),
          isCertificate: row["certificate"], doubt: ExpiringRight.Doubt(rawValue: row["doubt"]))
      }
    }
  }

  /// The ends of updates for the systems of computers, as a forecast counts them, by day, system
  /// and commune.
  public func endingSystems(
    policy: Policy, within scope: Scope, now: Date
  ) async throws -> [EndingSystem] {
    let today = CalendarDay(now)
    let rules = MeasureRules(policy)
    return try await store.pool.read { database in
      let reader = FleetReader(
        selection: CommuneSelection(province: nil, scope: scope), wanted: nil, rules: rules,
        now: now)
      let machines = try reader.machines(database)
      let simulated = Set(machines.lazy.filter(\.state.simulated).map(\.state.number))
      return reader.computers(machines).flatMap { commune, computers in
        SystemCliff.all(computers.lazy.map(\.computer)).map { cliff in
          EndingSystem(
            commune: commune, cliff: cliff, hasEnded: cliff.lastDay < today,
            simulated: computers.contains {
              simulated.contains($0.number) && cliff.affects($0.computer)
            })
        }
      }.sorted {
        ($0.cliff.lastDay, $0.cliff.system, $0.commune)
          < ($1.cliff.lastDay, $1.cliff.system, $1.commune)
      }
    }
  }
}
