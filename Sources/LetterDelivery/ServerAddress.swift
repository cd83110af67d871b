/// The address of a mail server or a webhook: `smtps://mail.example.vn:465`,
/// `https://chat.example.vn/hooks/7`.
public struct ServerAddress: Sendable, Equatable, CustomStringConvertible {
  public let scheme: String
  /// Name or address in lower case; an IPv6 address in brackets.
  public let host: String
  /// nil for the scheme's own.
  public let port: Int?
  /// With its query; empty or beginning with a slash.
  public let path: String

  /// Without the path, which of a webhook may be a secret.
  public var description: String { "\(scheme)://\(host)" + (port.map { ":\($0)" } ?? "") }
  /// The whole address.
  public var url: String { description + path }

  /// - Returns: nil if the text is no such address, has another scheme, a user name or a fragment.
  public init?(_ text: String, schemes: [String], allowsPath: Bool) {
    guard text.utf8.count <= 2000, text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }),
      let mark = text.firstRange(of: "://")
    else { return nil }
    scheme = text[..<mark.lowerBound].lowercased()
    let rest = text[mark.upperBound...]
    let slash = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    path = rest[slash...] == "/" ? "" : String(rest[slash...])
    let (name, digits) = Self.split(rest[..<slash])
    guard schemes.contains(scheme), !path.contains("#"), path.isEmpty || path.hasPrefix("/"),
      allowsPath || path.isEmpty, Self.isName(name) || Self.isIPv6(name)
    else { return nil }
    host = name.lowercased()
    guard let digits else {
      port = nil
      return
    }
    guard 1...5 ~= digits.utf8.count, digits.utf8.allSatisfy({ 48...57 ~= $0 }),
      let number = Int(digits), 1...65535 ~= number
    else { return nil }
    port = number
  }

  /// Whether it is this very computer, whose lines nobody else can read.
  public var isLoopback: Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127"
      && parts.allSatisfy { part in
        part.utf8.allSatisfy { 48...57 ~= $0 } && UInt8(part) != nil
          && (part == "0" || !part.hasPrefix("0"))
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
    return name.utf8.count <= 253
      && name.utf8.allSatisfy { byte in
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
