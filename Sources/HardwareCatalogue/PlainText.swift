import SafeText

/// Cleans external text (from firmware, USB descriptors, the kernel) for display and storage.
public enum PlainText {
  /// Longest text that a fact may have, in Unicode scalars.
  public static let longest = 128

  /// `text` without control and format characters and without bytes that were not UTF-8, its white
  /// space folded to single blanks, at most ``longest`` scalars; nil if nothing is left.
  public static func line(_ text: String?) -> String? {
    guard let text else { return nil }
    var kept = String.UnicodeScalarView()
    var count = 0
    var blank = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        blank = count > 0
      } else if isShown(scalar) {
        // A blank is kept only together with what follows it.
        guard count + (blank ? 2 : 1) <= longest else { break }
        if blank { kept.append(" ") }
        kept.append(scalar)
        count += blank ? 2 : 1
        blank = false
      }
    }
    return kept.isEmpty ? nil : String(kept)
  }

  /// Whether a scalar is visible on a line. Format characters reverse text or hide it.
  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isPrintable && scalar.value != 0xFFFD
  }
}
