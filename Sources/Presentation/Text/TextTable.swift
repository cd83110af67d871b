/// Columns of plain text, each as wide as its widest cell; for lists in a terminal.
public enum TextTable {
  /// - Parameter rows: one text for each column of `head`; text from outside is neutralised.
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
