/// The layout of documents for a terminal.
enum TerminalText {
  /// - Parameter colour: Whether to use colours.
  static func strong(_ text: String, _ colour: Bool) -> String {
    colour ? "\u{1B}[1m\(text)\u{1B}[0m" : text
  }

  /// Terminates each line. None ends with blanks, which a terminal that is too narrow would wrap.
  static func ended(_ lines: [String]) -> String {
    lines.map { $0.trimmingTrailingSpaces + "\n" }.joined()
  }

  /// A title, an introduction, and sections; empty sections are left out.
  static func document(
    title: String, introduction: [String], sections: [(title: String, lines: [String])],
    colour: Bool
  ) -> String {
    var lines = [strong(title, colour)] + introduction
    for section in sections where !section.lines.isEmpty {
      lines += ["", strong(section.title, colour)] + section.lines
    }
    return ended(lines)
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: Substring {
    var end = self[...]
    while end.utf8.last == 0x20 { end.removeLast() }
    return end
  }
}
