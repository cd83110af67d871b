import Hummingbird
import NIOCore
import Reporting

/// A request context that knows the client's address.
protocol CallerContext: RequestContext {
  var caller: String { get }
  /// The connection on which the request arrived.
  var channel: any Channel { get }
}

struct CentreContext: CallerContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel
  /// The other end of the connection.
  let peer: SocketAddress?
  /// The sender of the request: the peer, or the client named by a trusted proxy.
  var client: SocketAddress?

  init(source: Source) {
    coreContext = .init(source: source)
    channel = source.channel
    peer = source.channel.remoteAddress
    client = peer
  }

  /// Whether a request comes from this machine and is addressed to it: from a loopback address,
  /// under a loopback name, and not forwarded. Under another name, a foreign page could read ours:
  /// DNS can point any name to 127.0.0.1, and a proxy exposes this address to the network.
  func isLocal(_ request: Request) -> Bool {
    guard let text = peer?.ipAddress,
      LoopbackAddress.isOne(text) || text.hasPrefix("::ffff:127."),
      let authority = request.head.authority
    else { return false }
    return LoopbackAddress.isIn(authority: authority) && !ClientAddress.isForwarded(request.headers)
  }

  /// The key by which limits count the client's address.
  var caller: String { client.map(CallerName.of) ?? "-" }
}

/// The key by which limits count an address: the first 64 bits of an IPv6 address, since one client
/// has all of the rest; the whole of an IPv4 address, also if mapped into IPv6.
enum CallerName {
  static func of(_ address: SocketAddress) -> String {
    guard case .v6(let inside) = address else { return address.ipAddress ?? "-" }
    return withUnsafeBytes(of: inside.address) { bytes in
      // struct sockaddr_in6: family, port and flow information precede the address.
      let octets = bytes.dropFirst(8).prefix(16)
      let isIPv4 = octets.prefix(10).allSatisfy { $0 == 0 }
      return octets.prefix(isIPv4 ? 16 : 8).map { String($0, radix: 16) }.joined(separator: ":")
    }
  }
}
