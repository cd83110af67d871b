/// Parses sizes, rates and frequencies as agents write them, with or without a unit: `8 GB`,
/// `2.5 Gb/s`, `1.6 GHz`, `500107`.
///
/// Pure and total. An amount is unknown if its unit is of another kind, or if it has a comma (of
/// thousands or of a fraction?) or an exponent.
enum Amount {
  /// Bytes of a size, in megabytes unless it has a unit; nil for less than one megabyte and for
  /// more than 16 million of them.
  ///
  /// - Parameters:
  ///   - thousand: how many of the next smaller unit a kilobyte is: 1024 for memory, 1000 for disks.
  ///     `KiB` to `TiB` are always powers of 1024.
  ///   - bare: what a number without a unit counts, in bytes; nil for megabytes.
  static func bytes(_ text: String?, thousand: Int, bare: Int? = nil) -> Int? {
    let mega = thousand * thousand
    return value(text, units: ["b", "byte", "bytes"], thousand: thousand) {
      $0 * Double(bare ?? mega)
    }
    .flatMap { within(mega...mega << 24, $0) }
  }

  /// Bits per second. GLPI Agent and FusionInventory give megabits, old Windows agents bits; OCS
  /// writes `1 Gb/s`.
  static func bitsPerSecond(_ text: String?) -> Int? {
    let units: Set = ["b", "bit", "bits", "bps", "b/s", "bit/s", "bits/s"]
    return value(text, units: units) { $0 < 1_000_000 ? $0 * 1_000_000 : $0 }
      .flatMap { within(1...1_000_000_000_000, $0) }
  }

  /// Hertz, or transfers per second; an amount without a unit is in millions.
  static func hertz(_ text: String?, in range: ClosedRange<Int>) -> Int? {
    value(text, units: ["hz", "t/s", "transfers/s"]) { $0 * 1_000_000 }
      .flatMap { within(range, $0) }
  }

  private static func within(_ range: ClosedRange<Int>, _ value: Double) -> Int? {
    let rounded = value.rounded()
    guard rounded >= Double(range.lowerBound), rounded <= Double(range.upperBound) else {
      return nil
    }
    return Int(rounded)
  }

  /// - Parameters:
  ///   - units: the names of the unit itself, without a prefix, in lower case.
  ///   - bare: converts a number without a unit.
  private static func value(
    _ text: String?, units: Set<String>, thousand: Int = 1000, bare: (Double) -> Double
  ) -> Double? {
    guard let line = Text.line(text)?.lowercased() else { return nil }
    let digits = line.prefix { $0.isASCII && $0.isNumber || $0 == "." }
    guard digits.first?.isNumber == true, let number = Double(digits) else { return nil }
    let rest = line.dropFirst(digits.count)
    let unit = rest.drop { $0 == " " }.prefix { $0.isLetter || $0 == "/" }
    if unit.isEmpty { return rest.isEmpty || rest.first == " " ? bare(number) : nil }
    return factor(unit, units, thousand: thousand).map { number * $0 }
  }

  /// How many of the unit itself one `unit` is: a million for `mhz`.
  private static func factor(
    _ unit: Substring, _ units: Set<String>, thousand: Int
  ) -> Double? {
    func isUnit(_ text: Substring) -> Bool { text.isEmpty || units.contains(String(text)) }
    func power(_ base: Int, _ exponent: Int) -> Double {
      (0..<exponent).reduce(1) { product, _ in product * Double(base) }
    }
    if units.contains(String(unit)) { return 1 }
    let prefixes = [("k", "kilo", 1), ("m", "mega", 2), ("g", "giga", 3), ("t", "tera", 4)]
    for (letter, word, exponent) in prefixes where unit.hasPrefix(letter) {
      let rest = unit.dropFirst()
      if isUnit(rest) { return power(thousand, exponent) }
      if rest.first == "i", isUnit(rest.dropFirst()) { return power(1024, exponent) }
      if unit.hasPrefix(word), isUnit(unit.dropFirst(word.count)) {
        return power(thousand, exponent)
      }
    }
    return nil
  }
}
