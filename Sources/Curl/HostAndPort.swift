import Reporting

/// The name and port of an address: `centre.example.vn:8443` or `[::1]`.
public struct HostAndPort: Sendable, Equatable {
  /// Which part is invalid.
  public enum Fault: Error { case host, port }

  /// Name or address in lower case; an IPv6 address in brackets.
  public let host: String
  /// nil if there is none.
  public let port: Int?

  public init(_ text: Substring) throws(Fault) {
    let (name, digits) = Self.split(text)
    guard Self.isName(name) || Self.isIPv6(name) else { throw .host }
    host = name.lowercased()
    guard let digits else {
      port = nil
      return
    }
    guard 1...5 ~= digits.utf8.count, digits.utf8.allSatisfy({ 48...57 ~= $0 }),
      let number = Int(digits), 1...65535 ~= number
    else { throw .port }
    port = number
  }

  /// Whether it is this computer, so that no one else can read the traffic.
  public var isLoopback: Bool { LoopbackAddress.isOne(host) }

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
