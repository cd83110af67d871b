/// The order of Vietnamese dictionaries: a ă â b c d đ e ê …; tones only break ties.
enum VietnameseOrder {
  /// A key whose byte-wise order is the order of the texts.
  static func key(_ text: String) -> [UInt8] {
    var letters: [UInt8] = []
    var tones: [UInt8] = []
    var last: VietnameseLetter?
    func end() {
      guard let letter = last else { return }
      letters.append((letter.base - UInt8(ascii: "a")) * 5 + letter.quality + 64)
      tones.append(letter.tone + 1)
      last = nil
    }
    for scalar in text.unicodeScalars {
      if let letter = VietnameseLetter.of(scalar) {
        end()
        last = letter
      } else if scalar.properties.generalCategory == .nonspacingMark {
        last?.add(scalar)
      } else {
        end()
        // Spaces before digits before letters, and anything else last.
        letters.append(scalar.value < 64 ? max(1, UInt8(scalar.value)) : 255)
      }
    }
    end()
    return letters + [0] + tones
  }
}

/// A letter split into its base, the mark that makes it another letter, and its tone. Composed and
/// decomposed spellings give the same result.
struct VietnameseLetter {
  /// From `a` to `z`.
  var base: UInt8
  /// 0 none, 1 breve, 2 circumflex, 3 horn, 4 stroke: in the order of the alphabet.
  var quality: UInt8 = 0
  /// 0 none, 1 huyền, 2 hỏi, 3 ngã, 4 sắc, 5 nặng: in the order of dictionaries.
  var tone: UInt8 = 0

  /// - Returns: nil if it is not a Latin letter.
  static func of(_ scalar: Unicode.Scalar) -> VietnameseLetter? {
    switch scalar.value {
    case 0x61...0x7A: VietnameseLetter(base: UInt8(scalar.value))
    case 0x41...0x5A: VietnameseLetter(base: UInt8(scalar.value) | 0x20)
    case 0xC0..<0x250: extended[Int(scalar.value) - 0xC0]
    case 0x1E00..<0x1F00: additional[Int(scalar.value) - 0x1E00]
    default: nil
    }
  }

  /// Applies a combining mark that follows the letter.
  mutating func add(_ mark: Unicode.Scalar) {
    guard let name = Self.marks[mark] else { return }
    add(name)
  }

  private mutating func add(_ mark: Substring) {
    if let at = Self.qualities.firstIndex(of: mark) { quality = UInt8(at + 1) }
    if let at = Self.tones.firstIndex(of: mark) { tone = UInt8(at + 1) }
  }

  private static let qualities: [Substring] = ["BREVE", "CIRCUMFLEX", "HORN", "STROKE"]
  private static let tones: [Substring] = ["GRAVE", "HOOK ABOVE", "TILDE", "ACUTE", "DOT BELOW"]

  private static let marks: [Unicode.Scalar: Substring] = [
    "\u{300}": "GRAVE", "\u{301}": "ACUTE", "\u{302}": "CIRCUMFLEX", "\u{303}": "TILDE",
    "\u{306}": "BREVE", "\u{309}": "HOOK ABOVE", "\u{31B}": "HORN", "\u{323}": "DOT BELOW",
    "\u{340}": "GRAVE", "\u{341}": "ACUTE",
  ]

  private static let extended = table(0xC0..<0x250)
  private static let additional = table(0x1E00..<0x1F00)

  private static func table(_ values: Range<UInt32>) -> [VietnameseLetter?] {
    values.map { Unicode.Scalar($0).flatMap(named) }
  }

  /// Parses the Unicode name, such as `LATIN SMALL LETTER A WITH BREVE AND ACUTE`.
  private static func named(_ scalar: Unicode.Scalar) -> VietnameseLetter? {
    // Old fonts and keyboards use these in place of Đ.
    if scalar == "\u{D0}" || scalar == "\u{F0}" || scalar == "\u{189}" {
      return VietnameseLetter(base: UInt8(ascii: "d"), quality: 4)
    }
    guard let name = scalar.properties.name, name.hasPrefix("LATIN "),
      let letter = name.split(separator: " LETTER ").last
    else { return nil }
    let parts = letter.split(separator: " WITH ")
    guard parts[0].utf8.count == 1, let plain = parts[0].unicodeScalars.first else { return nil }
    var made = of(plain)
    if parts.count > 1 {
      for mark in parts[1].split(separator: " AND ") { made?.add(mark) }
    }
    return made
  }
}
