public import Foundation
import GRDB

/// A machine that waits for an officer.
public struct HeldBackMachine: Sendable, Equatable {
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

/// `state <> 'active'` besides: it names the index.
extension InventoryStore {
  /// How many machines of a scope are held back.
  public func heldBackCount(within scope: Scope = .country) async throws -> Int {
    let inScope = scope.condition("c")
    return try await pool.read { database in
      try Int.fetchOne(
        database,
        sql: """
          SELECT count(*) FROM machine m JOIN commune c ON c.code = m.commune
          WHERE m.state <> 'active' AND m.state = 'quarantined' AND \(inScope.sql)
          """, arguments: StatementArguments(inScope.arguments)) ?? 0
    }
  }

  /// The machines of a scope that are held back, longest first.
  public func heldBack(
    within scope: Scope = .country, limit: Int = 100, offset: Int = 0
  ) async throws -> [HeldBackMachine] {
    let inScope = scope.condition("c")
    return try await pool.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT m.id, m.commune, c.name, m.simulated, h.manufacturer, h.model,
            m.quarantineReason, m.quarantinedAt, m.enrolledAt, m.lastReportAt
          FROM machine m JOIN commune c ON c.code = m.commune
          LEFT JOIN machine_hardware h ON h.machine = m.number
          WHERE m.state <> 'active' AND m.state = 'quarantined' AND \(inScope.sql)
          ORDER BY m.quarantinedAt, m.number LIMIT ? OFFSET ?
          """, arguments: StatementArguments(inScope.arguments) + [limit, offset]
      ).map { row in
        HeldBackMachine(
          id: row["id"], commune: row["commune"], communeName: row["name"],
          simulated: row["simulated"], manufacturer: row["manufacturer"], model: row["model"],
          reason: row["quarantineReason"] ?? "-",
          since: Date(microseconds: row["quarantinedAt"] ?? row["enrolledAt"]),
          lastReportAt: (row["lastReportAt"] as Int64?).map { Date(microseconds: $0) })
      }
    }
  }
}
