import InventoryStore

/// Limits how often one user, or one commune's links, may check: results are kept forever, and each
/// scan takes seconds.
struct CheckLimits: Sendable {
  private let results: RateLimiter<String>
  private let scans: RateLimiter<String>

  init(now: @escaping @Sendable () -> Double) {
    results = RateLimiter(perHour: 240, burst: 120, now: now)
    scans = RateLimiter(perHour: 60, burst: 20, now: now)
  }

  /// - Throws: ``ServerError`` with `rateLimited`.
  func count(_ check: CheckCall) throws { try Self.count(check, results) }

  /// - Throws: ``ServerError`` with `rateLimited`.
  func countScan(_ check: CheckCall) throws { try Self.count(check, scans) }

  private static func count(_ check: CheckCall, _ limiter: RateLimiter<String>) throws {
    if let seconds = limiter.wait(check.owner) {
      throw ServerError(
        .rateLimited, check.call.text("check.tooOften"), retryAfterSeconds: seconds)
    }
    limiter.count(check.owner)
  }
}
