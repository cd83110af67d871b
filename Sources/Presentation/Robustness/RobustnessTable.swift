import Prioritization

/// How robust a ranking is, for a terminal.
public enum RobustnessTable {
  /// - Parameters:
  ///   - limit: The most rows; `nil` for all. The number left out is stated.
  ///   - width: Columns of the terminal; at least 72 are used.
  /// - Returns: Terminated lines, with texts that cannot move the cursor.
  public static func render(
    _ document: RobustnessDocument, _ language: Language, messages: Messages, limit: Int? = nil,
    colour: Bool = false, width: Int = 100
  ) -> String {
    let width = max(72, min(width, 500))
    let format = PeopleFormat(language)
    let sensitivity = document.sensitivity
    let shown = document.entries.prefix(limit ?? .max)
    func text(_ key: String, _ arguments: [String: String] = [:]) -> String {
      messages(key, language, arguments)
    }
    let rows = shown.map { entry in
      [
        format.number(entry.rank),
        DisplayText.neutralised(entry.code) + (entry.simulated == true ? "*" : ""),
        DisplayText.neutralised(entry.name),
        "\(format.number(entry.stability.rankLow))–\(format.number(entry.stability.rankHigh))",
        format.percent(entry.stability.topProbability), format.number(entry.weightedProduct),
        format.number(entry.idealDistance), format.number(entry.netFlow),
      ]
    }
    let layout = ColumnLayout(
      [
        .init(title: text("column.rank"), toTheRight: true),
        .init(title: text("column.codeShort")),
        .init(title: text("column.commune"), givesWay: true),
        .init(title: text("robustness.interval"), toTheRight: true),
        .init(title: text("robustness.top"), toTheRight: true),
        .init(title: "WPM", toTheRight: true), .init(title: "TOPSIS", toTheRight: true),
        .init(title: "PROMETHEE"),
      ], rows: rows, width: width)
    var lines = [TerminalText.strong(text("robustness.title"), colour)]
    lines += document.provenance.lines(document.policy, language, messages)
    lines.append(
      text(
        "robustness.subtitle",
        [
          "samples": format.number(sensitivity.samples),
          "spread": format.percent(sensitivity.spread), "seed": "\(sensitivity.seed)",
          "top": format.number(sensitivity.top),
        ]))
    lines += WrappedText.lines(text("robustness.explanation"), width: width)
    lines += ["", layout.heading]
    lines += rows.flatMap(layout.lines)
    if shown.contains(where: { $0.simulated == true }) {
      lines.append("* \(text("simulated.mark"))")
    }
    if shown.count < document.entries.count {
      let rest = document.entries.count - shown.count
      lines.append(text("ranking.more", ["count": format.number(rest)]))
    }
    let (proven, possible) = document.deprivation
    let summary = text(
      "robustness.summary",
      [
        "cutoff": format.percent(RobustnessDocument.cutoff),
        "headcount": format.percent(proven.headcount),
        "intensity": format.percent(proven.intensity),
        "adjusted": format.number(proven.adjustedHeadcount, decimals: 3),
        "possible": format.number(possible.adjustedHeadcount, decimals: 3),
      ])
    lines += [""] + WrappedText.lines(summary, width: width)
    return TerminalText.ended(lines)
  }
}
