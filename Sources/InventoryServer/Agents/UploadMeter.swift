import NIOCore
import Reporting
import Synchronization

/// What has come on the uploads of one slot, as the kernel counts it (TCP_INFO).
///
/// The sender learns of what arrived by acknowledgements, in bursts where packets are lost. Here
/// each segment is counted as it comes, behind a gap too: behind the line's narrowest place nothing
/// comes faster than the line carries.
final class UploadMeter: Sendable {
  private struct State {
    var open: [ObjectIdentifier: (channel: any Channel, last: TCPCounts)] = [:]
    /// On connections that have ended.
    var ended = TCPCounts()
  }

  private let state = Mutex(State())

  /// Counts what comes on a connection from now on; ``end(_:)`` must follow.
  func begin(_ channel: any Channel) {
    state.withLock { $0.open[ObjectIdentifier(channel)] = (channel, TCPCounts()) }
  }

  /// Keeps what was last counted of a connection, and forgets the connection.
  func end(_ channel: any Channel) {
    state.withLock { state in
      if let gone = state.open.removeValue(forKey: ObjectIdentifier(channel)) {
        state.ended += gone.last
      }
    }
  }

  /// What has come until now.
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
