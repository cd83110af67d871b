/// Folds names for search: without diacritics and capitals, and with old and new spellings unified.
enum SearchText {
  /// Letters without diacritics (đ is d), digits, and one space between words; a `y` that sounds
  /// like `i` becomes one, as in Lý and Lí, Quy and Qui. Apostrophes are dropped: Ea H'leo is
  /// `ea hleo`.
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

  /// Whether `words` occur in `text` consecutively, starting at the beginning of a word. Both are
  /// folded; an empty search matches every text.
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

  /// True after a consonant, after `qu` and at the beginning; after a vowel, `y` sounds different.
  private static func soundsAsI(after folded: [UInt8]) -> Bool {
    guard let last = folded.last else { return true }
    switch last {
    case u: return folded.dropLast().last == q
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "o"), i, y: return false
    default: return true
    }
  }
}
