import HardwareCatalogue

/// A serial number in the form that is compared.
enum ScannerSerial {
  private static let nobodys: Set = ["NOSERIAL", "NONE", "UNKNOWN", "NULL", "DEFAULT", "SERIAL"]

  /// The number, and its text if it is written in hexadecimal (Epson's on the USB); empty if it is
  /// one that many devices have.
  static func forms(_ text: String?) -> Set<String> {
    let serial = (text ?? "").uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    guard (4...64).contains(serial.count), Set(serial).count > 2, !nobodys.contains(serial),
      !Placeholders.isPlaceholder(text ?? ""), !"0123456789".contains(serial),
      !"1234567890ABCDEF".contains(serial)
    else { return [] }
    var forms: Set = [serial]
    let digits = serial.compactMap(\.hexDigitValue)
    if digits.count == serial.count, digits.count % 2 == 0, digits.count >= 12 {
      let bytes = stride(from: 0, to: digits.count, by: 2).map {
        UInt8(digits[$0] << 4 | digits[$0 + 1])
      }
      if bytes.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) }) {
        forms.insert(String(decoding: bytes, as: UTF8.self))
      }
    }
    return forms
  }

  /// `model` without serial numbers: the known ones, as in `L3250 Series:5841475A4630303464`, what
  /// looks like one in brackets, as in `ENVY 5640 series [TH6AV9Q02X05ZC]`, and hardware addresses,
  /// with which Canon's devices number themselves: `MG5200 series _42A8A2000000`,
  /// `MF410 Series (9c:93:4e:11:22:33)`.
  ///
  /// - Returns: `model` itself if nothing else is in it: then the maker numbered none.
  static func removed(from model: String, known: [String]) -> String {
    let model = withoutColons(model)
    let known = Set(known.flatMap { forms($0) }.filter { $0.count >= 6 })
    var kept = ""
    var place = model.startIndex
    for word in model.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "-" }) {
      let before = word.startIndex > place ? model.index(before: word.startIndex) : nil
      let after = word.endIndex < model.endIndex ? word.endIndex : nil
      let opens = before.map { "[(:".contains(model[$0]) } ?? false
      let closes = after.map { "])".contains(model[$0]) } ?? false
      guard
        !known.isDisjoint(with: forms(String(word)))
          || opens && closes && word.count >= 8 && word.contains(where: \.isNumber)
          || word.count == 12 && word.allSatisfy(\.isHexDigit) && word.contains(where: \.isNumber)
      else { continue }
      kept += model[place..<(opens ? before ?? word.startIndex : word.startIndex)]
      place = closes ? model.index(after: word.endIndex) : word.endIndex
    }
    kept += model[place...]
    while let last = kept.last, " _".contains(last) { kept.removeLast() }
    return PlainText.line(kept) ?? model
  }

  /// The name without an address or the end of one in brackets: `(9c:93:4e:11:22:33)`, `(e5:98:e7)`.
  private static func withoutColons(_ model: String) -> String {
    guard let last = model.last, ")]".contains(last),
      let start = model.lastIndex(where: { "([".contains($0) })
    else { return model }
    let octets = model[model.index(after: start)...].dropLast()
      .split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "-" }
    guard octets.count == 3 || octets.count == 6,
      octets.allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isHexDigit) })
    else { return model }
    return PlainText.line(String(model[..<start])) ?? model
  }

  /// Whether two are of one kind and differ: only then they belong to two scanners, since a maker
  /// may number the USB and the network differently.
  static func differ(_ one: Set<String>, _ other: Set<String>) -> Bool {
    guard one.isDisjoint(with: other) else { return false }
    return one.contains { mine in
      other.contains { mine.count == $0.count && mine.count >= 6 }
    }
  }
}

/// A UUID in the form that is compared.
enum ScannerUUID {
  /// In the form of ``HardwareUUID``; anything else is compared as it is, in lower case. nil if
  /// many devices have it.
  static func form(_ text: String?) -> String? {
    if HardwareUUID.hasForm(text) { return HardwareUUID.canonical(text) }
    guard let line = PlainText.line(text)?.lowercased(), !Placeholders.isPlaceholder(line) else {
      return nil
    }
    return line
  }
}
