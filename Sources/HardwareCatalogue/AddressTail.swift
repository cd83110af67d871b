/// The last three bytes of a device's hardware address, as makers put them into the network names
/// of their devices: `NPI5AB2F1`, `BRN30055C0A1B2C`, `HP LaserJet MFP M227fdw (5AB2F1)`.
public enum AddressTail {
  /// What comes before it: HP, Brother, Canon, Epson, Kyocera, Lexmark, Ricoh, Xerox, Samsung,
  /// Konica Minolta, OKI.
  private static let fronts: Set = [
    "npi", "hp", "brn", "brw", "canon", "epson", "ep", "km", "kmbt", "et", "rnp", "xrx", "sec",
    "oki",
  ]

  /// Six hexadecimal digits in lower case; nil if `host` is not such a name.
  ///
  /// - Parameter host: a host's name, with or without its domain, or an IPv6 address, which may be
  ///   made from the hardware address.
  public static func ofHost(_ host: some StringProtocol) -> String? {
    if host.contains(":") { return ofAddress(host.lowercased()) }
    let label = host.lowercased().prefix { $0 != "." }
    return [12, 6].lazy.compactMap { count -> String? in
      guard label.count > count, fronts.contains(String(label.dropLast(count))) else { return nil }
      return hexadecimal(label.suffix(count))
    }.first
  }

  /// From an IPv6 address that is made from the hardware address (EUI-64, RFC 4291, appendix A):
  /// `fe80::46d2:44ff:fe99:8877` ends `99:88:77`.
  private static func ofAddress(_ address: String) -> String? {
    let groups = address.prefix { $0 != "%" }
      .split(separator: ":", omittingEmptySubsequences: false).suffix(3)
      .map { String(repeating: "0", count: max(0, 4 - $0.count)) + $0 }
    guard groups.count == 3, groups.allSatisfy({ $0.count == 4 }), groups[0].hasSuffix("ff"),
      groups[1].hasPrefix("fe")
    else { return nil }
    return hexadecimal((groups[1].suffix(2) + groups[2])[...])
  }

  /// Likewise, from a name that ends with it in brackets, with or without colons:
  /// `Canon MF410 Series (e5:98:e7)`.
  public static func ofName(_ name: String) -> String? {
    guard let last = name.last, ")]".contains(last),
      let start = name.lastIndex(where: { "([".contains($0) })
    else { return nil }
    let inside = name[name.index(after: start)...].dropLast().filter { $0 != ":" && $0 != "-" }[...]
    return inside.count == 6 || inside.count == 12 ? hexadecimal(inside) : nil
  }

  /// - Returns: nil for words, which may consist of such letters: at least one digit is required.
  private static func hexadecimal(_ text: Substring) -> String? {
    guard text.allSatisfy({ $0.isASCII && $0.isHexDigit }), text.contains(where: \.isNumber)
    else { return nil }
    return text.suffix(6).lowercased()
  }
}
