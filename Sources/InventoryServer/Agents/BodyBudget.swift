import Hummingbird
import NIOCore
import Synchronization

/// Bounds the memory of bodies that arrive before their sender is authenticated.
///
/// Bytes are counted as they arrive, so that a slow sender takes little memory.
final class BodyBudget: Sendable {
  private struct State {
    var total = 0
    var byAddress: [String: Int] = [:]
  }

  private let maximumBytes: Int
  private let perAddress: Int
  private let state = Mutex(State())

  init(maximumBytes: Int, perAddress: Int) {
    self.maximumBytes = maximumBytes
    self.perAddress = perAddress
  }

  /// Bytes held at present.
  var bytes: Int { state.withLock { $0.total } }

  /// Collects a body and passes it to `work`; it counts until `work` returns.
  ///
  /// - Throws: ``ServerError`` with `busy` if memory is exhausted, `NIOTooManyBytesError` above
  ///   `limit`; whatever `work` throws.
  func collecting<Value>(
    _ body: RequestBody, upTo limit: Int, from address: String,
    _ work: (ByteBuffer) async throws -> Value
  ) async throws -> Value {
    var held = 0
    defer { release(held, of: address) }
    var collected = ByteBuffer()
    for try await chunk in body {
      guard collected.readableBytes + chunk.readableBytes <= limit else {
        throw NIOTooManyBytesError(maxBytes: limit)
      }
      try take(chunk.readableBytes, of: address)
      held += chunk.readableBytes
      collected.writeImmutableBuffer(chunk)
    }
    return try await work(collected)
  }

  private func take(_ count: Int, of address: String) throws {
    let fits = state.withLock { state in
      // No address may hold more than remains for all the others.
      let free = maximumBytes - state.total
      guard count <= free,
        state.byAddress[address, default: 0] + count <= min(perAddress, free)
      else { return false }
      state.total += count
      state.byAddress[address, default: 0] += count
      return true
    }
    guard fits else {
      throw ServerError(
        .busy, "Too much is being sent at once: keep the report and try later.",
        retryAfterSeconds: 10)
    }
  }

  private func release(_ count: Int, of address: String) {
    guard count > 0 else { return }
    state.withLock { state in
      state.total -= count
      let left = state.byAddress[address, default: 0] - count
      state.byAddress[address] = left > 0 ? left : nil
    }
  }
}
