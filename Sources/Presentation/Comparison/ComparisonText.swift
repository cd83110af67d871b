import Prioritization

/// A comparison in words and figures, the same for pages and terminals.
public struct ComparisonText {
  public struct Line: Sendable {
    public var label, first, second: String
  }

  public struct Row: Sendable {
    public var criterion: Int
    public var label, first, second, pointsFirst, pointsSecond, change, cause: String
  }

  let comparison: CommuneComparison
  let language: Language
  let messages: Messages

  public init(comparison: CommuneComparison, language: Language, messages: Messages) {
    (self.comparison, self.language, self.messages) = (comparison, language, messages)
    func shown(_ side: CommuneComparison.Side) -> [Double] {
      let standing = side.entry.ranked.standing
      return RoundedParts.of(standing.contributions, total: standing.points, decimals: 1)
    }
    (shownFirst, shownSecond) = (shown(comparison.first), shown(comparison.second))
  }

  var format: PeopleFormat { PeopleFormat(language) }

  /// Displayed points by criterion; each side's add up to its displayed points.
  private let shownFirst, shownSecond: [Double]

  /// The second side's displayed points minus the first's.
  var shownChange: Double {
    RoundedParts.change(
      comparison.first.entry.ranked.standing.points,
      comparison.second.entry.ranked.standing.points, decimals: 1)
  }

  /// The heading of ``Row/change``: between two communes nothing has changed.
  public var changeHeading: String {
    text(comparison.isOneCommune ? "column.change" : "savedPlans.difference")
  }

  /// The same, with a sign.
  public var change: String { format.signed(shownChange, decimals: 1) }

  func text(_ key: String, _ arguments: [String: String] = [:]) -> String {
    messages(key, language, arguments)
  }

  public var title: String {
    text(
      comparison.isOneCommune ? "compare.titleOfOne" : "compare.title",
      [
        "commune": DisplayText.neutralised(comparison.first.entry.name),
        "first": name(comparison.first), "second": name(comparison.second),
      ])
  }

  /// The name of the commune; the time, if a commune is compared with itself.
  public func name(_ side: CommuneComparison.Side) -> String {
    comparison.isOneCommune
      ? side.isPast ? format.dateTime(side.asOf) : text("compare.now")
      : DisplayText.neutralised(side.entry.name)
  }

  /// Rank, points, possible points, confidence, reporting and time.
  public var summary: [Line] {
    func line(_ key: String, _ value: (CommuneComparison.Side) -> String) -> Line {
      Line(
        label: text(key), first: value(comparison.first), second: value(comparison.second))
    }
    return [
      line("compare.commune") {
        "\(DisplayText.neutralised($0.entry.name)) (\($0.entry.ranked.standing.code))"
          + ($0.entry.simulated ? " · " + text("simulated.mark") : "")
      },
      line("column.province") { DisplayText.neutralised($0.entry.provinceName) },
      line("compare.asOf") { format.dateTime($0.asOf) },
      line("column.rank", rank),
      line("column.points") { format.number($0.entry.ranked.standing.points, decimals: 1) },
      line("column.pointsHigh") {
        format.number($0.entry.ranked.standing.pointsHigh, decimals: 1)
      },
      line("column.confidence") { format.percent($0.entry.ranked.standing.confidence) },
      line("column.reporting") { side in
        side.entry.reportingKey.map { text($0) } ?? text("value.unknown")
      },
    ]
  }

  private func rank(_ side: CommuneComparison.Side) -> String {
    let ranked = side.entry.ranked
    let among = text("commune.among", ["count": format.number(side.rankedAmong)])
    let interval =
      ranked.bestRank == ranked.worstRank ? "" : " (\(ranked.bestRank)–\(ranked.worstRank))"
    return "\(format.number(ranked.rank))\(interval) \(among)"
  }

  /// Greatest difference first.
  public var rows: [Row] {
    comparison.rows.sorted {
      let (one, other) = ($0.points.magnitude, $1.points.magnitude)
      return one != other ? one > other : $0.criterion < $1.criterion
    }.map { row in
      let criterion = comparison.policy.criteria[row.criterion]
      let (one, other) = (shownFirst[row.criterion], shownSecond[row.criterion])
      return Row(
        criterion: row.criterion, label: DisplayText.neutralised(criterion.label[language]),
        first: value(comparison.first, row.criterion),
        second: value(comparison.second, row.criterion),
        pointsFirst: format.number(one, decimals: 1),
        pointsSecond: format.number(other, decimals: 1),
        change: format.signed(other - one, decimals: 1), cause: cause(row, shown: other - one))
    }
  }

  private func value(_ side: CommuneComparison.Side, _ at: Int) -> String {
    let value: (low: Double, high: Double)? = side.entry.values.at(at)
    guard let value else { return text("value.unknown") }
    return CriterionValue(comparison.policy.criteria[at]).interval(value.low, value.high, format)
  }

  private func cause(_ row: CommuneComparison.Row, shown: Double) -> String {
    let criterion = comparison.policy.criteria[row.criterion]
    switch criterion.effect {
    case .need: break
    case .confidence: return text("compare.cause.confidence")
    case .nothing: return text("compare.cause.notCounted")
    }
    if comparison.isOneCommune { return text("cause.\(row.cause.rawValue)") }
    guard row.points != 0 else { return text("compare.cause.same") }
    if row.fromEmphasis == 0 { return text("compare.cause.value") }
    if row.fromGap == 0 { return text("compare.cause.emphasis") }
    let parts = RoundedParts.of([row.fromGap, row.fromEmphasis], total: shown, decimals: 1)
    return text(
      "compare.cause.both",
      [
        "value": format.signed(parts[0], decimals: 1),
        "emphasis": format.signed(parts[1], decimals: 1),
      ])
  }
}
