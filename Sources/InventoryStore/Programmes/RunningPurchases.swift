import GRDB

/// What a programme still buys of one item for one commune: it is not cancelled, and reports do not show
/// it yet.
public struct RunningPurchase: Sendable, Equatable {
  public var commune, item: String
  /// The programme's name.
  public var programme: String
  /// Above 0.
  public var units: Int
}

extension InventoryStore.Programmes {
  /// Purchases of all programmes that reports do not show yet. An item that no report can show counts
  /// until it is delivered; visits are left out.
  public func running(within scope: Scope) async throws -> [RunningPurchase] {
    let inScope = scope.condition("c")
    return try await store.pool.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM (
            SELECT i.commune, i.item, p.name, i.count - CASE WHEN i.evidence IS NULL
              THEN (SELECT coalesce(sum(e.count), 0) FROM programme_entry e
                WHERE e.lineItem = i.number AND e.kind = 'delivery' AND e.withdrawnAt IS NULL)
              ELSE (SELECT count(*) FROM programme_entry e
                JOIN programme_evidence v ON v.delivery = e.number AND v.voidedAt IS NULL
                WHERE e.lineItem = i.number AND e.withdrawnAt IS NULL)
              END AS units
            FROM programme_item i JOIN programme p ON p.number = i.programme
            JOIN commune c ON c.code = i.commune
            WHERE i.cancelledAt IS NULL AND i.item <> ? AND \(inScope.sql)
            ORDER BY p.number, i.number)
          WHERE units > 0
          """, arguments: [LineItem.visit] + StatementArguments(inScope.arguments)
      ).map {
        RunningPurchase(
          commune: $0["commune"], item: $0["item"], programme: $0["name"], units: $0["units"])
      }
    }
  }
}
