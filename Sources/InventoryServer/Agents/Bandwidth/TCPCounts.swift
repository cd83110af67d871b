import CProcess
import Glibc
import NIOCore

/// The kernel's counts for a connection (TCP_INFO) since it was opened.
struct TCPCounts: Sendable {
  /// Received segments with data.
  var segments = 0
  var receivedBytes = 0
  /// Bytes that the other side has acknowledged.
  var acknowledgedBytes = 0

  /// nil if the channel is not a TCP connection or is closed.
  static func of(_ channel: any Channel) async -> TCPCounts? {
    guard let socket = channel as? any SocketOptionProvider,
      let info: Info = try? await socket.unsafeGetSocketOption(level: .tcp, name: Info.option).get()
    else { return nil }
    var found = cprocess_tcp()
    withUnsafeBytes(of: info) { bytes in
      guard let start = bytes.baseAddress else { return }
      cprocess_tcp_from(start, UInt32(bytes.count), &found)
    }
    return TCPCounts(
      segments: Int(found.data_segs_in), receivedBytes: Int(clamping: found.bytes_received),
      acknowledgedBytes: Int(clamping: found.bytes_acked))
  }

  static func += (sum: inout TCPCounts, more: TCPCounts) {
    sum.segments += more.segments
    sum.receivedBytes += more.receivedBytes
    sum.acknowledgedBytes += more.acknowledgedBytes
  }

  /// The beginning of the kernel's `struct tcp_info` (linux/tcp.h); zero where an older kernel
  /// fills in less.
  private struct Info: Sendable {
    static let option = NIOBSDSocket.Option(rawValue: CInt(TCP_INFO))

    private let words: InlineArray<20, UInt64> = .init(repeating: 0)
  }
}
