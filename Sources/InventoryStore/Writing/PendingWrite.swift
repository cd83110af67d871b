import GRDB

/// A write that waits for its transaction.
protocol GroupedWrite: AnyObject, Sendable {
  /// Runs the write inside the group's transaction and keeps its outcome for ``finish(failure:)``.
  ///
  /// - Throws: the write's error, so that the caller rolls it back.
  func run(in group: WriteGroup) throws
  /// Resumes the client, after the transaction is on disk (nil) or has failed.
  func finish(failure: (any Error)?)
}

/// Unchecked, because one thread at a time uses it: the writer, then the drain of the queue.
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
