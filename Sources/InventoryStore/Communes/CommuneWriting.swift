import GRDB

extension InventoryStore {
  /// Changes the data of one commune in a transaction of ``write(_:)``.
  ///
  /// - Throws: ``InventoryError`` with `communeUnknown` if it is outside the scope; what `change`
  ///   throws.
  func write<Value: Sendable>(
    for commune: String, within scope: Scope,
    _ change: @escaping @Sendable (WriteGroup, Database) throws -> Value
  ) async throws -> Value {
    try await write { group in
      _ = try scope.requireCommune(commune, group.database)
      return try change(group, group.database)
    }
  }
}
