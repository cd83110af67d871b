import InventoryStore

/// Limits how often one user, or one commune's links, may check: results are kept forever, and each
/// scan takes seconds.
struct CheckLimits: Sendable {
  private let actions: ActionLimits
  private let scans: RateLimiter<String>

  /// - Parameter actions: Count results together with a user's other statements.
  init(_ actions: ActionLimits, now: @escaping @Sendable () -> Double) {
    self.actions = actions
    scans = RateLimiter(perHour: 60, burst: 20, now: now)
  }

  /// - Throws: ``ServerError`` with `rateLimited`.
  func count(_ check: CheckCall) throws {
    try actions.countStatement(of: check.owner, check.call)
  }

  /// - Throws: ``ServerError`` with `rateLimited`.
  func requireScan(_ check: CheckCall) throws {
    guard let seconds = scans.wait(check.owner) else { return }
    throw ServerError(.rateLimited, check.call.text("check.tooOften"), retryAfterSeconds: seconds)
  }

  /// Runs `read` and counts a scan, unless there was no place to read it.
  func countingScan<Value>(_ check: CheckCall, _ read: () async throws -> Value) async throws
    -> Value
  {
    scans.count(check.owner)
    do {
      return try await read()
    } catch let error as ServerError where error.code == .busy {
      scans.giveBack(check.owner)
      throw error
    }
  }
}
