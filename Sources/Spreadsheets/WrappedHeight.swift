/// Estimates how many lines a wrapped text takes. When they print, spreadsheet programs leave rows
/// without a height as low as one line, so a file must state it.
enum WrappedHeight {
  /// Points of one line of the standard font.
  static let line = 15.0
  /// Maximum height of a row in points.
  static let maximum = 409.0

  /// Number of lines, rather too many than too few: programs that lack the standard font use a
  /// wider one.
  ///
  /// - Parameters:
  ///   - width: of the column, in digits of the standard font.
  ///   - isBold: whether letters are bold, and so wider.
  static func lines(_ text: String, width: Double, isBold: Bool) -> Int {
    let room = max(4, width - 0.7) / (isBold ? 1.12 : 1)
    var lines = 0
    for paragraph in text.prefix(4_000).split(separator: "\n", omittingEmptySubsequences: false) {
      lines += 1
      var used = 0.0
      for word in paragraph.split(separator: " ") {
        let wanted = columns(word)
        if used > 0, used + space + wanted > room {
          lines += 1
          used = 0
        }
        used += (used > 0 ? space : 0) + wanted
        // A word wider than its column is broken.
        while used > room {
          lines += 1
          used -= room
        }
      }
    }
    return lines
  }

  /// Height in points of a row with this many lines; nil for one line, the default height.
  static func points(_ lines: Int) -> Double? {
    lines > 1 ? min(Double(lines) * line, maximum) : nil
  }

  private static let space = 0.55

  /// The width of a word in digits, which are wider than most letters.
  private static func columns(_ word: Substring) -> Double {
    word.unicodeScalars.reduce(0) { sum, scalar in
      let properties = scalar.properties
      if properties.generalCategory == .nonspacingMark { return sum }
      // Ideographs and emoji are as wide as two digits.
      if scalar.value >= 0x1100, !(0x1E00...0x24FF).contains(scalar.value) { return sum + 2 }
      if properties.isUppercase || "mwMW%".unicodeScalars.contains(scalar) { return sum + 1.35 }
      return sum + ("iljtfr.,;:'|()".unicodeScalars.contains(scalar) ? 0.6 : 1)
    }
  }
}
