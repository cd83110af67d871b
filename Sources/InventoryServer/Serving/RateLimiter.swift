import Foundation
import Synchronization

/// So many an hour of each caller, and some at once: a token bucket each, in bounded memory.
final class RateLimiter<Caller: Hashable & Sendable>: Sendable {
  /// A bucket is known by the moment at which it will be full again.
  private let fullAt = Mutex<[Caller: Date]>([:])
  /// Seconds for one more.
  private let refill: TimeInterval
  private let burst: Double
  private let maximumCallers: Int

  /// - Parameter perHour: 0 for no limit.
  init(perHour: Int, burst: Int, maximumCallers: Int = 1 << 18) {
    refill = perHour > 0 ? 3600 / Double(perHour) : 0
    self.burst = Double(max(1, burst))
    self.maximumCallers = maximumCallers
  }

  /// How many callers are remembered.
  var count: Int { fullAt.withLock { $0.count } }

  /// Seconds until `caller` may come again; nil where it may now.
  func wait(_ caller: Caller, now: Date) -> Int? {
    guard refill > 0, let full = fullAt.withLock({ $0[caller] }) else { return nil }
    let seconds = full.timeIntervalSince(now) - (burst - 1) * refill
    // a clock that was set back must not shut anybody out
    return seconds > 0 ? Int(min(seconds, burst * refill).rounded(.up)) : nil
  }

  /// Takes one back that was counted.
  func giveBack(_ caller: Caller) {
    fullAt.withLock { callers in
      if let full = callers[caller] { callers[caller] = full.addingTimeInterval(-refill) }
    }
  }

  /// Counts one of `caller`.
  func count(_ caller: Caller, now: Date) {
    guard refill > 0 else { return }
    fullAt.withLock { callers in
      let before = min(
        max(callers[caller] ?? now, now), now.addingTimeInterval(burst * refill))
      if callers[caller] == nil, callers.count >= maximumCallers { makeRoom(&callers, now: now) }
      callers[caller] = before.addingTimeInterval(refill)
    }
  }

  /// Full buckets say nothing and go first; where all are in use, half of them go.
  private func makeRoom(_ callers: inout [Caller: Date], now: Date) {
    callers = callers.filter { $0.value > now }
    if callers.count >= maximumCallers {
      for caller in callers.keys.prefix(maximumCallers / 2) { callers[caller] = nil }
    }
  }
}
