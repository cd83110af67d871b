/// Loopback addresses, which only this computer can reach.
public enum LoopbackAddress {
  /// Whether `host` is a loopback address: `localhost`, `127.0.0.1`, `::1`, `[::1]`.
  ///
  /// Numbers with leading zeros are not accepted, since some resolvers read them as octal.
  public static func isOne(_ host: some StringProtocol) -> Bool {
    if host == "localhost" || host == "::1" || host == "[::1]" { return true }
    let parts = String(host).split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy(isOctet)
  }

  /// Whether `text` is 0 to 255 in plain digits; `UInt8` alone would accept a sign.
  private static func isOctet(_ text: Substring) -> Bool {
    text.utf8.allSatisfy { 48...57 ~= $0 } && UInt8(text) != nil
      && (text == "0" || !text.hasPrefix("0"))
  }
}
