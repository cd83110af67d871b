import Reporting

extension LoopbackAddress {
  /// Whether `authority`, as in a `Host` header, is a loopback address with or without a port:
  /// `127.0.0.1:8080`, `[::1]`.
  static func isIn(authority: String) -> Bool {
    let end: String.Index
    let host: Substring
    if authority.hasPrefix("[") {
      guard let bracket = authority.firstIndex(of: "]") else { return false }
      end = authority.index(after: bracket)
      host = authority[..<bracket].dropFirst()
      guard host.contains(":") else { return false }
    } else {
      end = authority.firstIndex(of: ":") ?? authority.endIndex
      host = authority[..<end]
    }
    return isOne(host) && isPort(authority[end...])
  }

  /// Whether `text` is empty, or a colon and a port.
  private static func isPort(_ text: Substring) -> Bool {
    guard let colon = text.first else { return true }
    let digits = text.dropFirst()
    return colon == ":" && 1...5 ~= digits.utf8.count
      && digits.utf8.allSatisfy { 0x30...0x39 ~= $0 } && UInt16(digits) != nil
  }
}
