import Dispatch
import Synchronization

/// Work of hundreds of milliseconds for planners, one piece at a time and on a thread of its own,
/// so that reports are taken in meanwhile.
final class PlannersDesk: Sendable {
  /// Most pieces that wait or are worked on.
  static let maximum = 16

  private let queue = DispatchQueue(label: "planners' desk")
  private let taken = Mutex(0)

  /// - Throws: ``ServerError`` with `busy` where too many wait; what `work` throws.
  func run<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    let hasRoom = taken.withLock { taken in
      guard taken < Self.maximum else { return false }
      taken += 1
      return true
    }
    guard hasRoom else {
      throw ServerError(
        .busy, "Too many plans and workbooks are being made: try again in a moment.",
        retryAfterSeconds: 5)
    }
    defer { taken.withLock { $0 -= 1 } }
    return try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result(catching: work)) }
    }
  }
}
