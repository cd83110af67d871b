import Synchronization

extension BoundedQueue {
  /// One request that is waiting for a job.
  final class Waiter: Sendable {
    private enum State {
      case new
      case waiting(CheckedContinuation<any Sendable, any Error>)
      case done
    }

    private let state = Mutex(State.new)

    var isDone: Bool { state.withLock { if case .done = $0 { true } else { false } } }

    /// - Returns: false if the client has already left.
    func begin(_ continuation: CheckedContinuation<any Sendable, any Error>) -> Bool {
      let begins = state.withLock { state in
        guard case .new = state else { return false }
        state = .waiting(continuation)
        return true
      }
      if !begins { continuation.resume(throwing: CancellationError()) }
      return begins
    }

    /// Ends the wait once; later calls change nothing.
    func finish(_ result: Result<any Sendable, any Error>) {
      let continuation = state.withLock { state -> CheckedContinuation<any Sendable, any Error>? in
        defer { state = .done }
        if case .waiting(let continuation) = state { return continuation }
        return nil
      }
      continuation?.resume(with: result)
    }
  }

  final class Job: Sendable {
    let owner: String
    let key: String?
    let work: @Sendable () throws -> any Sendable
    private let state: Mutex<(waiters: [Waiter], isPreferred: Bool)>

    init(
      _ caller: BoundedQueue.Caller, key: String?,
      _ work: @escaping @Sendable () throws -> any Sendable, for waiter: Waiter
    ) {
      owner = caller.owner
      self.key = key
      self.work = work
      state = Mutex(([waiter], caller.isPreferred))
    }

    var waiters: [Waiter] { state.withLock { $0.waiters } }
    var isPreferred: Bool { state.withLock { $0.isPreferred } }
    var isAbandoned: Bool { waiters.allSatisfy(\.isDone) }

    func add(_ waiter: Waiter, isPreferred: Bool) {
      state.withLock { state in
        state.waiters.append(waiter)
        if isPreferred { state.isPreferred = true }
      }
    }
  }
}
