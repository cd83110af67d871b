/// The strings that makers leave in firmware where a fact should stand
/// (`probes/placeholders.txt`).
enum Placeholders {
  private static let listed = Set(
    EmbeddedFile.lines(of: "placeholders.txt").map { $0.lowercased() })

  /// `text` on one clean line; nil where it is a placeholder or nothing.
  static func fact(_ text: String?) -> String? {
    guard let line = PlainText.line(text), !isPlaceholder(line) else { return nil }
    return line
  }

  /// Whether `line` stands on the list, whatever its case, or repeats one character
  /// (`00000000-0000-…`, `FFFFFFFF`, `xxxxxx`, `...`).
  static func isPlaceholder(_ line: String) -> Bool {
    let folded = line.lowercased()
    if listed.contains(folded) { return true }
    let significant = folded.filter { !"-:._ /".contains($0) }
    return significant.allSatisfy { $0 == significant.first }
  }
}
