import Dispatch
import Synchronization

/// Where passwords are hashed: two at a time, 128 MiB each, on threads of their own.
final class PasswordDesk: Sendable {
  private static let atATime = 2
  /// Most that wait or are worked on.
  static let maximum = 24

  let cost: Int
  private let queue = DispatchQueue(label: "passwords", attributes: .concurrent)
  private let places = DispatchSemaphore(value: atATime)
  private let taken = Mutex(0)
  /// What a password of nobody is compared with, so that the time does not tell who exists.
  private let nobody: PasswordHash

  init(cost: Int) throws {
    self.cost = cost
    nobody = try PasswordHash(of: "nobody", cost: cost)
  }

  func hash(_ password: String) async throws -> PasswordHash {
    let cost = cost
    return try await run { try PasswordHash(of: password, cost: cost) }
  }

  /// - Parameter hash: nil for somebody who does not exist: never true, after the same time.
  func check(_ password: String, against hash: PasswordHash?) async throws -> Bool {
    let kept = hash ?? nobody
    return try await run { try kept.isOf(password) } && hash != nil
  }

  private func run<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    let hasRoom = taken.withLock { taken in
      guard taken < Self.maximum else { return false }
      taken += 1
      return true
    }
    guard hasRoom else {
      throw ServerError(
        .busy, "Too many people are signing in: try again in a moment.", retryAfterSeconds: 10)
    }
    defer { taken.withLock { $0 -= 1 } }
    return try await withCheckedThrowingContinuation { continuation in
      queue.async { [places] in
        places.wait()
        defer { places.signal() }
        continuation.resume(with: Result(catching: work))
      }
    }
  }
}
