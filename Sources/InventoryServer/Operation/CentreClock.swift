import Foundation
import InventoryStore
import Synchronization

/// The centre's clocks: a believed wall clock for dates, a monotonic one for limits and waits.
struct CentreClock: Sendable {
  /// Wall clock, for what is stored and shown.
  let date: @Sendable () -> Date
  /// Monotonic seconds.
  let seconds: @Sendable () -> Double
  /// Decides whether the wall clock is believed; nil in tests that set the date themselves.
  let believed: BelievedClock?

  static let system = CentreClock(date: { Date() }, seconds: MonotonicSeconds.now)

  private init(
    date: @escaping @Sendable () -> Date, seconds: @escaping @Sendable () -> Double,
    believed: BelievedClock? = nil
  ) {
    self.date = date
    self.seconds = seconds
    self.believed = believed
  }

  /// A wall clock that is believed only as far as it is plausible.
  init(_ believed: BelievedClock) {
    self.init(
      date: { believed.now() }, seconds: MonotonicSeconds.now, believed: believed)
  }

  /// A clock for tests: its seconds follow `date` but never go back.
  init(_ date: @escaping @Sendable () -> Date) {
    let run = Mutex<(last: Date?, seconds: Double)>((nil, 0))
    self.init(date: date) {
      let now = date()
      return run.withLock { run in
        if let last = run.last { run.seconds += max(0, now.timeIntervalSince(last)) }
        run.last = now
        return run.seconds
      }
    }
  }
}

/// Monotonic clock for limits, waits and leases. Only dates come from the wall clock, which people
/// and NTP can set.
enum MonotonicSeconds {
  private static let start = ContinuousClock.now

  /// Seconds since the first call.
  @Sendable static func now() -> Double {
    let (seconds, attoseconds) = start.duration(to: .now).components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}
