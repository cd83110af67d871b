import GRDB

/// A write that waits for its transaction.
protocol GroupedWrite: AnyObject, Sendable {
  /// Runs it inside the group's transaction. What it throws is kept for ``finish(failure:)``.
  ///
  /// - Throws: again, so that the caller rolls it back.
  func run(in group: WriteGroup) throws
  /// Tells whoever waits: after the transaction is on disk (nil) or given up.
  func finish(failure: (any Error)?)
}

/// Touched by one thread at a time: by the writer, then by whoever drains the queue.
final class PendingWrite<Value: Sendable>: GroupedWrite, @unchecked Sendable {
  private let change: @Sendable (WriteGroup) throws -> Value
  private let continuation: CheckedContinuation<Value, any Error>
  private var outcome: Result<Value, any Error>?

  init(
    _ change: @escaping @Sendable (WriteGroup) throws -> Value,
    _ continuation: CheckedContinuation<Value, any Error>
  ) {
    self.change = change
    self.continuation = continuation
  }

  func run(in group: WriteGroup) throws {
    let outcome = Result { try change(group) }
    self.outcome = outcome
    _ = try outcome.get()
  }

  func finish(failure: (any Error)?) {
    if let failure {
      continuation.resume(throwing: failure)
    } else {
      continuation.resume(
        with: outcome ?? .failure(InventoryError(.busy, "The report was not processed: try later."))
      )
    }
  }
}
