/// Loopback addresses, which only this machine can reach.
public enum LoopbackAddress {
  /// Whether `name` is a loopback address or name: `localhost`, `127.0.0.1`, `::1`.
  public static func isOne(_ name: some StringProtocol) -> Bool {
    if name == "localhost" || name == "::1" { return true }
    let parts = String(name).split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy(isOctet)
  }

  /// Whether a `Host`, with or without port, is a loopback address: `127.0.0.1:8080`, `[::1]`.
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

  /// Only digits: `UInt8` alone would accept a sign.
  private static func isOctet(_ text: some StringProtocol) -> Bool {
    1...3 ~= text.utf8.count && text.utf8.allSatisfy { 0x30...0x39 ~= $0 } && UInt8(text) != nil
  }

  /// Whether the text is empty, or a colon and a port.
  private static func isPort(_ text: Substring) -> Bool {
    guard let colon = text.first else { return true }
    let digits = text.dropFirst()
    return colon == ":" && 1...5 ~= digits.utf8.count
      && digits.utf8.allSatisfy { 0x30...0x39 ~= $0 } && UInt16(digits) != nil
  }
}
