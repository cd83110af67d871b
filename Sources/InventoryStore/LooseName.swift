import Foundation

extension String {
  /// What names have in common that people take for the same: without regard to capitals, to the
  /// spaces around and between words, and to how Unicode composes a letter.
  var looselyNamed: String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ")
      .precomposedStringWithCanonicalMapping.lowercased()
  }
}
