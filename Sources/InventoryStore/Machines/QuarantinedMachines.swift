public import Foundation
import GRDB

/// A quarantined machine that waits for an officer's decision.
public struct QuarantinedMachine: DecodedRow, Sendable, Equatable {
  public var id, commune, communeName: String
  public var simulated: Bool
  public var manufacturer, model: String?
  /// The reason in the centre's or an officer's words.
  public var reason: String
  public var since: Date
  public var lastReportAt: Date?
}

// The queries repeat `state <> 'active'`, the condition of the partial index.
extension InventoryStore.Machines {
  /// Number of quarantined machines in a scope.
  public func quarantinedCount(within scope: Scope) async throws -> Int {
    let inScope = scope.condition("c")
    return try await store.pool.read { database in
      try Int.fetchOne(
        database,
        sql: """
          SELECT count(*) FROM machine m JOIN commune c ON c.code = m.commune
          WHERE m.state <> 'active' AND m.state = 'quarantined' AND \(inScope.sql)
          """, arguments: StatementArguments(inScope.arguments)) ?? 0
    }
  }

  /// Quarantined machines of a scope, longest first.
  public func quarantined(
    within scope: Scope, limit: Int = 100, offset: Int = 0
  ) async throws -> [QuarantinedMachine] {
    let inScope = scope.condition("c")
    return try await store.rows(
      sql: """
        SELECT m.id, m.commune, c.name AS communeName, m.simulated, h.manufacturer, h.model,
          coalesce(m.quarantineReason, '-') AS reason,
          coalesce(m.quarantinedAt, m.enrolledAt) AS since, m.lastReportAt
        FROM machine m JOIN commune c ON c.code = m.commune
        LEFT JOIN machine_hardware h ON h.machine = m.number
        WHERE m.state <> 'active' AND m.state = 'quarantined' AND \(inScope.sql)
        ORDER BY m.quarantinedAt, m.number LIMIT ? OFFSET ?
        """, arguments: StatementArguments(inScope.arguments) + [limit, offset])
  }
}
