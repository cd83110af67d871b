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

/// One request that is waiting for a job.
private final class Waiter: Sendable {
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

private final class Job: Sendable {
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

private struct State {
  /// Waiting jobs in the order of their arrival.
  private var waiting: [Job] = []
  private var running: [Job] = []
  /// Owners served recently, the latest last.
  private var served: [String] = []
  private(set) var perOwner: [String: Int] = [:]
  var threads = 0
  /// Exponentially weighted mean.
  private(set) var secondsPerJob = 0.5

  var count: Int { waiting.count + running.count }

  func isRunning(for waiter: Waiter) -> Bool {
    running.contains { job in job.waiters.contains { $0 === waiter } }
  }

  var waiterCount: Int { (waiting + running).reduce(0) { $0 + $1.waiters.count } }

  mutating func add(_ job: Job) {
    waiting.append(job)
    perOwner[job.owner, default: 0] += 1
  }

  /// Removes the newest waiting job of the owner with the most, in favour of an owner with fewer,
  /// so that a few owners cannot keep everyone else out of a full queue.
  ///
  /// - Returns: The removed job's waiters; empty if no job is removed.
  mutating func giveWay(to owner: String) -> [Waiter] {
    let own = perOwner[owner, default: 0]
    func held(_ place: Int) -> Int { perOwner[waiting[place].owner, default: 0] }
    let most = waiting.indices
      .filter { !waiting[$0].isPreferred && held($0) > own + 1 }
      .max { (held($0), $0) < (held($1), $1) }
    guard let most else { return [] }
    let job = waiting.remove(at: most)
    release(job)
    return job.waiters
  }

  /// - Returns: false if there is no such job.
  func join(_ waiter: Waiter, _ key: String, isPreferred: Bool) -> Bool {
    guard let job = (running + waiting).first(where: { $0.key == key && !$0.isAbandoned }) else {
      return false
    }
    job.add(waiter, isPreferred: isPreferred)
    return true
  }

  /// The oldest job of the owner who was served longest ago; preferred jobs first. nil ends the
  /// calling thread.
  mutating func next() -> Job? {
    dropAbandoned()
    let preferred = waiting.filter(\.isPreferred)
    let candidates = preferred.isEmpty ? waiting : preferred
    let turns = Dictionary(
      served.enumerated().map { ($1, $0) }, uniquingKeysWith: { $1 })
    guard
      let job = candidates.min(by: { turns[$0.owner] ?? -1 < turns[$1.owner] ?? -1 }),
      let place = waiting.firstIndex(where: { $0 === job })
    else {
      threads -= 1
      if count == 0 { served = [] }
      return nil
    }
    waiting.remove(at: place)
    running.append(job)
    served.removeAll { $0 == job.owner }
    served.append(job.owner)
    if served.count > 256 { served.removeFirst() }
    return job
  }

  /// - Returns: The job's waiters.
  mutating func end(_ job: Job, seconds: Double) -> [Waiter] {
    running.removeAll { $0 === job }
    release(job)
    secondsPerJob += 0.2 * (seconds - secondsPerJob)
    return job.waiters
  }

  mutating func dropAbandoned() {
    let abandoned = waiting.filter(\.isAbandoned)
    guard !abandoned.isEmpty else { return }
    waiting.removeAll { job in abandoned.contains { $0 === job } }
    for job in abandoned { release(job) }
  }

  private mutating func release(_ job: Job) {
    let left = perOwner[job.owner, default: 1] - 1
    perOwner[job.owner] = left > 0 ? left : nil
  }
}
