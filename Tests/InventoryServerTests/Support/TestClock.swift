import Foundation
import Synchronization

/// A clock for a centre, advanced by the test.
final class TestClock: Sendable {
  private let start = Date()
  private let days = Mutex(0.0)

  var now: Date { start.addingTimeInterval(days.withLock { $0 } * 86_400) }

  func advance(toDay day: Double) { days.withLock { $0 = day } }
}
