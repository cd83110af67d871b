/// Columns of plain text, each as wide as its widest cell; for lists in a terminal.
public enum TextTable {
  /// - Parameter rows: One text for each column of `head`; external text is neutralised.
  public static func render(head: [String], rows: [[String]]) -> String {
    let table = ([head] + rows).map { row in row.map(DisplayText.neutralised) }
    let widths = head.indices.map { column in
      table.map { column < $0.count ? DisplayText.width($0[column]) : 0 }.max() ?? 0
    }
    return table.map { line($0, widths) }.joined(separator: "\n")
  }

  private static func line(_ cells: [String], _ widths: [Int]) -> String {
    let fitted = zip(cells, widths).map { DisplayText.fitted($0, $1) }
    let text = fitted.joined(separator: "  ")
    return text.lastIndex { $0 != " " }.map { String(text[...$0]) } ?? ""
  }
}

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
