import Prioritization

/// The parts of an explanation, in lines.
struct ExplanationText {
  let explanation: Explanation
  let language: Language
  let messages: Messages
  let colour: Bool
  let width: Int

  private static let barColumns = 10

  private var policy: Policy { explanation.policy }
  private var entry: RankingDocument.Entry { explanation.entry }
  private var standing: Standing { explanation.entry.ranked.standing }
  private var format: PeopleFormat { PeopleFormat(language) }

  /// Arguments for headings.
  var arguments: [String: String] {
    explanation.movement.map { ["since": format.dateTime($0.since)] } ?? [:]
  }

  var title: String {
    let name = entry.name.isEmpty ? "" : DisplayText.neutralised(entry.name) + " "
    let province =
      entry.provinceName.isEmpty ? "" : ", " + DisplayText.neutralised(entry.provinceName)
    return "\(name)(\(DisplayText.neutralised(standing.code)))\(province)"
  }

  var introduction: [String] {
    let ranked = entry.ranked
    var lines = explanation.provenance.lines(policy, language, messages)
    lines.append(
      messages(
        "ranking.rankInterval", language,
        [
          "rank": format.number(ranked.rank), "best": format.number(ranked.bestRank),
          "worst": format.number(ranked.worstRank),
        ]) + ". " + messages("queue.\(ranked.queue.rawValue)", language) + ".")
    lines.append(
      messages(
        "explain.points", language,
        [
          "low": format.number(standing.pointsLow, decimals: 1),
          "high": format.number(standing.pointsHigh, decimals: 1),
          "confidence": format.percent(standing.confidence),
        ]))
    if let confirmed = entry.pointsIfConfirmed {
      let change = format.number(
        RoundedParts.change(standing.points, confirmed, decimals: 1), decimals: 1)
      lines += WrappedText.lines(
        messages("commune.attestedTitle", language) + ": "
          + messages(
            "commune.attestedPoints", language,
            [
              "points": format.number(confirmed, decimals: 1),
              "change": confirmed >= standing.points ? "+" + change : change,
            ]) + ".", width: width)
    }
    if let state = entry.reportingKey {
      lines.append(
        messages(
          "explain.reporting", language,
          [
            "state": messages(state, language),
            "machines": format.number(entry.machines),
            "last": entry.lastReport.map { format.dateTime($0) }
              ?? messages("value.never", language),
          ]) + (entry.simulated ? " " + messages("simulated.explanation", language) : ""))
    }
    return lines
  }

  private func column(_ key: String, toTheRight: Bool = false) -> ColumnLayout.Column {
    .init(title: messages("column." + key, language), toTheRight: toTheRight)
  }

  private func table(_ columns: [ColumnLayout.Column], _ rows: [[String]]) -> [String] {
    let layout = ColumnLayout(columns, rows: rows, width: width)
    return rows.isEmpty ? [] : [layout.heading] + rows.flatMap(layout.lines)
  }

  private func figure(_ value: Double) -> String {
    format.number(value, decimals: 3, trimmed: true)
  }

  private func interval(_ value: (low: Double, high: Double)?) -> String {
    guard let value else { return messages("value.unknown", language) }
    let (low, high) = (figure(value.low), figure(value.high))
    return low == high ? low : "\(low)–\(high)"
  }

  private func label(_ criterion: Criterion) -> String {
    DisplayText.neutralised(criterion.label[language])
  }

  /// Greatest contribution first; its bar is full.
  var contributions: [String] {
    let most = standing.contributions.max() ?? 0
    let order = policy.criteria.indices.sorted {
      let (one, other) = (standing.contributions[$0], standing.contributions[$1])
      return one != other ? one > other : $0 < $1
    }
    let shown = RoundedParts.of(standing.contributions, total: standing.points, decimals: 1)
    let showsTime = explanation.provenance.table == nil
    let bar = ContributionBar(columns: Self.barColumns, full: most > 0 ? most : 1, colour: false)
    var rows: [[String]] = []
    for at in order {
      let criterion = policy.criteria[at]
      let points = standing.contributions[at]
      var row = [
        format.number(shown[at], decimals: 1), bar.drawn([points]),
        interval((standing.gapLow[at], standing.gapHigh[at])), interval(entry.values.at(at)),
        figure(criterion.standard(factor: standing.factor(at))),
        format.percent(criterion.share, decimals: 1),
      ]
      if showsTime { row.append(entry.observedAt.at(at).map { format.date($0) } ?? "–") }
      row.append("\(label(criterion)) (\(DisplayText.neutralised(criterion.unit[language])))")
      rows.append(row)
    }
    return table(
      [
        column("points", toTheRight: true), .init(title: ""), column("gap", toTheRight: true),
        column("value", toTheRight: true), column("standard", toTheRight: true),
        column("weight", toTheRight: true),
      ] + (showsTime ? [column("observedAt")] : []) + [column("criterion")], rows)
      + order.flatMap { at in
        StandardText(policy, language, messages: messages).reason(at, standing).map {
          WrappedText.lines("\(label(policy.criteria[at])): \($0)", width: width)
        } ?? []
      }
  }

  var context: [String] {
    let rows = policy.context.enumerated().map { at, bonus in
      let value: Double? = entry.context.at(at)
      return [
        "+" + format.percent(bonus.bonus * bonus.counted(value), decimals: 1),
        value.map(figure) ?? messages("value.unknown", language), figure(bonus.full),
        format.percent(bonus.bonus), DisplayText.neutralised(bonus.label[language]),
      ]
    }
    return table(
      [
        column("counted", toTheRight: true), column("value", toTheRight: true),
        column("full", toTheRight: true), column("bonus", toTheRight: true), column("context"),
      ], rows)
  }

  var unknown: [String] {
    explanation.unknown.flatMap { at, points in
      WrappedText.lines(
        messages(
          "explain.couldBring", language,
          [
            "criterion": label(policy.criteria[at]), "points": format.number(points, decimals: 1),
          ]), width: width)
    }
  }

  var sources: [String] {
    let rows = policy.criteria.map { criterion in
      [
        DisplayText.neutralised(criterion.id),
        figure(criterion.standard), figure(criterion.floor),
        DisplayText.neutralised(criterion.source[language]),
      ]
    }
    return table(
      [
        column("criterion"), column("standard", toTheRight: true),
        column("floor", toTheRight: true), column("source"),
      ], rows)
  }
}
