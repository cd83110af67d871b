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
  /// - Parameter host: a host's name, with or without its domain.
  public static func ofHost(_ host: some StringProtocol) -> String? {
    let label = host.lowercased().prefix { $0 != "." }
    return [12, 6].lazy.compactMap { count -> String? in
      guard label.count > count, fronts.contains(String(label.dropLast(count))) else { return nil }
      return hexadecimal(label.suffix(count))
    }.first
  }

  /// Likewise, from a name that ends with it in brackets.
  public static func ofName(_ name: String) -> String? {
    guard let last = name.last, ")]".contains(last),
      let start = name.lastIndex(where: { "([".contains($0) })
    else { return nil }
    let inside = name[name.index(after: start)...].dropLast()
    return inside.count == 6 || inside.count == 12 ? hexadecimal(inside) : nil
  }

  /// - Returns: nil for words, which may consist of such letters: at least one digit is required.
  private static func hexadecimal(_ text: Substring) -> String? {
    guard text.allSatisfy({ $0.isASCII && $0.isHexDigit }), text.contains(where: \.isNumber)
    else { return nil }
    return text.suffix(6).lowercased()
  }
}
