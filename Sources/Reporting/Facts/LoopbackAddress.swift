/// Loopback addresses, which only this computer can reach.
public enum LoopbackAddress {
  /// Whether `host` is one: `localhost`, `127.0.0.1`, `::1`, `[::1]`.
  ///
  /// A number with leading zeros is none: some resolvers read it as octal.
  public static func isOne(_ host: some StringProtocol) -> Bool {
    if host == "localhost" || host == "::1" || host == "[::1]" { return true }
    let parts = String(host).split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy(isOctet)
  }

  /// Digits alone: `UInt8` takes a sign too.
  private static func isOctet(_ text: Substring) -> Bool {
    text.utf8.allSatisfy { 48...57 ~= $0 } && UInt8(text) != nil
      && (text == "0" || !text.hasPrefix("0"))
  }
}
