/// Limits how much text a commune's agents may have inflated and parsed, since a message of a few
/// kilobytes can take as long to parse as thousands of honest ones.
///
/// By commune, because everything else is the sender's to choose: one token is good for any number
/// of machines. Whoever exceeds it keeps the report and sends it later.
struct TextAllowance: Sendable {
  /// What the smallest message counts: none is free.
  static let unit = 64 << 10
  /// 128 MiB at once and 512 MiB an hour. Fifty computers whose inventories have 1 MiB each, which
  /// is twenty times the usual size, send 50 MiB in the morning.
  private static let (burst, perHour) = (2048, 8192)

  private let units: RateLimiter<String>

  init(now: @escaping @Sendable () -> Double) {
    units = RateLimiter(perHour: Self.perHour, burst: Self.burst, now: now)
  }

  /// - Throws: ``ServerError`` with `rateLimited`.
  func require(_ commune: String) throws {
    guard let seconds = units.wait(commune) else { return }
    throw ServerError(
      .rateLimited,
      "The computers of this commune send too much: keep the inventory and try later.",
      retryAfterSeconds: seconds)
  }

  /// Counts a text, also one that was refused: parsing it took as long.
  func count(_ bytes: Int, of commune: String) {
    units.count(commune, (max(bytes, 1) + Self.unit - 1) / Self.unit)
  }
}
