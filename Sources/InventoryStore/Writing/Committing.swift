import GRDB

extension InventoryStore {
  /// A durable write that touches no report: a decision about a machine, a key, a rewind.
  func committing<Value: Sendable>(
    _ change: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    try await durably { group in try change(group.database) }
  }
}
