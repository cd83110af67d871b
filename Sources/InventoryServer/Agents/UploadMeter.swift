import Glibc
import NIOCore
import Reporting
import Synchronization

/// What has come on the uploads of one slot, as the kernel counts it (TCP_INFO).
///
/// The sender learns of what arrived by acknowledgements, in bursts where packets are lost. Here
/// each segment is counted as it comes, behind a gap too: behind the line's narrowest place nothing
/// comes faster than the line carries.
final class UploadMeter: Sendable {
  /// The beginning of the kernel's `struct tcp_info` (linux/tcp.h); zero if it tells less.
  private struct Info: Sendable {
    private static let option = NIOBSDSocket.Option(rawValue: CInt(TCP_INFO))
    // Offsets of tcpi_bytes_received and tcpi_data_segs_in.
    private static let receivedBytes = 128
    private static let segments = 152

    private let words: InlineArray<20, UInt64> = .init(repeating: 0)

    static func counts(of channel: any Channel) async -> Counts? {
      guard let socket = channel as? any SocketOptionProvider,
        let info: Info = try? await socket.unsafeGetSocketOption(level: .tcp, name: option).get()
      else { return nil }
      return withUnsafeBytes(of: info) { info in
        Counts(
          segments: Int(info.load(fromByteOffset: segments, as: UInt32.self)),
          bytes: Int(clamping: info.load(fromByteOffset: receivedBytes, as: UInt64.self)))
      }
    }
  }

  private struct Counts: Sendable {
    var segments = 0
    var bytes = 0

    static func += (sum: inout Counts, more: Counts) {
      sum.segments += more.segments
      sum.bytes += more.bytes
    }
  }

  private struct State {
    var open: [ObjectIdentifier: (channel: any Channel, last: Counts)] = [:]
    /// On connections that have ended.
    var ended = Counts()
  }

  private let state = Mutex(State())

  /// Counts what comes on a connection from now on; ``end(_:)`` must follow.
  func begin(_ channel: any Channel) {
    state.withLock { $0.open[ObjectIdentifier(channel)] = (channel, Counts()) }
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
      guard let counts = await Info.counts(of: channel) else { continue }
      state.withLock { $0.open[ObjectIdentifier(channel)]?.last = counts }
    }
    let sum = state.withLock { state in
      state.open.values.reduce(into: state.ended) { $0 += $1.last }
    }
    return BandwidthArrivals(
      seconds: MonotonicSeconds.now(), segments: sum.segments, bytes: sum.bytes)
  }
}
