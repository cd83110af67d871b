import NIOCore
import Reporting
import Synchronization

/// Counts arrivals of the uploads of one slot, as the kernel sees them (TCP_INFO).
///
/// The sender learns of arrivals by acknowledgements, which come in bursts if packets are lost.
/// Here each segment counts when it arrives, even after a gap: beyond the bottleneck of the line,
/// nothing arrives faster than the line carries.
final class UploadMeter: Sendable {
  private struct State {
    var open: [ObjectIdentifier: (channel: any Channel, last: TCPCounts)] = [:]
    /// Counts of connections that have ended.
    var ended = TCPCounts()
  }

  private let state = Mutex(State())

  /// Counts arrivals on a connection from now on; ``end(_:)`` must follow.
  func begin(_ channel: any Channel) {
    state.withLock { $0.open[ObjectIdentifier(channel)] = (channel, TCPCounts()) }
  }

  /// Keeps the last counts of a connection, and forgets the connection.
  func end(_ channel: any Channel) {
    state.withLock { state in
      if let gone = state.open.removeValue(forKey: ObjectIdentifier(channel)) {
        state.ended += gone.last
      }
    }
  }

  /// Everything that has arrived so far.
  func count() async -> BandwidthArrivals {
    for channel in state.withLock({ $0.open.values.map(\.channel) }) {
      guard let counts = await TCPCounts.of(channel) else { continue }
      state.withLock { $0.open[ObjectIdentifier(channel)]?.last = counts }
    }
    let sum = state.withLock { state in
      state.open.values.reduce(into: state.ended) { $0 += $1.last }
    }
    return BandwidthArrivals(
      seconds: MonotonicSeconds.now(), segments: sum.segments, bytes: sum.receivedBytes)
  }
}
