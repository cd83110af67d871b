import Foundation
import Synchronization

/// When the inventory was last written to disk, and why later writes failed.
final class WriteRecord: Sendable {
  private struct State {
    var lastAt: Date?
    var failure: String?
  }

  private let state = Mutex(State())

  func succeeded(at time: Date) { state.withLock { $0 = State(lastAt: time) } }
  func failed(_ reason: String) { state.withLock { $0.failure = reason } }
  var last: (at: Date?, failure: String?) { state.withLock { ($0.lastAt, $0.failure) } }
}
