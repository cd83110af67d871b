import Foundation
import GRDB
import Synchronization

/// Commits the writes of many clients in one durable transaction for all that wait.
///
/// A disk that takes 5 ms to sync takes 5 ms for one report or for sixty. While one transaction
/// runs, new writes queue up; the next transaction takes all of them, and none waits for others to
/// arrive. A write's failure affects no other: the group is rolled back and run once more, each
/// write in a savepoint of its own, which few groups need. The group runs in a detached task: GRDB
/// rolls back a cancelled task, and a client that disconnects must not undo the writes of others.
final class GroupCommit: Sendable {
  private struct State {
    var waiting: [any GroupedWrite] = []
    var draining = false
  }

  let pace = ServicePace()
  let record = WriteRecord()
  private let pool: any DatabaseWriter
  private let place: FilePlace
  private let cache: MeasureCache
  private let inForce: PolicyInForce
  private let largest: Int
  private let state = Mutex(State())

  init(
    _ pool: any DatabaseWriter, at place: FilePlace, inForce: PolicyInForce, keys: KeyCache,
    largest: Int
  ) {
    self.largest = largest
    (self.pool, self.place) = (pool, place)
    self.inForce = inForce
    cache = MeasureCache(keys: keys)
  }

  /// Number of writes that wait for a transaction.
  var queueLength: Int { state.withLock { $0.waiting.count } }

  /// Runs `change` in the next transaction and returns once that is on disk.
  ///
  /// - Parameter change: may run twice, each time from the same state.
  /// - Throws: what `change` threw, or why the transaction failed; in that case nothing of it is
  ///   stored.
  func write<Value: Sendable>(
    _ change: @escaping @Sendable (WriteGroup) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let write = PendingWrite(change, continuation)
      let starts = state.withLock { state in
        state.waiting.append(write)
        defer { state.draining = true }
        return !state.draining
      }
      if starts { Task.detached { await self.drain() } }
    }
  }

  /// Runs `change` while the file is being opened, before any other write.
  func writeWhileOpening(_ change: (WriteGroup) throws -> Void) throws {
    try pool.write { database in
      try WriteGroup(database, cache: cache, rules: inForce.rules).runAlone(change)
    }
    record.succeeded(at: Date())
  }

  private func drain() async {
    while let group = next() {
      let start = ContinuousClock.now
      await commit(group)
      pace.add(count: group.count, took: ContinuousClock.now - start)
    }
  }

  private func next() -> [any GroupedWrite]? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.draining = false
        return nil
      }
      let group = Array(state.waiting.prefix(largest))
      state.waiting.removeFirst(group.count)
      return group
    }
  }

  /// - Parameter savepoints: Whether an earlier attempt has failed without them.
  private func commit(_ group: [any GroupedWrite], savepoints: Bool = false) async {
    do {
      try await pool.write { [cache, inForce, place] database in
        try place.require()
        try WriteGroup(database, cache: cache, rules: inForce.rules)
          .run(group, savepoints: savepoints)
      }
    } catch  where !savepoints && !Self.isDiskFailure(error) {
      return await commit(group, savepoints: true)
    } catch {
      if Self.isDiskFailure(error) { record.failed(InventoryStore.explanation(of: error) ?? "") }
      // The commit itself may have failed: then the writer's memory differs from the disk.
      cache.forget()
      guard group.count > 1, !Self.isDiskFailure(error) else {
        for write in group { write.finish(failure: error) }
        return
      }
      // One write broke what the group shares, such as a commune's measures: run each alone.
      for write in group { await commit([write], savepoints: true) }
      return
    }
    do {
      // What went into a file that was moved meanwhile is not acknowledged, nor tried again.
      try place.require()
      record.succeeded(at: Date())
      for write in group { write.finish(failure: nil) }
    } catch {
      for write in group { write.finish(failure: error) }
    }
  }

  /// Whether an immediate retry would fail again.
  static func isDiskFailure(_ error: any Error) -> Bool {
    guard let error = error as? DatabaseError else { return false }
    return InventoryError(error) != nil || error.resultCode == .SQLITE_CORRUPT
  }
}
