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

  /// Whether `line` is on the list, in any case, in any brackets and with `_` for a blank, repeats one
  /// character (`00000000-0000-…`, `0x0000`, `xxxxxx`, `...`), counts (`SYS-1234567890`), or is the
  /// name of a field.
  public static func isPlaceholder(_ line: String) -> Bool {
    let folded = line.lowercased()
    let spaced = String(folded.map { $0 == "_" ? " " : $0 })
    if [folded, spaced, unbracketed(spaced)].contains(where: listed.contains) { return true }
    let number = folded.hasPrefix("0x") ? folded.dropFirst(2) : folded[...]
    let significant = number.filter { !"-:._ /".contains($0) }
    let joined = folded.filter { $0.isLetter || $0.isNumber }
    return significant.allSatisfy { $0 == significant.first }
      || beginnings.contains { joined.hasPrefix($0) } || parts.contains { joined.contains($0) }
      // Reference boards of chip makers (`Gardenia CRB`), whose names others' boards keep.
      || spaced.hasSuffix(" crb")
      || isCount(significant, isJoined: number.drop(while: \.isLetter).first?.isNumber ?? false)
      || FirmwareFieldName.isWhole(folded)
  }

  /// `(none)`, `<unknown>` and `[empty]` without their brackets.
  private static func unbracketed(_ text: String) -> String {
    guard let first = text.first, let last = text.last, text.count > 2,
      ["()", "[]", "<>", "{}"].contains("\(first)\(last)")
    else { return text }
    return String(text.dropFirst().dropLast())
  }

  /// Compared with letters and digits alone.
  private static let beginnings = ["tobefilled", "tobeset", "unknow"]
  /// Likewise, anywhere: `OEM Default string000`.
  private static let parts = ["defaultstring", "tobefilledby"]

  /// Counting up and down, in decimal and hexadecimal digits, to the length of the longest fact.
  private static let counts = [
    "1234567890", "0123456789", "0123456789abcdef", "123456789abcdef0", "1234567890abcdef",
    "9876543210", "0987654321",
  ].map { String(repeating: $0, count: PlainText.longest / $0.count + 1) }

  /// Whether five or more characters count, after common beginnings of numbers, or eight or more
  /// after any word: `12345678`, `SN12345`, `0987654321`, `123456789000`, `EeePC-1234567890`.
  ///
  /// - Parameter isJoined: whether no mark separates the word from the number, as in real numbers.
  private static func isCount(_ text: String, isJoined: Bool) -> Bool {
    let heads: Set = [
      "sys", "sn", "mb", "bsn", "bss", "csn", "msn", "psn", "ssn", "serialnumber",
    ]
    let head = text.prefix { $0.isLetter }
    let isCommon = head.isEmpty || heads.contains(String(head))
    guard isCommon || !isJoined else { return false }
    var digits = text.dropFirst(head.count)
    while digits.count > 9, digits.last == "0" { digits.removeLast() }
    return digits.count >= (isCommon ? 5 : 8) && counts.contains { $0.hasPrefix(digits) }
  }
}
