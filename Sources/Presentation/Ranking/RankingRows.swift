import Prioritization

/// The columns of a ranking on a terminal, wide enough for their contents.
struct RankingRows {
  private let policy: Policy
  private let language: Language
  private let messages: Messages
  private let format: PeopleFormat
  /// `nil` if the terminal is too narrow for it.
  private let bar: ContributionBar?
  /// Shown if it fits: hundreds of communes share a name.
  private let showsCode: Bool
  /// Shown only if it distinguishes communes.
  private let showsProvince: Bool
  private let colour: Bool
  private let width: Int
  private let rankColumns: Int
  private let nameColumns: Int
  private let provinceColumns: Int
  private let pointsColumns: Int
  private let confidenceColumns: Int
  /// The mark of a simulated row's state.
  private let mark: String
  private static let gap = "  "

  init(
    document: RankingDocument, shown: [RankingDocument.Entry], language: Language,
    messages: Messages, colour: Bool, width: Int
  ) {
    policy = document.policy
    (self.language, self.messages, self.colour, self.width) = (language, messages, colour, width)
    let format = PeopleFormat(language)
    self.format = format

    func columns(_ heading: String, _ texts: [String]) -> Int {
      max(
        DisplayText.width(messages(heading, language)),
        texts.map(DisplayText.width).max() ?? 0)
    }
    rankColumns = columns("column.rank", shown.map { Self.rank($0) })
    pointsColumns = columns("column.points", shown.map { Self.points($0, format) })
    let confidence = columns("column.confidenceShort", ["100%"])
    confidenceColumns = confidence
    let word = " · \(messages("simulated.mark", language))"
    // In a narrow terminal a sign replaces the word, and the legend explains it.
    mark = width >= 88 || !shown.contains(where: \.simulated) ? word : " *"
    let mark = self.mark
    let state = columns(
      "column.reporting", shown.map { Self.state($0, language, messages, mark: mark) })
    showsCode = width >= 88
    showsProvince = document.onlyProvince == nil
    let fixed =
      rankColumns + pointsColumns + confidence + state + 5 * Self.gap.count
      + (showsCode ? 5 + Self.gap.count : 0)
    // Names and the bar share the remaining width; the bar shrinks before names, and names before
    // figures.
    let left = max(14, width - fixed)
    let barColumns =
      left < 30 ? 0 : showsProvince ? min(16, left / 4) : max(left / 4, min(30, left / 2))
    let forNames = barColumns > 0 ? left - barColumns - Self.gap.count : left
    let names = columns("column.commune", shown.map { DisplayText.neutralised($0.name) })
    let provinces =
      showsProvince
      ? columns("column.province", shown.map { DisplayText.neutralised($0.provinceName) }) : 0
    nameColumns = min(names, max(forNames * 3 / 5, forNames - provinces))
    provinceColumns = min(provinces, forNames - nameColumns)
    let most = shown.map(\.ranked.standing.points).max() ?? 0
    bar =
      barColumns > 0
      ? ContributionBar(columns: barColumns, full: most > 0 ? most : 1, colour: colour) : nil
  }

  var heading: String {
    func text(_ key: String) -> String { messages("column.\(key)", language) }
    return joined(
      rank: text("rank"), code: text("codeShort"), name: text("commune"),
      province: text("province"),
      points: text("points"), bar: bar.map { String(repeating: " ", count: $0.columns) },
      confidence: text("confidenceShort"), state: text("reporting"))
  }

  func row(_ entry: RankingDocument.Entry) -> String {
    let standing = entry.ranked.standing
    return joined(
      rank: Self.rank(entry), code: DisplayText.neutralised(standing.code),
      name: DisplayText.neutralised(entry.name),
      province: DisplayText.neutralised(entry.provinceName), points: Self.points(entry, format),
      bar: bar?.drawn(standing.contributions), confidence: format.percent(standing.confidence),
      state: Self.state(entry, language, messages, mark: mark))
  }

  private func joined(
    rank: String, code: String, name: String, province: String, points: String, bar: String?,
    confidence: String, state: String
  ) -> String {
    var cells = [DisplayText.fitted(rank, rankColumns, toTheRight: true)]
    if showsCode { cells.append(DisplayText.fitted(code, 5)) }
    cells.append(DisplayText.fitted(name, nameColumns))
    if showsProvince { cells.append(DisplayText.fitted(province, provinceColumns)) }
    cells.append(DisplayText.fitted(points, pointsColumns, toTheRight: true))
    if let bar { cells.append(bar) }
    cells.append(DisplayText.fitted(confidence, confidenceColumns, toTheRight: true))
    cells.append(state)
    return cells.joined(separator: Self.gap)
  }

  /// The meaning of the bar's segments, wrapped to the width.
  var legend: [String] {
    guard let bar else { return mark == " *" ? ["* \(messages("simulated.mark", language))"] : [] }
    var lines = [messages("ranking.legend", language)]
    var used = DisplayText.width(lines[0])
    for (at, criterion) in policy.criteria.enumerated() where criterion.effect == .need {
      let label = DisplayText.neutralised(criterion.label[language])
      let columns = 4 + DisplayText.width(label)
      if used + columns > width {
        lines.append("")
        used = 0
      }
      lines[lines.count - 1] += "\(Self.gap)\(bar.sample(at)) \(label)"
      used += columns
    }
    if mark == " *" { lines.append("* \(messages("simulated.mark", language))") }
    return lines
  }

  func strong(_ text: String) -> String { TerminalText.strong(text, colour) }

  func wrapped(_ text: String) -> [String] { WrappedText.lines(text, width: width) }

  private static func rank(_ entry: RankingDocument.Entry) -> String {
    let ranked = entry.ranked
    if ranked.bestRank == ranked.worstRank { return "\(ranked.rank)" }
    return "\(ranked.rank) (\(ranked.bestRank)–\(ranked.worstRank))"
  }

  /// Proven points; in the second queue also the possible points, by which it is sorted.
  private static func points(_ entry: RankingDocument.Entry, _ format: PeopleFormat) -> String {
    let standing = entry.ranked.standing
    guard entry.ranked.queue == .verifyFirst else {
      return format.number(standing.pointsLow, decimals: 1)
    }
    return "\(format.number(standing.pointsLow))–\(format.number(standing.pointsHigh))"
  }

  private static func state(
    _ entry: RankingDocument.Entry, _ language: Language, _ messages: Messages, mark: String
  ) -> String {
    guard let key = entry.reportingKey else { return messages("value.unknown", language) }
    let state = messages(key, language)
    return entry.simulated ? state + mark : state
  }
}
