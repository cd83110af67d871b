import Curl

/// The centre's address, `https://centre.example.vn` or `https://10.1.2.3:8443`, without a path.
public struct CentreAddress: Sendable, Equatable, CustomStringConvertible {
  /// `https` or `http`.
  public let scheme: String
  /// Name or address, lower case; an IPv6 address in brackets.
  public let name: String
  /// nil for the scheme's default port.
  public let port: Int?
  /// Whether the centre is this computer.
  public let isLoopback: Bool

  /// Name and, unless it is the scheme's default, port: the value of `Host`, which is signed.
  public var authority: String { port.map { "\(name):\($0)" } ?? name }
  public var description: String { "\(scheme)://\(authority)" }

  /// - Parameter allowPlaintext: accept `http` for another computer too. Whatever is sent, even the
  ///   enrolment token, can then be read on the way.
  /// - Throws: ``DeliveryError`` with code `configuration`.
  public init(_ text: String, allowPlaintext: Bool = false) throws(DeliveryError) {
    func wrong(_ what: String) -> DeliveryError {
      DeliveryError(
        .configuration,
        "The server \"\(text.prefix(80))\" \(what): enter it as https://centre.example.vn")
    }
    guard text.utf8.count <= 300 else { throw wrong("is too long") }
    guard text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
      throw wrong("contains a non-ASCII character")
    }
    guard let mark = text.firstRange(of: "://") else { throw wrong("has no scheme") }
    scheme = text[..<mark.lowerBound].lowercased()
    guard ["https", "http"].contains(scheme) else { throw wrong("is neither https nor http") }

    var rest = text[mark.upperBound...]
    if rest.hasSuffix("/") { rest = rest.dropLast() }
    guard !rest.contains("@") else { throw wrong("contains a user name") }
    guard !rest.contains("?"), !rest.contains("#") else { throw wrong("contains a query") }
    guard !rest.contains("/") else { throw wrong("contains a path") }

    let place: HostAndPort
    do {
      place = try HostAndPort(rest)
    } catch {
      throw wrong(error == .host ? "contains no valid host name" : "contains no valid port")
    }
    name = place.host
    port = place.port == (scheme == "https" ? 443 : 80) ? nil : place.port
    isLoopback = place.isLoopback
    guard scheme == "https" || allowPlaintext || isLoopback else {
      throw DeliveryError(
        .configuration,
        """
        Everything would be sent to \(description) in plain text: use https, or add \
        --allow-plaintext (allowPlaintext = true in probe.toml) if no one else can read the line.
        """)
    }
  }
}
