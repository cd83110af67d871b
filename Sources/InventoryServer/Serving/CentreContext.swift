import Hummingbird
import NIOCore

/// A request's context that knows where the request came from.
protocol CallerContext: RequestContext {
  var caller: String { get }
  /// The connection that it came on.
  var channel: any Channel { get }
}

struct CentreContext: CallerContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel
  private let address: SocketAddress?

  init(source: Source) {
    coreContext = .init(source: source)
    channel = source.channel
    address = source.channel.remoteAddress
  }

  /// Whether the connection comes from this machine itself.
  var isFromThisMachine: Bool {
    let text = address?.ipAddress ?? ""
    return text.hasPrefix("127.") || text.hasPrefix("::ffff:127.") || text == "::1"
  }

  /// The address of the other end. Of IPv6 the first 64 bits: whoever has one has them all; of an
  /// IPv4 address inside one the whole.
  var caller: String {
    guard case .v6(let address) = address else { return address?.ipAddress ?? "-" }
    return withUnsafeBytes(of: address.address) { bytes in
      // struct sockaddr_in6: family, port and flow information before the address
      let octets = bytes.dropFirst(8).prefix(16)
      let isIPv4 = octets.prefix(10).allSatisfy { $0 == 0 }
      return octets.prefix(isIPv4 ? 16 : 8).map { String($0, radix: 16) }.joined(separator: ":")
    }
  }
}
