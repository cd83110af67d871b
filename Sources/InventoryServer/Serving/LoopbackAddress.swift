/// This machine's own addresses, which nobody else can reach.
public enum LoopbackAddress {
  /// Whether `name` is one: `localhost`, `127.0.0.1`, `::1`.
  public static func isOne(_ name: some StringProtocol) -> Bool {
    if name == "localhost" || name == "::1" { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// Whether an address with its port is one, as `Host` writes it: `127.0.0.1:8080`, `[::1]`.
  static func isIn(authority: String) -> Bool {
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { return false }
      return isOne(authority[..<end].dropFirst())
    }
    return isOne(authority.prefix { $0 != ":" })
  }
}
