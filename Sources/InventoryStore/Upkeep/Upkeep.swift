public import Foundation
import GRDB

extension InventoryStore.Upkeep {
  /// A number that increases with every commit to the file, by any process: equal numbers mean
  /// equal answers.
  public func revision() async throws -> Int64 {
    try await store.pool.read(Revision.read)
  }

  /// Number of writes that wait for the disk, and recent seconds per write.
  public var backlog: (count: Int, secondsPerWrite: Double) {
    (store.commits.queueLength, store.commits.pace.secondsPerWrite)
  }

  /// The last write that reached the disk, and why later ones did not.
  public var lastDurableWrite: (at: Date?, failure: String?) { store.commits.record.last }

  /// Whether the inventory that is open is still the file at its path.
  public var isInPlace: Bool { store.place.isUnchanged }

  /// Makes a small write to the disk, in the same way as a report.
  ///
  /// - Throws: ``InventoryError`` with `databaseFull`, `databaseUnusable` or `busy`.
  public func proveWritable(now: Date) async throws {
    try await store.write { group in
      try group.database.execute(
        sql: """
          INSERT INTO setting (name, value) VALUES ('writtenAt', ?)
          ON CONFLICT (name) DO UPDATE SET value = excluded.value
          """, arguments: [String(now.microseconds)])
    }
  }
}
