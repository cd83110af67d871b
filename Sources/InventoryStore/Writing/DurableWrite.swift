import GRDB

extension InventoryStore {
  /// Runs a write to its end and to the disk, together with those that wait meanwhile, even where
  /// the client hangs up.
  ///
  /// - Throws: ``InventoryError`` with `databaseFull` or `busy` where the disk or another writer
  ///   is in the way; nothing of it is kept then.
  func durably<Value: Sendable>(
    _ change: @escaping @Sendable (WriteGroup) throws -> Value
  ) async throws -> Value {
    do {
      return try await commits.write(change)
    } catch let error as DatabaseError {
      throw InventoryError(error) as (any Error)? ?? error
    }
  }

  /// How many writes wait for the disk, and how long one takes of late.
  public var backlog: (count: Int, secondsPerWrite: Double) {
    (commits.queueLength, commits.pace.secondsPerWrite)
  }
}

extension InventoryError {
  /// nil where the fault is ours, not the disk's or another writer's.
  init?(_ error: DatabaseError) {
    switch error.resultCode.primaryResultCode {
    case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_NOMEM, .SQLITE_CANTOPEN, .SQLITE_READONLY:
      self.init(
        .databaseFull, "The server's disk is full or failing: keep the report and try later.")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(.busy, "The database is busy: keep the report and try later.")
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

extension InventoryStore {
  /// What a failure of SQLite means to a person, in one line; nil where it is none.
  public static func explanation(of error: any Error) -> String? {
    guard let error = error as? DatabaseError else { return nil }
    return InventoryError(error)?.message ?? error.message ?? "SQLite error \(error.resultCode)"
  }
}
