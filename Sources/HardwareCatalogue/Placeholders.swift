/// Strings that makers leave in firmware in place of a fact (`probes/placeholders.txt`).
public enum Placeholders {
  private static let listed = Set(
    CatalogueFile.lines(of: "placeholders.txt").map { $0.lowercased() })

  /// `text` on one clean line; nil if it is a placeholder or empty.
  public static func fact(_ text: String?) -> String? {
    guard let line = PlainText.line(text), !isPlaceholder(line) else { return nil }
    return line
  }

  /// The serial number `text`; nil if it is a placeholder, words without a single digit, one word
  /// that says there is no number (`EMPTY_SN`, `NoSerial`, `N.A.`), or the first of all numbers.
  public static func serialNumber(_ text: String?) -> String? {
    guard let line = fact(text) else { return nil }
    let significant = line.lowercased().filter { $0.isLetter || $0.isNumber }
    if significant.contains(where: \.isNumber) {
      let isFirst = significant.last == "1" && significant.dropLast().allSatisfy { $0 == "0" }
      return isFirst ? nil : line
    }
    // Some makers' numbers have no digit by chance: `HVYZABC`.
    let isWord = significant.count < 4 || wordsOfNone.contains(where: significant.contains)
    return isWord || line.contains(" ") ? nil : line
  }

  private static let wordsOfNone = [
    "serial", "sernum", "number", "filled", "default", "empty", "null", "none", "unknown",
    "invalid", "undefined", "specified", "available", "applicable", "string",
  ]

  /// The label `text` of a slot or a connector. One or two letters or digits (`A`, `0`, `11`) are a
  /// label, though not a product's name.
  public static func label(_ text: String?) -> String? {
    guard let line = PlainText.line(text) else { return nil }
    let isShort = line.count <= 2 && line.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    return isShort && !listed.contains(line.lowercased()) ? line : fact(line)
  }

  /// Whether `line` is on the list, in any case and with `_` for a blank, repeats one character
  /// (`00000000-0000-…`, `0x0000`, `xxxxxx`, `...`), counts (`SYS-1234567890`), or is the name of a
  /// field.
  public static func isPlaceholder(_ line: String) -> Bool {
    let folded = line.lowercased()
    let spaced = String(folded.map { $0 == "_" ? " " : $0 })
    if listed.contains(folded) || listed.contains(spaced) { return true }
    let number = folded.hasPrefix("0x") ? folded.dropFirst(2) : folded[...]
    let significant = number.filter { !"-:._ /".contains($0) }
    return significant.allSatisfy { $0 == significant.first }
      || beginnings.contains { spaced.hasPrefix($0) } || isCount(significant)
      || FirmwareFieldName.isWhole(folded)
  }

  private static let beginnings = ["to be filled", "to be set", "default string", "unknow"]

  /// Counting up and down, in decimal and hexadecimal digits, to the length of the longest fact.
  private static let counts = [
    "1234567890", "0123456789", "0123456789abcdef", "123456789abcdef0", "1234567890abcdef",
    "9876543210", "0987654321",
  ].map { String(repeating: $0, count: PlainText.longest / $0.count + 1) }

  /// Whether five or more characters count, after common beginnings of numbers: `12345678`,
  /// `SN-12345`, `0987654321`, `123456789000`.
  private static func isCount(_ text: String) -> Bool {
    let heads: Set = [
      "sys", "sn", "mb", "bsn", "bss", "csn", "msn", "psn", "ssn", "serialnumber",
    ]
    let head = text.prefix { $0.isLetter }
    guard head.isEmpty || heads.contains(String(head)) else { return false }
    var digits = text.dropFirst(head.count)
    while digits.count > 9, digits.last == "0" { digits.removeLast() }
    return digits.count >= 5 && counts.contains { $0.hasPrefix(digits) }
  }
}
