import NIOCore
import Synchronization

/// How fast one direction of a measurement moved, as the centre saw it: what a browser says of its
/// line is held against this.
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

  /// - Parameter now: monotonic seconds.
  init(now: @escaping @Sendable () -> Double) { self.now = now }

  /// Notes that so many more bytes have arrived; 0 begins.
  func add(_ bytes: Int) {
    let now = now()
    state.withLock { state in
      if state.first == nil { state.first = now }
      guard bytes > 0 else { return }
      state.last = now
      state.bytes += bytes
    }
  }

  /// Mean over the whole time, between whose ends bytes moved; nil if none have.
  var bitsPerSecond: Double? {
    state.withLock { state in
      guard let first = state.first, state.bytes > 0 else { return nil }
      return Double(state.bytes) * 8 / max(state.last - first, 0.001)
    }
  }

  /// Follows what the other side of a connection acknowledges, as what is written only fills buffers,
  /// until it closes or `isWanted` says no.
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
