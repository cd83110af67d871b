/// Text in lines of a terminal's width, broken between words.
enum WrappedText {
  /// - Returns: At least one line. A word that is wider than a line is cut.
  static func lines(_ text: String, width: Int) -> [String] {
    var lines = [""]
    var used = 0
    for word in text.split(separator: " ") {
      let columns = DisplayText.width(String(word))
      let shown = columns > width ? DisplayText.fitted(String(word), width) : String(word)
      if used == 0 {
        lines[lines.count - 1] = shown
        used = min(columns, width)
      } else if used + 1 + columns <= width {
        lines[lines.count - 1] += " \(shown)"
        used += 1 + columns
      } else {
        lines.append(shown)
        used = min(columns, width)
      }
    }
    return lines
  }
}
