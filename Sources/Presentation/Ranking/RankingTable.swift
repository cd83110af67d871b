import Prioritization

/// A ranking for a terminal: both queues, each row with its points as a segmented bar.
public enum RankingTable {
  /// - Parameters:
  ///   - limit: The most rows of each queue; `nil` for all. The number left out is stated.
  ///   - colour: Whether to use colours; the caller considers the terminal and `NO_COLOR`.
  ///   - width: Columns of the terminal; at least 72 are used.
  /// - Returns: Terminated lines, with texts that cannot move the cursor.
  public static func render(
    _ document: RankingDocument, _ language: Language, messages: Messages, limit: Int? = nil,
    colour: Bool = false, width: Int = 100
  ) -> String {
    let ranked = document.entries.filter { $0.ranked.queue == .ranked }
    let unverified = document.entries.filter { $0.ranked.queue == .verifyFirst }
    let most = max(limit ?? .max, 0)
    let shown = [Array(ranked.prefix(most)), Array(unverified.prefix(most))]
    let rows = RankingRows(
      document: document, shown: shown.flatMap { $0 }, language: language, messages: messages,
      colour: colour, width: max(72, min(width, 500)))
    let format = PeopleFormat(language)

    var lines = [
      rows.strong(
        messages("ranking.title", language)
          + [document.onlyProvince, document.group].compactMap { $0 }
          .map { " – \(DisplayText.neutralised($0))" }.joined())
    ]
    lines += document.provenance.lines(document.policy, language, messages)
      .flatMap(rows.wrapped)
    lines.append(
      messages(
        "ranking.count", language,
        [
          "ranked": format.number(ranked.count),
          "verifyFirst": format.number(unverified.count),
        ]))
    if document.entries.isEmpty { lines.append(messages("ranking.empty", language)) }
    for (queue, all, some) in [
      (Queue.ranked, ranked, shown[0]), (Queue.verifyFirst, unverified, shown[1]),
    ] where !all.isEmpty {
      lines.append("")
      lines.append(rows.strong(messages("queue.\(queue.rawValue)", language)))
      let threshold = format.percent(document.policy.confidence)
      lines +=
        rows.wrapped(
          messages("queue.\(queue.rawValue)Explanation", language, ["threshold": threshold]))
      if !some.isEmpty { lines.append(rows.heading) }
      lines += some.map(rows.row)
      if some.count < all.count {
        lines.append(
          messages("ranking.more", language, ["count": format.number(all.count - some.count)]))
      }
    }
    let attested = document.entries.count { $0.pointsIfConfirmed != nil }
    if attested > 0 {
      lines.append("")
      lines += rows.wrapped(
        messages("ranking.attested", language, ["count": format.number(attested)]))
    }
    if !document.entries.isEmpty, !rows.legend.isEmpty { lines += [""] + rows.legend }
    return TerminalText.ended(lines)
  }
}
