import Foundation
import InventoryStore
import ServiceLifecycle
import Synchronization

/// A bounded queue for slow work, on low-priority threads of its own, so that neither Swift's
/// executor nor reports ever wait for it.
///
/// Round-robin between owners, one job each, so that an owner with many jobs waits only behind its
/// own. Identical requests share a job. A job without waiters (because its clients left or the
/// centre is stopping) is never started.
final class BoundedQueue: Sendable {
  struct Limits: Sendable {
    /// Maximum concurrent jobs.
    var threads = 1
    /// Maximum jobs that are waiting or running.
    var capacity: Int
    /// Maximum jobs of one owner that are waiting or running.
    var perOwner: Int
    /// Places beyond `capacity` for preferred callers only.
    var kept = 0
    /// Longest expected wait of a job in seconds: on a slow machine, fewer jobs than `capacity` may
    /// wait. Preferred callers are exempt.
    var patience = Double.infinity
    /// Nice value of the threads: 19 yields to everything else.
    var niceness: Int32
  }

  /// The client for which a job is done.
  struct Caller: Sendable {
    /// Fairness key: a user or an address.
    var owner: String
    /// Preferred callers are served before all others.
    var isPreferred = false
    /// Ends the wait when the client leaves; nil if there is no client.
    var disconnection: Disconnection?

    /// The user if known, otherwise the address.
    static func of(_ principal: Principal?, _ context: CentreContext) async -> Caller {
      Caller(
        owner: principal?.user.map { "user \($0.number)" } ?? context.caller,
        disconnection: await .of(context.channel))
    }
  }

  private let limits: Limits
  /// The subject of a refusal: `Too many plans and workbooks are being made`.
  private let complaint: String
  private let state = Mutex(State())

  init(_ limits: Limits, complaint: String) {
    self.limits = limits
    self.complaint = complaint
  }

  /// Jobs that are waiting or running.
  var count: Int { state.withLock { $0.count } }

  /// Requests that are waiting for a job to start or end.
  var waiterCount: Int { state.withLock { $0.waiterCount } }

  /// Runs `work` when it is the caller's turn.
  ///
  /// - Parameter key: Requests with equal keys have equal results and share one job.
  /// - Throws: ``ServerError`` with `busy` if the queue is full; `CancellationError` if the client
  ///   left or the centre is stopping; whatever `work` throws.
  func run<Value: Sendable>(
    for caller: Caller, joining key: String? = nil,
    _ work: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    let waiter = Waiter()
    let registration = caller.disconnection?.onDisconnect { self.leave(waiter) }
    defer { if let registration { caller.disconnection?.forget(registration) } }
    let result = try await withGracefulShutdownHandler {
      try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation {
          (continuation: CheckedContinuation<any Sendable, any Error>) in
          guard waiter.begin(continuation) else { return }
          enter(waiter, caller, key, work)
        }
      } onCancel: {
        self.leave(waiter)
      }
    } onGracefulShutdown: {
      self.leave(waiter)
    }
    guard let value = result as? Value else { throw CancellationError() }
    return value
  }

  private func enter(
    _ waiter: Waiter, _ caller: Caller, _ key: String?,
    _ work: @escaping @Sendable () throws -> any Sendable
  ) {
    let (admitted, startsThread, displaced) = state.withLock { state -> (Bool, Bool, [Waiter]) in
      if let key, state.join(waiter, key, isPreferred: caller.isPreferred) {
        return (true, false, [])
      }
      let places = limits.capacity + (caller.isPreferred ? limits.kept : 0)
      let wait = Double(state.count) * state.secondsPerJob / Double(limits.threads)
      guard state.perOwner[caller.owner, default: 0] < limits.perOwner else {
        return (false, false, [])
      }
      var displaced: [Waiter] = []
      if state.count >= places || !caller.isPreferred && wait >= limits.patience {
        displaced = state.giveWay(to: caller.owner)
        guard !displaced.isEmpty else { return (false, false, []) }
      }
      state.add(Job(caller, key: key, work, for: waiter))
      guard state.threads < limits.threads else { return (true, false, displaced) }
      state.threads += 1
      return (true, true, displaced)
    }
    for other in displaced { other.finish(.failure(refusal())) }
    guard admitted else { return waiter.finish(.failure(refusal())) }
    if startsThread { Thread.detachNewThread { self.work() } }
  }

  private func refusal() -> ServerError {
    let seconds = state.withLock { Double($0.count) * $0.secondsPerJob } / Double(limits.threads)
    return ServerError(
      .busy, "\(complaint): try again in a moment.",
      retryAfterSeconds: Int(min(max(2, seconds), 60).rounded(.up)))
  }

  /// Ends the wait for a job that has not started; the client still receives the result of a
  /// running one.
  private func leave(_ waiter: Waiter) {
    let isRunning = state.withLock { $0.isRunning(for: waiter) }
    guard !isRunning else { return }
    waiter.finish(.failure(CancellationError()))
    state.withLock { $0.dropAbandoned() }
  }

  /// Runs jobs until none is left, then ends: a thread costs far less than any job.
  private func work() {
    // Linux keeps a nice value per thread: 0 means the calling one.
    setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, limits.niceness)
    while let job = state.withLock({ $0.next() }) {
      let start = MonotonicSeconds.now()
      let result = Result { try job.work() }
      let took = MonotonicSeconds.now() - start
      let waiters = state.withLock { $0.end(job, seconds: took) }
      for waiter in waiters { waiter.finish(result) }
    }
  }
}
