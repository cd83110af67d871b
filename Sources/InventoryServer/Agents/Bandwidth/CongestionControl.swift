import Glibc
import NIOCore

/// The congestion control that the kernel uses for sending on a connection (TCP_CONGESTION).
///
/// With `cubic`, a line that loses packets measures as a fraction of its capacity; `bbr` fills it.
enum CongestionControl {
  /// A name in the kernel's form: at most 15 bytes and a zero.
  private struct Name: Sendable {
    var low: UInt64 = 0
    var high: UInt64 = 0
  }

  private static let option = NIOBSDSocket.Option(rawValue: CInt(TCP_CONGESTION))

  /// Requests `bbr` on a connection and returns the one in effect; nil if the kernel does not say.
  static func preferBBR(on channel: any Channel) async -> String? {
    guard let socket = channel as? any SocketOptionProvider else { return nil }
    var wanted = Name()
    withUnsafeMutableBytes(of: &wanted) { $0.copyBytes(from: "bbr".utf8) }
    // A kernel without it keeps its own.
    try? await socket.unsafeSetSocketOption(level: .tcp, name: option, value: wanted).get()
    let found: Name? = try? await socket.unsafeGetSocketOption(level: .tcp, name: option).get()
    return found.flatMap { name in
      let bytes = withUnsafeBytes(of: name) { Array($0.prefix { $0 != 0 }) }
      return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
  }
}
