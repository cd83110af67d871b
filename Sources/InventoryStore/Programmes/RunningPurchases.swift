import GRDB

/// Units of one item that a programme buys for a commune and that reports do not show yet; once
/// cancelled, only those already delivered.
public struct RunningPurchase: Sendable, Equatable {
  public var commune, item: String
  /// The programme's name.
  public var programme: String
  /// Above 0.
  public var units: Int
}

extension InventoryStore.Programmes {
  /// Purchases of all programmes that reports do not show yet. An item that no report can show
  /// counts until it is delivered, a cancelled one only as far as it was delivered. A visit counts
  /// until it is recorded.
  public func running(within scope: Scope) async throws -> [RunningPurchase] {
    let inScope = scope.condition("c")
    return try await store.pool.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM (
            SELECT i.commune, i.item, p.name,
              CASE WHEN i.cancelledAt IS NULL THEN i.count ELSE d.units END
              - CASE WHEN i.evidence IS NULL THEN d.units
              ELSE (SELECT count(*) FROM programme_entry e
                JOIN programme_evidence v ON v.delivery = e.number AND v.voidedAt IS NULL
                WHERE e.lineItem = i.number AND e.withdrawnAt IS NULL)
              END AS units
            FROM programme_item i JOIN programme p ON p.number = i.programme
            JOIN commune c ON c.code = i.commune
            JOIN (SELECT n.number, coalesce(sum(e.count), 0) AS units FROM programme_item n
              LEFT JOIN programme_entry e ON e.lineItem = n.number AND e.kind = 'delivery'
                AND e.withdrawnAt IS NULL
              GROUP BY n.number) d ON d.number = i.number
            WHERE \(inScope.sql)
            ORDER BY p.number, i.number)
          WHERE units > 0
          """, arguments: StatementArguments(inScope.arguments)
      ).map {
        RunningPurchase(
          commune: $0["commune"], item: $0["item"], programme: $0["name"], units: $0["units"])
      }
    }
  }
}
