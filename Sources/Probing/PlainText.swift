/// Text that others wrote (firmware, USB descriptors, the kernel), made fit to show and to store.
enum PlainText {
  /// Longest text that a fact may have, in Unicode scalars.
  static let longest = 128

  /// `text` without control and format characters and without bytes that were not UTF-8, its white
  /// space folded to single blanks, at most ``longest`` scalars; nil where nothing is left.
  static func line(_ text: String?) -> String? {
    guard let text else { return nil }
    var kept = String.UnicodeScalarView()
    var blank = false
    var count = 0
    for scalar in text.unicodeScalars where count < longest {
      if scalar.properties.isWhitespace {
        blank = count > 0
      } else if isShown(scalar) {
        if blank {
          kept.append(" ")
          count += 1
          blank = false
          if count == longest { break }
        }
        kept.append(scalar)
        count += 1
      }
    }
    return kept.isEmpty ? nil : String(kept)
  }

  /// Whether a scalar is seen on a line. Format characters turn text round or hide it.
  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    if (0x21...0x7E).contains(scalar.value) { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      return false
    default: return scalar.value != 0xFFFD
    }
  }
}
