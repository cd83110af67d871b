import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Determines the origin of requests if proxies stand in front of the centre.
struct ClientAddress: Sendable {
  /// Fields with which proxies mark a forwarded request. A request with any of them is not local.
  private static let forwardingFields: Set<String> = [
    "forwarded", "forwarded-for", "via", "client-ip", "true-client-ip", "x-real-ip", "x-client-ip",
    "x-cluster-client-ip", "x-remote-ip", "x-remote-addr", "x-originating-ip", "x-host",
    "x-original-host", "x-proxyuser-ip", "x-envoy-external-address", "fastly-client-ip",
    "front-end-https", "x-varnish", "x-amzn-trace-id",
  ]
  /// Parts of field names that proxies of various makers use.
  private static let forwardingParts = [
    "forwarded", "proxy", "client-ip", "clientip", "connecting-ip", "real-ip", "remote-ip",
    "remote-addr", "cdn-loop", "original-url", "original-host", "rewrite-url",
  ]
  private static let forwardingPrefixes = [
    "x-forwarded", "x-original-forwarded", "cf-", "x-arr-", "x-amz-cf-", "x-appengine-", "x-azure-",
  ]

  /// The text of each trusted proxy, in the form of ``SocketAddress``.
  private let trusted: Set<String>

  /// - Throws: ``ClientAddress/Malformed`` for a text that is not an IP address.
  init(trustedProxies: [String]) throws {
    trusted = Set(
      try trustedProxies.map { text in
        guard let address = Self.parse(text) else { throw Malformed(text: text) }
        return address
      })
  }

  struct Malformed: Error { let text: String }

  /// Whether `address` is a trusted proxy's.
  func isProxy(_ address: SocketAddress?) -> Bool {
    guard !trusted.isEmpty, let text = address?.ipAddress else { return false }
    return trusted.contains(Self.parse(text) ?? text)
  }

  /// Whether a request's fields say that it was forwarded.
  static func isForwarded(_ fields: HTTPFields) -> Bool {
    fields.contains { field in
      let name = field.name.canonicalName.replacing("_", with: "-")
      return forwardingFields.contains(name)
        || forwardingPrefixes.contains { name.hasPrefix($0) }
        || forwardingParts.contains { name.contains($0) }
    }
  }

  /// The client of a request: the peer, or, if that is a trusted proxy, the last hop that is not
  /// one. The peer if the proxy names no client, or two.
  func client(peer: SocketAddress?, _ fields: HTTPFields) -> SocketAddress? {
    guard isProxy(peer) else { return peer }
    let hops = [Self.forwardedFor(fields), Self.forwarded(fields)].compactMap(\.self)
    let clients = hops.map { hops in
      hops.reversed().first { !(Self.parse($0).map(trusted.contains) ?? false) }
        .flatMap(Self.parse)
    }
    guard let first = clients.first, clients.allSatisfy({ $0 == first }), let named = first,
      let address = try? SocketAddress(ipAddress: named, port: 0)
    else { return peer }
    return address
  }

  /// `X-Forwarded-For: client, proxy`, combined over all occurrences.
  private static func forwardedFor(_ fields: HTTPFields) -> [String]? {
    guard let name = HTTPField.Name("X-Forwarded-For") else { return nil }
    let values = fields[values: name]
    guard !values.isEmpty else { return nil }
    return values.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// `Forwarded: for=192.0.2.1;proto=https, for="[2001:db8::1]:443"` (RFC 7239).
  private static func forwarded(_ fields: HTTPFields) -> [String]? {
    guard let name = HTTPField.Name("Forwarded") else { return nil }
    let values = fields[values: name]
    guard !values.isEmpty else { return nil }
    return values.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
      .map { hop in
        let pair = hop.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
          .first { $0.lowercased().hasPrefix("for=") }
        return pair.map { String($0.dropFirst(4)) } ?? ""
      }
  }

  /// An IP address in canonical form, without port, brackets or quotes; nil if it is not one.
  private static func parse(_ text: String) -> String? {
    guard text.utf8.count <= 64 else { return nil }
    var text = text.trimmingCharacters(in: CharacterSet(charactersIn: "\" \t"))
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      text = String(text[..<end].dropFirst())
    } else if text.count(where: { $0 == ":" }) == 1 {
      text = String(text.prefix { $0 != ":" })
    }
    if text.lowercased().hasPrefix("::ffff:"), text.contains(".") {
      text = String(text.dropFirst(7))
    }
    return (try? SocketAddress(ipAddress: text, port: 0))?.ipAddress
  }
}

/// Puts the client's address into each request's context.
struct ClientAddressMiddleware: RouterMiddleware {
  let addresses: ClientAddress

  func handle(
    _ request: Request, context: CentreContext, next: NextResponder<CentreContext>
  ) async throws -> Response {
    var context = context
    context.client = addresses.client(peer: context.peer, request.headers)
    return try await next(request, context)
  }
}
