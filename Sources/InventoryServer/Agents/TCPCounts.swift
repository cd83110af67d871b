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
    return withUnsafeBytes(of: info) { info in
      func bytes(_ offset: Int) -> Int {
        Int(clamping: info.load(fromByteOffset: offset, as: UInt64.self))
      }
      return TCPCounts(
        segments: Int(info.load(fromByteOffset: Info.segments, as: UInt32.self)),
        receivedBytes: bytes(Info.receivedBytes), acknowledgedBytes: bytes(Info.acknowledgedBytes))
    }
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
    // Offsets of tcpi_bytes_acked, tcpi_bytes_received and tcpi_data_segs_in.
    static let (acknowledgedBytes, receivedBytes, segments) = (120, 128, 152)

    private let words: InlineArray<20, UInt64> = .init(repeating: 0)
  }
}
