import Foundation

extension String {
  /// A form that is equal for names that people take for the same: ignores case, the spaces around
  /// and between words, and how Unicode composes a letter.
  var looselyNamed: String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ")
      .precomposedStringWithCanonicalMapping.lowercased()
  }
}
