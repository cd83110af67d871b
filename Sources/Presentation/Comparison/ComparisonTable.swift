import Prioritization

/// A comparison for a terminal.
public enum ComparisonTable {
  /// - Parameter width: Columns of the terminal; at least 72 are used.
  /// - Returns: Terminated lines, with texts that cannot move the cursor.
  public static func render(
    _ comparison: CommuneComparison, _ language: Language, messages: Messages,
    colour: Bool = false, width: Int = 100
  ) -> String {
    let width = max(72, min(width, 500))
    let words = ComparisonText(comparison: comparison, language: language, messages: messages)
    func column(_ title: String, toTheRight: Bool = true) -> ColumnLayout.Column {
      .init(title: title, toTheRight: toTheRight)
    }
    let facts = words.summary.map { [$0.label, $0.first, $0.second] }
    let summary = ColumnLayout(
      [
        column("", toTheRight: false), column(words.name(comparison.first), toTheRight: false),
        column(words.name(comparison.second), toTheRight: false),
      ], rows: facts, width: width)
    let rows = words.rows.map {
      [$0.first, $0.second, $0.pointsFirst, $0.pointsSecond, $0.change, $0.label + ": " + $0.cause]
    }
    let layout = ColumnLayout(
      [
        column(words.text("compare.valueFirst")), column(words.text("compare.valueSecond")),
        column(words.text("compare.pointsFirst")), column(words.text("compare.pointsSecond")),
        column(words.changeHeading),
        column(words.text("column.criterion"), toTheRight: false),
      ], rows: rows, width: width)
    var lines = [TerminalText.strong(words.title, colour)]
    lines += [messages.policyVersion(comparison.policy, language)]
    lines += [summary.heading] + facts.flatMap(summary.lines)
    lines +=
      ["", TerminalText.strong(words.text("compare.byCriterion"), colour), layout.heading]
      + rows.flatMap(layout.lines)
    lines += ["", words.sum]
    return TerminalText.ended(
      lines.flatMap {
        DisplayText.width($0) > width ? WrappedText.lines($0, width: width) : [$0]
      })
  }
}
