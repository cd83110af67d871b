/// Folds names for search: without marks and capitals, in old and new spelling.
enum SearchText {
  /// Letters without marks (đ is d), digits, and one space between words; `y` that sounds as `i` is
  /// written so, as in Lý and Lí, Quy and Qui. Apostrophes are left out: Ea H'leo is `ea hleo`.
  ///
  /// - Returns: UTF-8.
  static func folded(_ text: String) -> [UInt8] {
    var folded: [UInt8] = []
    folded.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      if let letter = VietnameseLetter.of(scalar) {
        folded.append(letter.base == y && soundsAsI(after: folded) ? i : letter.base)
      } else if scalar.value < 0x80 {
        switch UInt8(scalar.value) {
        case 0x30...0x39: folded.append(UInt8(scalar.value))
        case 0x27, 0x60: break
        default: endWord(&folded)
        }
      } else {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .format, .modifierLetter: break
        case .initialPunctuation, .finalPunctuation: break
        case .uppercaseLetter, .lowercaseLetter, .otherLetter, .titlecaseLetter, .decimalNumber:
          folded.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
        default: endWord(&folded)
        }
      }
    }
    if folded.last == space { folded.removeLast() }
    return folded
  }

  /// Whether `words` stand in `text` one behind the other, beginning where a word begins. Both are
  /// folded; no words are everywhere.
  static func contains(_ text: [UInt8], _ words: [UInt8]) -> Bool {
    guard words.count <= text.count else { return false }
    for start in 0...(text.count - words.count) where start == 0 || text[start - 1] == space {
      var at = 0
      while at < words.count, text[start + at] == words[at] { at += 1 }
      if at == words.count { return true }
    }
    return false
  }

  private static let space = UInt8(ascii: " ")
  private static let (i, y, u, q) =
    (UInt8(ascii: "i"), UInt8(ascii: "y"), UInt8(ascii: "u"), UInt8(ascii: "q"))

  private static func endWord(_ folded: inout [UInt8]) {
    if let last = folded.last, last != space { folded.append(space) }
  }

  /// Behind a consonant, behind `qu` and at the beginning; behind a vowel it makes another sound.
  private static func soundsAsI(after folded: [UInt8]) -> Bool {
    guard let last = folded.last else { return true }
    switch last {
    case u: return folded.dropLast().last == q
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "o"), i, y: return false
    default: return true
    }
  }
}
