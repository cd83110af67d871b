import Prioritization

/// The parts of a plan's table, in lines.
struct PlanSections {
  let document: PlanDocument
  let language: Language
  let messages: Messages
  let limit: Int
  let width: Int

  private var format: PeopleFormat { PeopleFormat(language) }
  private var text: PlanText { PlanText(document.policy, language, messages: messages) }
  private var rows: PlanRows { PlanRows(document.plan) }

  var title: String {
    messages("plan.title", language)
      + [document.onlyProvince, document.group].compactMap { $0 }
      .map { " – \(DisplayText.neutralised($0))" }.joined()
  }

  var introduction: [String] {
    let sentences =
      document.provenance.lines(document.policy, language, messages)
      + text.running(document) + text.adjustments(document)
      + text.certificate(document.plan) + text.kinds(document) + [
        messages("plan.notRankOrder", language)
      ]
    return sentences.flatMap { WrappedText.lines($0, width: width) }
  }

  var all: [(title: String, lines: [String])] {
    [
      (messages("plan.totals", language), totals),
      (messages("plan.communes", language), communes),
      (messages("plan.visits", language), visits),
      (messages("plan.partly", language), reasons(rows.partly)),
      (messages("plan.refused", language), reasons(rows.unfunded)),
    ]
  }

  private func column(
    _ key: String, toTheRight: Bool = false, givesWay: Bool = false
  ) -> ColumnLayout.Column {
    .init(title: messages("column." + key, language), toTheRight: toTheRight, givesWay: givesWay)
  }

  /// - Parameter codes: The codes of the rows' communes.
  private func table(
    _ columns: [ColumnLayout.Column], _ rows: [[String]], of all: Int, codes: [String] = []
  ) -> [String] {
    let layout = ColumnLayout(columns, rows: rows, width: width)
    var lines = rows.isEmpty ? [] : [layout.heading] + rows.flatMap(layout.lines)
    if codes.contains(where: isSimulated) {
      lines.append("* \(messages("simulated.mark", language))")
    }
    if rows.count < all {
      lines.append(
        messages("ranking.more", language, ["count": format.number(all - rows.count)]))
    }
    return lines
  }

  private var totals: [String] {
    let rows = document.totals.filter { $0.count > 0 }.map { total in
      [
        format.number(total.count), format.number(total.price), format.number(total.cost),
        DisplayText.neutralised(total.label[language]),
      ]
    }
    return table(
      [
        column("count", toTheRight: true), column("price", toTheRight: true),
        column("cost", toTheRight: true), column("item"),
      ], rows, of: rows.count)
  }

  private func place(_ code: String) -> [String] {
    // The mark goes beside the code, for which every terminal is wide enough; a legend explains it.
    [DisplayText.neutralised(code) + (isSimulated(code) ? "*" : ""), name(code)]
  }

  private func isSimulated(_ code: String) -> Bool { document.places[code]?.simulated == true }

  private func name(_ code: String) -> String {
    let place = document.places[code]
    var name = DisplayText.neutralised(place?.name ?? "")
    if document.onlyProvince == nil, let province = place?.provinceName, !province.isEmpty {
      name += ", \(DisplayText.neutralised(province))"
    }
    return name
  }

  private var communes: [String] {
    // A planner's own table may lack the number of officials.
    let knowsOfficials = document.officialsServed.count > 0
    let rows = document.plan.communes.prefix(limit).map { commune in
      let each = document.perOfficial(commune)
      let perOfficial =
        knowsOfficials
        ? [
          each.map { format.number($0.officials) } ?? "–",
          each.map { format.number($0.spend) } ?? "–",
        ]
        : []
      return place(commune.code) + [format.number(commune.spend)] + perOfficial + [
        "\(format.number(commune.pointsBefore, decimals: 1)) → "
          + format.number(commune.pointsAfter, decimals: 1),
        text.purchases(commune.purchases),
      ]
    }
    return table(
      [
        column("codeShort"), column("commune", givesWay: true), column("cost", toTheRight: true),
      ]
        + (knowsOfficials
          ? [
            column("officialsShort", toTheRight: true),
            column("perOfficialShort", toTheRight: true),
          ] : []) + [
          column("pointsBeforeAfter", toTheRight: true), column("purchases"),
        ], rows, of: document.plan.communes.count,
      codes: document.plan.communes.prefix(limit).map(\.code))
  }

  private var visits: [String] {
    let rows = document.plan.visits.prefix(limit).map { visit in
      [format.number(visit.cost)] + place(visit.code)
    }
    return table(
      [column("cost", toTheRight: true), column("codeShort"), column("commune")], rows,
      of: document.plan.visits.count, codes: document.plan.visits.prefix(limit).map(\.code))
  }

  private func reasons(_ rows: [PlanRows.Row]) -> [String] {
    let shown = rows.prefix(limit)
    return table(
      [column("codeShort"), column("commune", givesWay: true), column("reason")],
      shown.map { place($0.code) + [text.reason($0)] }, of: rows.count, codes: shown.map(\.code))
  }
}
