public import Foundation
import GRDB
import Synchronization

/// When the inventory was last written to the disk, and what has been in the way since.
final class WriteRecord: Sendable {
  private struct State {
    var lastAt: Date?
    var failure: String?
  }

  private let state = Mutex(State())

  func succeeded(at time: Date) { state.withLock { $0 = State(lastAt: time) } }
  func failed(_ reason: String) { state.withLock { $0.failure = reason } }
  var last: (at: Date?, failure: String?) { state.withLock { ($0.lastAt, $0.failure) } }
}

extension InventoryStore {
  /// The last write that reached the disk, and why the newest did not.
  public var lastDurableWrite: (at: Date?, failure: String?) { commits.record.last }

  /// Writes something small to the disk, as a report would be written.
  ///
  /// - Throws: ``InventoryError`` with `databaseFull` or `busy`.
  public func proveWritable(now: Date) async throws {
    try await committing { database in
      try database.execute(
        sql: """
          INSERT INTO setting (name, value) VALUES ('writtenAt', ?)
          ON CONFLICT (name) DO UPDATE SET value = excluded.value
          """, arguments: [String(now.microseconds)])
    }
  }
}
