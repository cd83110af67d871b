public import Foundation
public import GRDB

/// A quarantined machine that waits for an officer's decision.
public struct QuarantinedMachine: Sendable, Equatable {
  public var id: String
  public var commune: String
  public var communeName: String
  public var simulated: Bool
  public var manufacturer: String?
  public var model: String?
  /// The centre's or an officer's words.
  public var reason: String
  public var since: Date
  public var lastReportAt: Date?
}

extension QuarantinedMachine: FetchableRecord {
  public init(row: Row) {
    id = row["id"]
    commune = row["commune"]
    communeName = row["name"]
    simulated = row["simulated"]
    manufacturer = row["manufacturer"]
    model = row["model"]
    reason = row["quarantineReason"] ?? "-"
    since = row.dateIfKnown("quarantinedAt") ?? row.date("enrolledAt")
    lastReportAt = row.dateIfKnown("lastReportAt")
  }
}

// The queries repeat `state <> 'active'`, the condition of the partial index.
extension InventoryStore.Machines {
  /// Number of quarantined machines in a scope.
  public func heldBackCount(within scope: Scope) async throws -> Int {
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
  public func heldBack(
    within scope: Scope, limit: Int = 100, offset: Int = 0
  ) async throws -> [QuarantinedMachine] {
    let inScope = scope.condition("c")
    return try await store.pool.read { database in
      try QuarantinedMachine.fetchAll(
        database,
        sql: """
          SELECT m.id, m.commune, c.name, m.simulated, h.manufacturer, h.model,
            m.quarantineReason, m.quarantinedAt, m.enrolledAt, m.lastReportAt
          FROM machine m JOIN commune c ON c.code = m.commune
          LEFT JOIN machine_hardware h ON h.machine = m.number
          WHERE m.state <> 'active' AND m.state = 'quarantined' AND \(inScope.sql)
          ORDER BY m.quarantinedAt, m.number LIMIT ? OFFSET ?
          """, arguments: StatementArguments(inScope.arguments) + [limit, offset])
    }
  }
}
