import Prioritization

/// A forecast for a terminal: what falls due in each year and where, when support of systems ends,
/// and the effect of a yearly budget.
public enum ForecastTable {
  /// - Parameters:
  ///   - limit: The most communes to list; nil for all. The number left out is stated.
  ///   - colour: Whether to use bold headings.
  ///   - width: Columns of the terminal; at least 72 are used.
  /// - Returns: Terminated lines, with texts that cannot move the cursor.
  public static func render(
    _ document: ForecastDocument, _ language: Language, messages: Messages, limit: Int? = nil,
    colour: Bool = false, width: Int = 100
  ) -> String {
    let sections = ForecastSections(
      document: document, text: ForecastText(document, language, messages: messages),
      limit: max(0, limit ?? .max), width: max(72, min(width, 500)))
    return TerminalText.document(
      title: sections.text.heading, introduction: sections.introduction, sections: sections.all,
      colour: colour)
  }
}

/// The parts of a forecast's table, in lines.
struct ForecastSections {
  let document: ForecastDocument
  let text: ForecastText
  let limit, width: Int

  private var forecast: Forecast { document.forecast }
  private var period: ForecastPeriod { document.forecast.period }

  private func message(_ key: String, _ arguments: [String: String] = [:]) -> String {
    text.messages(key, text.language, arguments)
  }

  var introduction: [String] {
    (document.provenance.lines(document.policy, text.language, text.messages) + text.sentences
      + text.planSentences).flatMap { WrappedText.lines($0, width: width) }
  }

  var all: [(title: String, lines: [String])] {
    [
      (message("forecast.byYear"), byYear), (message("forecast.cliffs"), cliffs),
      (message("forecast.plans"), plans), (message("forecast.purchases"), purchases),
      (message("forecast.byProvince"), document.provinces.count > 1 ? provinces : []),
      (message("forecast.byCommune"), communes),
    ]
  }

  /// Takes the remaining width, so that the numbers before it are never cut.
  private var end: ColumnLayout.Column { .init(title: "") }

  private func number(_ title: String) -> ColumnLayout.Column {
    .init(title: title, toTheRight: true)
  }

  private func table(_ columns: [ColumnLayout.Column], _ rows: [[String]], of all: Int) -> [String]
  {
    let layout = ColumnLayout(columns, rows: rows, width: width)
    var lines = rows.isEmpty ? [] : [layout.heading] + rows.flatMap(layout.lines)
    if rows.count < all {
      lines.append(message("ranking.more", ["count": text.format.number(all - rows.count)]))
    }
    return lines
  }

  private var byYear: [String] {
    let rows = document.periods.map { column in
      let figures = column.figures(of: forecast.total, period)
      return [text.label(column)]
        + ForecastFigure.allCases.map { text.range($0.range(figures)) } + [""]
    }
    return table(
      [.init(title: message("forecast.column.period"))]
        + ForecastFigure.allCases.map { number(message("forecast.short.\($0.rawValue)")) } + [end],
      rows, of: rows.count)
  }

  private var cliffs: [String] {
    let rows = forecast.cliffs.map { cliff in
      [
        text.day(cliff.lastDay), text.range(cliff.computers), text.range(cliff.toReplace),
        text.range(cliff.toUpgrade), DisplayText.neutralised(text.system(cliff)),
      ]
    }
    return table(
      [
        number(message("forecast.column.lastDay")), number(message("forecast.column.computers")),
        number(message("forecast.column.toReplace")),
        number(message("forecast.column.toUpgrade")),
        .init(title: message("forecast.column.system")),
      ], rows, of: rows.count)
  }

  private var plans: [String] {
    let rows = (forecast.plans ?? []).map { plan in
      [
        "\(plan.year)", text.format.number(plan.spent), text.format.number(plan.left),
        "\(text.format.number(plan.pointsBefore, decimals: 1)) → "
          + text.format.number(plan.pointsAfter, decimals: 1),
        text.format.number(plan.lackingCost), "",
      ]
    }
    return table(
      [
        number(message("forecast.column.year")), number(message("forecast.column.spent")),
        number(message("forecast.column.left")), number(message("column.pointsBeforeAfter")),
        number(message("forecast.column.lacking")), end,
      ], rows, of: rows.count)
  }

  private var purchases: [String] {
    let rows = (forecast.plans ?? []).map { ["\($0.year)", text.purchases($0.purchases)] }
    return table(
      [number(message("forecast.column.year")), .init(title: message("column.purchases"))], rows,
      of: rows.count)
  }

  /// The periods that fit on a line beside a name.
  private var shownPeriods: [ForecastColumn] {
    document.periods.count <= 9
      ? document.periods.filter { $0 != .before } : [.today, .through]
  }

  /// What falls due in an area: computers in each period, and the total cost.
  private func row(_ dues: CommuneDues, _ name: String) -> [String] {
    shownPeriods.map { text.range($0.figures(of: dues, period).computers) } + [
      text.range(dues.throughEnd.cost), name,
    ]
  }

  private func placeColumns(_ title: String) -> [ColumnLayout.Column] {
    shownPeriods.map {
      number($0 == .through ? message("forecast.short.all") : text.label($0))
    } + [number(message("forecast.short.cost")), .init(title: title)]
  }

  private var provinces: [String] {
    let rows = document.provinces.map {
      row($0.dues, DisplayText.neutralised("\($0.code) \($0.name)"))
    }
    return table(placeColumns(message("column.province")), rows, of: rows.count)
  }

  private var communes: [String] {
    let rows = forecast.communes.prefix(limit).map { dues in
      let place = document.places[dues.code]
      var name = DisplayText.neutralised("\(dues.code) \(place?.name ?? "")")
      if place?.simulated == true { name += " · \(message("simulated.mark"))" }
      return row(dues, name)
    }
    return table(placeColumns(message("column.commune")), rows, of: forecast.communes.count)
  }
}
