/// Monotonic clock: what limits, waits and leases are measured by. Dates alone come from the wall
/// clock, which people and NTP set.
enum MonotonicSeconds {
  private static let start = ContinuousClock.now

  /// Seconds since the first call.
  @Sendable static func now() -> Double {
    let (seconds, attoseconds) = start.duration(to: .now).components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}
