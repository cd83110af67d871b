import Foundation
import InventoryStore
import Synchronization

/// Limits concurrent agent requests and tells refused ones when to retry.
///
/// A request counts once its body has arrived: a slow sender takes a connection, not a place.
final class ConcurrencyLimiter: Sendable {
  /// Longest Retry-After.
  static let longestSeconds = 120.0

  let maximum: Int
  /// nil: no limit.
  let space: DiskSpace?
  private let inside = Atomic(0)
  private let store: InventoryStore

  init(maximum: Int, store: InventoryStore, space: DiskSpace? = nil) {
    self.space = space
    self.maximum = maximum
    self.store = store
  }

  /// Requests in progress.
  var count: Int { inside.load(ordering: .relaxed) }

  /// - Throws: ``ServerError`` with `busy` if all places are taken or the disk is nearly full;
  ///   whatever `work` throws.
  func run<Value>(_ work: () async throws -> Value) async throws -> Value {
    try space?.require()
    let before = inside.add(1, ordering: .relaxed).oldValue
    defer { inside.subtract(1, ordering: .relaxed) }
    guard before < maximum else { throw busy(behind: before) }
    return try await work()
  }

  /// A refusal with the seconds that the requests ahead will take at the recent rate.
  private func busy(behind count: Int) -> ServerError {
    let seconds = Double(count) * store.upkeep.backlog.secondsPerWrite
    return ServerError(
      .busy, "The server is at capacity: keep the report and try later.",
      retryAfterSeconds: Int(min(max(1, seconds), Self.longestSeconds).rounded(.up)))
  }
}
