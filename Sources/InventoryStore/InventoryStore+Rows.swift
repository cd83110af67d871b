import GRDB

extension InventoryStore {
  /// The rows of a query, read concurrently with any write.
  func rows<Value: FetchableRecord & Sendable>(
    sql: String, arguments: StatementArguments = StatementArguments()
  ) async throws -> [Value] {
    try await pool.read { try Value.fetchAll($0, sql: sql, arguments: arguments) }
  }
}
