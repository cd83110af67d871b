import Hummingbird
import NIOCore
import Synchronization

/// Bounds the memory of bodies that arrive: those of agents before they are authenticated, by
/// address, and the tables that people upload, by user.
///
/// Bytes are counted as they arrive, so that a slow sender takes little memory.
final class BodyBudget: Sendable {
  private struct State {
    var total = 0
    var byOwner: [String: Int] = [:]
  }

  /// The bytes of one request.
  final class Share {
    private let budget: BodyBudget
    private let owner: String
    private var held = 0

    fileprivate init(_ budget: BodyBudget, _ owner: String) {
      (self.budget, self.owner) = (budget, owner)
    }

    /// Counts bytes that arrived, until the request has been answered.
    ///
    /// - Throws: ``ServerError`` with `busy`.
    func add(_ count: Int) throws {
      try budget.take(count, of: owner)
      held += count
    }

    fileprivate func end() { budget.release(held, of: owner) }
  }

  private let maximumBytes: Int
  private let perOwner: Int
  private let refusal: String
  private let state = Mutex(State())

  init(
    maximumBytes: Int, perOwner: Int,
    refusal: String = "Too much is being sent at once: keep the report and try later."
  ) {
    (self.maximumBytes, self.perOwner, self.refusal) = (maximumBytes, perOwner, refusal)
  }

  /// Bytes held at present.
  var bytes: Int { state.withLock { $0.total } }

  /// Collects a body and passes it to `work`; it counts until `work` returns.
  ///
  /// - Throws: ``ServerError`` with `busy` if memory is exhausted, `NIOTooManyBytesError` above
  ///   `limit`; whatever `work` throws.
  func collecting<Value>(
    _ body: RequestBody, upTo limit: Int, from owner: String,
    _ work: (ByteBuffer) async throws -> Value
  ) async throws -> Value {
    try await sharing(with: owner) { share in
      var collected = ByteBuffer()
      for try await chunk in body {
        guard collected.readableBytes + chunk.readableBytes <= limit else {
          throw NIOTooManyBytesError(maxBytes: limit)
        }
        try share.add(chunk.readableBytes)
        collected.writeImmutableBuffer(chunk)
      }
      return try await work(collected)
    }
  }

  /// Runs `work`, which counts the bytes that it keeps; they count until it returns.
  func sharing<Value>(
    with owner: String, _ work: (Share) async throws -> Value
  ) async throws -> Value {
    let share = Share(self, owner)
    defer { share.end() }
    return try await work(share)
  }

  private func take(_ count: Int, of owner: String) throws {
    let fits = state.withLock { state in
      // Nobody may hold more than remains for all the others.
      let free = maximumBytes - state.total
      guard count <= free, state.byOwner[owner, default: 0] + count <= min(perOwner, free)
      else { return false }
      state.total += count
      state.byOwner[owner, default: 0] += count
      return true
    }
    guard fits else { throw ServerError(.busy, refusal, retryAfterSeconds: 10) }
  }

  private func release(_ count: Int, of owner: String) {
    guard count > 0 else { return }
    state.withLock { state in
      state.total -= count
      let left = state.byOwner[owner, default: 0] - count
      state.byOwner[owner] = left > 0 ? left : nil
    }
  }
}
