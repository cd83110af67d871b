import NIOCore
import Synchronization

/// The rate of one direction of a measurement as the centre measured it, to which a browser's claim
/// about its line is compared.
final class TransferPace: Sendable {
  private struct State {
    var first: Double?
    var last = 0.0
    var bytes = 0
    var followed: Set<ObjectIdentifier> = []
  }

  private static let interval = Duration.milliseconds(50)

  private let now: @Sendable () -> Double
  private let state = Mutex(State())

  /// - Parameter now: Monotonic seconds.
  init(now: @escaping @Sendable () -> Double) { self.now = now }

  /// Counts more bytes as arrived; 0 starts the measurement.
  func add(_ bytes: Int) {
    let now = now()
    state.withLock { state in
      if state.first == nil { state.first = now }
      guard bytes > 0 else { return }
      state.last = now
      state.bytes += bytes
    }
  }

  /// The mean from the first to the last arrival; nil if nothing arrived.
  var bitsPerSecond: Double? {
    state.withLock { state in
      guard let first = state.first, state.bytes > 0 else { return nil }
      return Double(state.bytes) * 8 / max(state.last - first, 0.001)
    }
  }

  /// Follows the other side's acknowledgements, because written bytes may only fill buffers, until
  /// the connection closes or `isWanted` returns false.
  func follow(_ channel: any Channel, while isWanted: @escaping @Sendable () -> Bool) async {
    let key = ObjectIdentifier(channel)
    guard state.withLock({ $0.followed.insert(key).inserted }) else { return }
    guard let start = await TCPCounts.of(channel) else { return forget(key) }
    add(0)
    Task {
      var last = start.acknowledgedBytes
      while isWanted(), (try? await Task.sleep(for: Self.interval)) != nil,
        let counts = await TCPCounts.of(channel)
      {
        add(counts.acknowledgedBytes - last)
        last = counts.acknowledgedBytes
      }
      forget(key)
    }
  }

  private func forget(_ channel: ObjectIdentifier) {
    _ = state.withLock { $0.followed.remove(channel) }
  }
}
