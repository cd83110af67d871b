import Foundation
import Synchronization

/// The centre's one idea of time: dates by the wall clock, limits and waits by a monotonic one.
struct CentreClock: Sendable {
  /// What is written down and shown.
  let date: @Sendable () -> Date
  /// Seconds that no one can set.
  let seconds: @Sendable () -> Double

  static let system = CentreClock(date: { Date() }, seconds: MonotonicSeconds.now)

  private init(date: @escaping @Sendable () -> Date, seconds: @escaping @Sendable () -> Double) {
    self.date = date
    self.seconds = seconds
  }

  /// A clock that a test moves: its seconds run with `date`, but never back.
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
