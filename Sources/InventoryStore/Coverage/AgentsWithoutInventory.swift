public import Foundation
import GRDB

/// A commune's agents of other projects that have called but delivered no inventory within a day.
public struct AgentsWithoutInventory: DecodedRow, Sendable, Equatable {
  public var commune: String
  public var communeName: String
  public var agents: Int
  /// The earliest first call among them.
  public var since: Date
}

extension InventoryStore.Coverage {
  /// Seconds after its first call within which an agent should have delivered its inventory.
  private static let seconds = 86_400.0
  /// Maximum number of communes in the list.
  public static let maximumWithoutInventory = 50

  /// Communes of a scope, or of one of its provinces, with agents that call and deliver nothing;
  /// longest first.
  public func agentsWithoutInventory(
    province: String? = nil, within scope: Scope, now: Date
  ) async throws -> [AgentsWithoutInventory] {
    let inScope = scope.condition("c")
    return try await store.rows(
      sql: """
        SELECT c.code AS commune, c.name AS communeName, count(*) AS agents,
          min(t.firstAt) AS since
        FROM third_party_call t JOIN commune c ON c.code = t.commune
        WHERE t.firstAt <= ? AND t.lastAt BETWEEN ? AND ? AND (? IS NULL OR c.province = ?)
          AND \(inScope.sql)
        GROUP BY c.code ORDER BY since, c.code LIMIT ?
        """,
      arguments: [
        Instant(now.addingTimeInterval(-Self.seconds)),
        Instant(now.addingTimeInterval(-store.rules.silentDays * 86_400)), now.latestKnown,
        province,
        province,
      ] + StatementArguments(inScope.arguments) + [Self.maximumWithoutInventory])
  }
}

extension InventoryStore.ThirdPartyReports {
  /// Maximum number of agents per commune whose calls are recorded.
  private static let maximumCalls = 500

  /// Records that an agent with a valid token has called, unless its machine is on file; at most
  /// once an hour.
  ///
  /// - Throws: ``InventoryError`` with `databaseFull` or `busy`.
  public func noteCall(
    commune: String, agentID: UUID?, deviceID: String?, now: Date
  ) async throws {
    let identities = ThirdPartyReport.identities(agentID: agentID, deviceID: deviceID)
    let digests = identities.map { ThirdPartyReport.digest(of: $0, commune: commune) }
    guard let digest = digests.first, try await isNews(digests, commune: commune, now: now) else {
      return
    }
    try await store.write { group in
      let database = group.database
      try database.execute(
        sql: "DELETE FROM third_party_call WHERE commune = ? AND lastAt < ?",
        arguments: [commune, Instant(now.addingTimeInterval(-60 * 86_400))])
      try database.execute(
        sql: """
          INSERT INTO third_party_call (commune, digest, firstAt, lastAt)
          SELECT ?1, ?2, ?3, ?3
          WHERE (SELECT count(*) FROM third_party_call WHERE commune = ?1) < ?4
          ON CONFLICT DO UPDATE SET firstAt = min(firstAt, excluded.firstAt), lastAt = excluded.lastAt
          """, arguments: [commune, digest, Instant(now), Self.maximumCalls])
    }
  }

  private func isNews(_ digests: [Data], commune: String, now: Date) async throws -> Bool {
    try await store.pool.read { database in
      if try ThirdPartyFiling.machine(digests, of: commune, database) != nil { return false }
      let last = try Int64.fetchOne(
        database.cachedStatement(
          sql: "SELECT lastAt FROM third_party_call WHERE commune = ? AND digest = ?"),
        arguments: [commune, digests[0]])
      return last.map { abs(now.microseconds - $0) > 3_600_000_000 } ?? true
    }
  }
}
