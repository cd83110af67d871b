import Prioritization

extension ExplanationText {
  /// By criterion, greatest change first; unchanged criteria are left out.
  var movement: [String] {
    guard let movement = explanation.movement else { return [] }
    let format = PeopleFormat(language)
    let before = movement.before.ranked
    let after = explanation.entry.ranked
    func points(_ value: Double) -> String { format.number(value, decimals: 1) }
    func signed(_ value: Double) -> String { format.signed(value, decimals: 1) }
    func rounded(_ standing: Standing) -> [Double] {
      RoundedParts.of(standing.contributions, total: standing.points, decimals: 1)
    }
    let (shownBefore, shownAfter) = (rounded(before.standing), rounded(after.standing))
    var lines = WrappedText.lines(
      messages(
        "explain.moved", language,
        [
          "before": points(before.standing.points), "after": points(after.standing.points),
          "change": signed(
            RoundedParts.change(before.standing.points, after.standing.points, decimals: 1)),
          "rankBefore": format.number(before.rank), "rankAfter": format.number(after.rank),
          "confidenceBefore": format.percent(before.standing.confidence),
          "confidenceAfter": format.percent(after.standing.confidence),
        ]), width: width)
    let parts = PointsChange(from: before.standing, to: after.standing)?.parts ?? []
    var moved: [(at: Int, change: Double)] = []
    for at in explanation.policy.criteria.indices {
      let change = after.standing.contributions[at] - before.standing.contributions[at]
      if change != 0 || known(movement.before, at) != known(explanation.entry, at) {
        moved.append((at, change))
      }
    }
    moved.sort { one, other in
      let (far, near) = (one.change.magnitude, other.change.magnitude)
      return far != near ? far > near : one.at < other.at
    }
    guard !moved.isEmpty else { return lines }
    let rows = moved.map { at, _ in
      [
        signed(shownAfter[at] - shownBefore[at]), points(shownBefore[at]), points(shownAfter[at]),
        "\(known(movement.before, at)) → \(known(explanation.entry, at))",
        DisplayText.neutralised(explanation.policy.criteria[at].label[language])
          + (at < parts.count
            ? ": " + messages("cause.\(parts[at].cause.rawValue)", language) : ""),
      ]
    }
    func column(_ key: String, toTheRight: Bool = true) -> ColumnLayout.Column {
      .init(title: messages("column." + key, language), toTheRight: toTheRight)
    }
    let layout = ColumnLayout(
      [
        column("change"), column("pointsBefore"), column("pointsAfter"), column("valueMoved"),
        column("criterion", toTheRight: false),
      ], rows: rows, width: width)
    lines += [layout.heading] + rows.flatMap(layout.lines)
    return lines
  }

  private func known(_ entry: RankingDocument.Entry, _ at: Int) -> String {
    let value: (low: Double, high: Double)? = entry.values.at(at)
    guard let value else { return messages("value.unknown", language) }
    let format = PeopleFormat(language)
    let (low, high) = (
      format.number(value.low, decimals: 3, trimmed: true),
      format.number(value.high, decimals: 3, trimmed: true)
    )
    return low == high ? low : "\(low)–\(high)"
  }

  var events: [String] {
    guard let movement = explanation.movement else { return [] }
    guard !movement.events.isEmpty else {
      return WrappedText.lines(messages("explain.noEvents", language), width: width)
    }
    let format = PeopleFormat(language)
    return movement.events.flatMap { event in
      let key = "event." + event.what
      let said = messages(
        key, language, ["machine": DisplayText.neutralised(event.machine ?? "–")])
      let text = said == key ? DisplayText.neutralised(event.what) : said
      return WrappedText.lines("\(format.dateTime(event.time))  \(text)", width: width)
    }
  }
}

extension ExplanationText {
  /// What would change the rank: the cheapest purchases, and the nearest other weights.
  var change: [String] {
    RankChangeText.sentences(explanation, language, messages: messages)
      .flatMap { WrappedText.lines($0, width: width) }
  }
}
