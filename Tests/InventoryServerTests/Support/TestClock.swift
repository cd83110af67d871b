import Foundation
import Synchronization

/// A centre's clock that a test moves on.
final class TestClock: Sendable {
  private let start = Date()
  private let days = Mutex(0.0)

  var now: Date { start.addingTimeInterval(days.withLock { $0 } * 86_400) }

  func advance(toDay day: Double) { days.withLock { $0 = day } }
}
