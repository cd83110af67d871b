import Foundation
import InventoryStore
import Synchronization

/// Lets so many agents' requests be worked on at a time and tells the others when to come back.
///
/// A request is counted once its body is here: whoever sends slowly takes a connection, not a
/// place.
final class ConcurrencyLimiter: Sendable {
  /// Longest that an agent is sent away for.
  static let longestSeconds = 120.0

  let maximum: Int
  private let inside = Atomic(0)
  private let store: InventoryStore

  init(maximum: Int, store: InventoryStore) {
    self.maximum = maximum
    self.store = store
  }

  /// How many are being worked on.
  var count: Int { inside.load(ordering: .relaxed) }

  /// - Throws: ``ServerError`` with `busy` where all places are taken.
  func run<Value>(_ work: () async throws -> Value) async throws -> Value {
    let before = inside.add(1, ordering: .relaxed).oldValue
    defer { inside.subtract(1, ordering: .relaxed) }
    guard before < maximum else { throw busy(behind: before) }
    return try await work()
  }

  /// As many seconds as those before will take at the pace of late.
  private func busy(behind count: Int) -> ServerError {
    let seconds = Double(count) * store.backlog.secondsPerWrite
    return ServerError(
      .busy, "The server is at capacity: keep the report and try later.",
      retryAfterSeconds: Int(min(max(1, seconds), Self.longestSeconds).rounded(.up)))
  }
}
