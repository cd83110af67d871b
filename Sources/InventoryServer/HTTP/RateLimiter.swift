import Foundation
import Synchronization

/// A token bucket for each caller, in bounded memory, with a rate per hour and a burst.
///
/// Time is monotonic: setting the wall clock, in either direction, neither locks a caller out nor
/// lets it in early.
final class RateLimiter<Caller: Hashable & Sendable>: Sendable {
  /// A bucket is stored as the time at which it will be full again, in seconds of ``now``.
  private let fullAt = Mutex<[Caller: Double]>([:])
  /// Seconds until one more token.
  private let refill: TimeInterval
  private let burst: Double
  private let maximumCallers: Int
  private let now: @Sendable () -> Double

  /// - Parameters:
  ///   - perHour: 0 for no limit.
  ///   - now: Seconds of a monotonic clock.
  init(
    perHour: Int, burst: Int, maximumCallers: Int = 1 << 18,
    now: @escaping @Sendable () -> Double = MonotonicSeconds.now
  ) {
    refill = perHour > 0 ? 3600 / Double(perHour) : 0
    self.burst = Double(max(1, burst))
    self.maximumCallers = maximumCallers
    self.now = now
  }

  /// The number of remembered callers.
  var count: Int { fullAt.withLock { $0.count } }

  /// Seconds until `caller` may try again; nil if it may now.
  func wait(_ caller: Caller) -> Int? {
    guard refill > 0, let full = fullAt.withLock({ $0[caller] }) else { return nil }
    let seconds = full - now() - (burst - 1) * refill
    return seconds > 0 ? Int(seconds.rounded(.up)) : nil
  }

  /// Takes back one that was counted.
  func giveBack(_ caller: Caller) {
    fullAt.withLock { callers in
      if let full = callers[caller] { callers[caller] = full - refill }
    }
  }

  /// Counts one for `caller`, or `amount`, which may exceed the burst: the next then waits longer.
  func count(_ caller: Caller, _ amount: Int = 1) {
    guard refill > 0, amount > 0 else { return }
    let now = now()
    fullAt.withLock { callers in
      let before = min(max(callers[caller] ?? now, now), now + burst * refill)
      if callers[caller] == nil, callers.count >= maximumCallers { makeRoom(&callers, now: now) }
      callers[caller] = before + Double(amount) * refill
    }
  }

  /// Full buckets carry no information and go first; if all are in use, half of them go.
  private func makeRoom(_ callers: inout [Caller: Double], now: Double) {
    callers = callers.filter { $0.value > now }
    if callers.count >= maximumCallers {
      for caller in callers.keys.prefix(maximumCallers / 2) { callers[caller] = nil }
    }
  }
}
