import GRDB

extension InventoryStore {
  /// Runs a write to completion, on disk, even if its client disconnects: the only way to change
  /// the file once it is open. Writes that wait at the same time share one transaction.
  ///
  /// - Parameter change: may run twice, each time from the same state.
  /// - Throws: what `change` threw; ``InventoryError`` with `databaseFull` or `busy` if the disk or
  ///   another writer prevented it. In that case nothing of the change is stored.
  func write<Value: Sendable>(
    _ change: @escaping @Sendable (WriteGroup) throws -> Value
  ) async throws -> Value {
    do {
      return try await commits.write(change)
    } catch let error as DatabaseError {
      throw InventoryError(error, of: path) as (any Error)? ?? error
    }
  }

  /// Writes for many communes, a few in each transaction, since reports wait behind it.
  ///
  /// The pause between two lets commands beside the serving process write: one that waits for the
  /// file tries again after up to a tenth of a second, and without a gap would never find it free.
  func writeInParts(
    of size: Int, _ communes: [String],
    _ change: @escaping @Sendable (String, WriteGroup) throws -> Void
  ) async throws {
    for start in stride(from: 0, to: communes.count, by: size) {
      if start > 0 { try await Task.sleep(for: .milliseconds(40)) }
      let part = communes[start..<min(start + size, communes.count)]
      try await write { group in
        for commune in part { try change(commune, group) }
      }
    }
  }

  /// SQLite's `synchronous` setting of the writer: 2 is FULL.
  func synchronousLevel() async throws -> Int? {
    try await write { try Int.fetchOne($0.database, sql: "PRAGMA synchronous") }
  }

  /// One line about a failure of SQLite, or nil for any other error.
  public static func explanation(of error: any Error) -> String? {
    guard let error = error as? DatabaseError else { return nil }
    return InventoryError(error)?.message ?? error.message ?? "SQLite error \(error.resultCode)"
  }
}

extension InventoryError {
  /// The message is for the centre's operator; over the network the path is left out.
  ///
  /// - Parameter path: of the file that was to be read or written; nil if not known.
  /// - Returns: nil unless the disk or another writer is the cause.
  init?(_ error: DatabaseError, of path: String? = nil) {
    let file = path ?? "the inventory"
    guard error.extendedResultCode != .SQLITE_READONLY_DBMOVED else {
      self.init(
        .databaseUnusable,
        "\(file), or the log beside it, was moved, deleted or replaced while the centre serves it: nothing is stored any more. Put the file back with its -wal and -shm, or stop the centre and restore a backup."
      )
      return
    }
    switch error.resultCode.primaryResultCode {
    case .SQLITE_FULL:
      self.init(.databaseFull, "The disk of \(file) is full: free space on it, then try again.")
    case .SQLITE_IOERR, .SQLITE_NOMEM, .SQLITE_CANTOPEN, .SQLITE_READONLY:
      self.init(
        .databaseFull,
        "Cannot read or write \(file) (\(error.message ?? "\(error.resultCode)")): check its disk and free space on it, then try again."
      )
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(
        .busy, "Another program is writing \(file): wait until it has ended, then try again.")
    default: return nil
    }
  }
}
