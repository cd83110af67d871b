import Foundation
import Synchronization

/// A token bucket for each caller, in bounded memory: a rate an hour, and a burst.
///
/// Time is monotonic: a wall clock that is set, in either direction, neither shuts a caller out nor
/// lets it in early.
final class RateLimiter<Caller: Hashable & Sendable>: Sendable {
  /// A bucket is stored as the time at which it will be full again, in seconds of ``now``.
  private let fullAt = Mutex<[Caller: Double]>([:])
  /// Seconds for one more.
  private let refill: TimeInterval
  private let burst: Double
  private let maximumCallers: Int
  private let now: @Sendable () -> Double

  /// - Parameters:
  ///   - perHour: 0 for no limit.
  ///   - now: seconds of a monotonic clock.
  init(
    perHour: Int, burst: Int, maximumCallers: Int = 1 << 18,
    now: @escaping @Sendable () -> Double = MonotonicSeconds.now
  ) {
    refill = perHour > 0 ? 3600 / Double(perHour) : 0
    self.burst = Double(max(1, burst))
    self.maximumCallers = maximumCallers
    self.now = now
  }

  /// How many callers are remembered.
  var count: Int { fullAt.withLock { $0.count } }

  /// Seconds until `caller` may come again; nil if it may now.
  func wait(_ caller: Caller) -> Int? {
    guard refill > 0, let full = fullAt.withLock({ $0[caller] }) else { return nil }
    let seconds = full - now() - (burst - 1) * refill
    return seconds > 0 ? Int(seconds.rounded(.up)) : nil
  }

  /// Takes one back that was counted.
  func giveBack(_ caller: Caller) {
    fullAt.withLock { callers in
      if let full = callers[caller] { callers[caller] = full - refill }
    }
  }

  /// Counts one of `caller`.
  func count(_ caller: Caller) {
    guard refill > 0 else { return }
    let now = now()
    fullAt.withLock { callers in
      let before = min(max(callers[caller] ?? now, now), now + burst * refill)
      if callers[caller] == nil, callers.count >= maximumCallers { makeRoom(&callers, now: now) }
      callers[caller] = before + refill
    }
  }

  /// Full buckets say nothing and go first; if all are in use, half of them go.
  private func makeRoom(_ callers: inout [Caller: Double], now: Double) {
    callers = callers.filter { $0.value > now }
    if callers.count >= maximumCallers {
      for caller in callers.keys.prefix(maximumCallers / 2) { callers[caller] = nil }
    }
  }
}
