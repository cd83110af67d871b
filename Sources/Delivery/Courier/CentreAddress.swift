/// The centre's address: `https://centre.example.vn` or `https://10.1.2.3:8443`, nothing more.
public struct CentreAddress: Sendable, Equatable, CustomStringConvertible {
  /// `https` or `http`.
  public let scheme: String
  /// Name or address, lower case; an IPv6 address in brackets.
  public let name: String
  /// nil for the scheme's own.
  public let port: Int?

  /// Name and, unless it is the scheme's own, port: what stands in `Host` and is signed.
  public var authority: String { port.map { "\(name):\($0)" } ?? name }
  public var description: String { "\(scheme)://\(authority)" }

  /// - Parameter allowPlaintext: take `http` for another computer too. What is sent can then be
  ///   read on the way, and the enrolment token with it.
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

    let (name, digits) = Self.split(rest)
    guard Self.isName(name) || Self.isIPv6(name) else { throw wrong("contains no valid host name") }
    self.name = name.lowercased()
    if let digits {
      guard digits.utf8.count <= 5, digits.utf8.allSatisfy({ 48...57 ~= $0 }),
        let number = Int(digits), 1...65535 ~= number
      else { throw wrong("contains no valid port") }
      port = number == (scheme == "https" ? 443 : 80) ? nil : number
    } else {
      port = nil
    }
    guard scheme == "https" || allowPlaintext || isLoopback else {
      throw DeliveryError(
        .configuration,
        """
        Everything would be sent to \(description) in plain text: use https, or add \
        --allow-plaintext (allowPlaintext = true in probe.toml) if no one else can read the line.
        """)
    }
  }

  /// Whether the centre is this very computer.
  public var isLoopback: Bool {
    if name == "localhost" || name == "[::1]" { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127"
      && parts.allSatisfy { part in
        UInt8(part) != nil && (part == "0" || !part.hasPrefix("0")) && !part.hasPrefix("+")
      }
  }

  private static func split(_ text: Substring) -> (name: Substring, port: Substring?) {
    let afterName =
      text.hasPrefix("[") ? text.firstIndex(of: "]") ?? text.startIndex : text.startIndex
    guard let colon = text[afterName...].firstIndex(of: ":") else { return (text, nil) }
    return (text[..<colon], text[text.index(after: colon)...])
  }

  private static func isName(_ name: Substring) -> Bool {
    guard let first = name.utf8.first, first != 45, first != 46 else { return false }
    return name.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || byte == 45 || byte == 46 || byte == 95
    }
  }

  private static func isIPv6(_ name: Substring) -> Bool {
    guard name.hasPrefix("["), name.hasSuffix("]"), name.contains(":") else { return false }
    return name.dropFirst().dropLast().utf8.allSatisfy { byte in
      (48...58).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
        || byte == 46
    }
  }
}
