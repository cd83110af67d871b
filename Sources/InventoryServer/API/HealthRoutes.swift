import Foundation
import Hummingbird
import InventoryStore
import Synchronization

/// `GET /healthz`: 200 if the inventory answers a read, with any other problems; `GET /readyz`: 200
/// if it can be written.
struct HealthRoutes<Context: RequestContext>: Sendable {
  let store: InventoryStore
  let readiness: Readiness
  let condition: CentreCondition

  func add(to router: some RouterMethods<Context>) {
    router.get("/healthz") { _, _ in
      var health = ["status": "ok", "revision": "\(try await store.upkeep.revision())"]
      if condition.isDiskLow { (health["status"], health["disk"]) = ("degraded", "low") }
      if !store.upkeep.isInPlace { (health["status"], health["database"]) = ("degraded", "moved") }
      if let lead = condition.clockLead {
        (health["status"], health["clock"]) = ("degraded", "unconfirmed")
        health["clockLeadSeconds"] = "\(Int(max(-1e15, min(1e15, lead.rounded()))))"
      }
      return try JSONResponse.make(health)
    }
    router.get("/readyz") { _, _ in
      let lastWrite = try await readiness.lastWrite()
      return try JSONResponse.make([
        "status": "ok", "lastDurableWrite": lastWrite.formatted(.iso8601),
      ])
    }
  }
}

/// Whether the centre can accept reports, that is, whether a write reaches the disk.
///
/// A write within the last seconds is sufficient proof; otherwise one is made, never two at once,
/// however many requests there are.
actor Readiness {
  /// How long a write proves that the next one will succeed.
  static let proofSeconds = 5.0
  /// How long a write may take; a report's write counts as slow after the same time.
  static let patience: Duration = .seconds(2)

  private let store: InventoryStore
  private let now: @Sendable () -> Date
  private var proof: Task<Date, any Error>?
  private var last: (result: Result<Date, any Error>, at: Double)?

  init(store: InventoryStore, now: @escaping @Sendable () -> Date) {
    self.store = store
    self.now = now
  }

  /// When a write last reached the disk.
  ///
  /// - Throws: ``ServerError`` with `busy` if no write succeeds now: the disk is full or failing,
  ///   or another program holds the inventory.
  func lastWrite() async throws -> Date {
    if let last, MonotonicSeconds.now() - last.at < Self.proofSeconds {
      return try last.result.get()
    }
    let proof = self.proof ?? begin()
    let answer = AsyncStream<Result<Date, any Error>>.makeStream()
    let waiting = Task { answer.continuation.yield(await proof.result) }
    let timer = Task {
      try await Task.sleep(for: Self.patience)
      answer.continuation.yield(.failure(notReady("A write has not reached the disk in time")))
    }
    defer {
      waiting.cancel()
      timer.cancel()
    }
    for await result in answer.stream { return try result.get() }
    throw CancellationError()
  }

  private func begin() -> Task<Date, any Error> {
    let task = Task<Date, any Error> { [store, now] in
      let time = now()
      try await store.upkeep.proveWritable(now: time)
      return time
    }
    proof = task
    Task { settle(await task.result) }
    return task
  }

  private func settle(_ result: Result<Date, any Error>) {
    proof = nil
    last = (
      result.mapError { error -> any Error in
        notReady((error as? InventoryError)?.clientMessage ?? "A write failed")
      }, MonotonicSeconds.now()
    )
  }

  private func notReady(_ reason: String) -> ServerError {
    let last =
      store.upkeep.lastDurableWrite.at.map { $0.formatted(.iso8601) } ?? "none since the start"
    return ServerError(
      .busy, "\(reason). Last durable write: \(last). See the centre's log and its disk.",
      retryAfterSeconds: 10)
  }
}
