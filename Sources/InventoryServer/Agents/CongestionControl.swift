import Glibc
import NIOCore

/// How the kernel paces what it sends on a connection (TCP_CONGESTION).
///
/// A line that loses packets reads a fraction of what it carries under `cubic`; `bbr` fills it.
enum CongestionControl {
  /// A name as the kernel takes it: at most 15 bytes and a zero.
  private struct Name: Sendable {
    var low: UInt64 = 0
    var high: UInt64 = 0
  }

  private static let option = NIOBSDSocket.Option(rawValue: CInt(TCP_CONGESTION))

  /// Requests `bbr` on a connection and returns what is in effect; nil if the kernel does not
  /// tell.
  static func preferBBR(on channel: any Channel) async -> String? {
    guard let socket = channel as? any SocketOptionProvider else { return nil }
    var wanted = Name()
    withUnsafeMutableBytes(of: &wanted) { $0.copyBytes(from: "bbr".utf8) }
    // A kernel without it goes on with what it has.
    try? await socket.unsafeSetSocketOption(level: .tcp, name: option, value: wanted).get()
    let found: Name? = try? await socket.unsafeGetSocketOption(level: .tcp, name: option).get()
    return found.flatMap { name in
      let bytes = withUnsafeBytes(of: name) { Array($0.prefix { $0 != 0 }) }
      return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
  }
}
