import GRDB

extension InventoryStore {
  /// Runs one write transaction to its end and to the disk, even where the client hangs up
  /// meanwhile: a cancelled task would otherwise roll it back.
  ///
  /// - Throws: ``InventoryError`` with `databaseFull` or `busy` where the disk or another writer
  ///   is in the way; nothing of the transaction is kept then.
  func durably<Value: Sendable>(
    _ change: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    do {
      return try await Task { [pool] in try await pool.write(change) }.value
    } catch let error as DatabaseError {
      throw InventoryError(error) as (any Error)? ?? error
    }
  }
}

extension InventoryError {
  /// nil where the fault is ours, not the disk's or another writer's.
  init?(_ error: DatabaseError) {
    switch error.resultCode.primaryResultCode {
    case .SQLITE_FULL, .SQLITE_IOERR:
      self.init(.databaseFull, "The centre's disk is full or failing: keep the report, try later.")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(.busy, "The inventory is busy: keep the report and try later.")
    default: return nil
    }
  }
}

extension InventoryStore {
  /// SQLite's `synchronous` on the writer: 2 is FULL.
  func synchronousLevel() async throws -> Int? {
    try await pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
  }
}
