import HummingbirdCore
import Synchronization

/// Limits the connections of one listening address, and counts those of all addresses.
struct CountedConnections: AvailableConnectionsDelegate {
  /// The number of open connections.
  final class Count: Sendable {
    private let number = Atomic(0)
    var now: Int { number.load(ordering: .relaxed) }
    fileprivate func add(_ change: Int) { number.add(change, ordering: .relaxed) }
  }

  private let maximum: Int
  private let all: Count
  private var here = 0

  init(maximum: Int, countedIn all: Count) {
    self.maximum = maximum
    self.all = all
  }

  mutating func connectionOpened() {
    here += 1
    all.add(1)
  }

  mutating func connectionClosed() {
    here -= 1
    all.add(-1)
  }

  func isAcceptingNewConnections() -> Bool { here < maximum }
}
