import InventoryStore

/// Limits what one signed-in user may do through forms: most of it is recorded for good, in tables
/// and in the audit log, which only grows.
struct ActionLimits: Sendable {
  let tables = TableUploads()
  /// By the user's row number.
  private let actions: RateLimiter<Int64>
  /// Statements about communes, by ``PageCall/statingOwner``.
  private let statements: RateLimiter<String>

  /// One every five seconds for hours, or 240 within minutes, is more than anybody decides by hand.
  init(now: @escaping @Sendable () -> Double) {
    actions = RateLimiter(perHour: 720, burst: 240, now: now)
    statements = RateLimiter(perHour: 240, burst: 120, now: now)
  }

  /// Counts an action.
  ///
  /// - Throws: ``ServerError`` with `rateLimited`.
  func count(_ call: PageCall) throws {
    guard let user = call.principal?.person?.number else { return }
    try Self.count(user, actions, call, "error.tooManyActions")
  }

  /// Counts a statement about a commune that is kept for good: an attestation, a visit, a note, a
  /// result of the check.
  ///
  /// - Parameter owner: The user, or the commune whose link was used.
  /// - Throws: ``ServerError`` with `rateLimited`.
  func countStatement(of owner: String, _ call: PageCall) throws {
    try Self.count(owner, statements, call, "check.tooOften")
  }

  private static func count<Owner>(
    _ owner: Owner, _ limiter: RateLimiter<Owner>, _ call: PageCall, _ text: String
  ) throws {
    if let seconds = limiter.wait(owner) {
      throw ServerError(.rateLimited, call.text(text), retryAfterSeconds: seconds)
    }
    limiter.count(owner)
  }
}

extension PageCall {
  /// The key by which a user's statements are counted, in the check and on other pages alike.
  var statingOwner: String { "user \(principal?.user?.number ?? 0)" }
}
