public import FoundationEssentials
import Prioritization
import Spreadsheets

/// A forecast as a workbook: all communes together by year, each commune, the ends of systems'
/// support, and the purchases with yearly budgets.
public enum ForecastWorkbook {
  /// - Returns: Office Open XML; equal documents give equal bytes.
  /// - Throws: `SpreadsheetError`.
  public static func encode(
    _ document: ForecastDocument, _ language: Language, messages: Messages
  ) throws -> Data {
    let text = ForecastText(document, language, messages: messages)
    let annex = AnnexSheet(
      of: document,
      title: [text.title, document.group].compactMap(\.self).joined(separator: " – "),
      language, messages)
    let sheets =
      [
        self.annex(document, annex, text), communes(document, text), cliffs(document, text),
      ] + (document.forecast.plans.map { plans($0, document, text) } ?? []) + [
        PolicySheet.make(document.policy, language, messages),
        MethodSheet.make(
          title: text.title, document.policy, document.provenance,
          columns: ForecastFigure.allCases.map { (text.label($0), text.meaning($0)) },
          notes: ["method.forecast"], sentences: text.sentences + text.planSentences, language,
          messages),
      ]
    return try annex.workbook(sheets, title: text.title)
  }

  /// All communes together: a row for each period.
  private static func annex(
    _ document: ForecastDocument, _ annex: AnnexSheet, _ text: ForecastText
  ) -> Sheet {
    let forecast = document.forecast
    let columns =
      [Sheet.Column(text.messages("forecast.column.period", text.language), width: 20)]
      + ForecastFigure.allCases.map {
        Sheet.Column(text.label($0), width: $0 == .cost ? 34 : 14, wraps: true)
      }
    func row(_ column: ForecastColumn) -> [Sheet.Cell] {
      let figures = column.figures(of: forecast.total, forecast.period)
      return [column == .through ? .heading(text.label(column)) : .text(text.label(column))]
        + ForecastFigure.allCases.map { figure in
          // Only certain figures can be added up.
          guard let range = figure.range(figures), range.low == range.high else {
            return .text(text.range(figure.range(figures)))
          }
          return figure == .cost ? .money(range.low) : .integer(range.low)
        }
    }
    return annex.make(
      named: "sheet.annex", columns: columns,
      rows: document.periods.filter { $0 != .through }.map(row), listsCommunes: false,
      sentences: text.sentences + text.planSentences, sums: [row(.through)], frozenColumns: 1)
  }

  /// A row for each commune, with both ends of each figure.
  private static func communes(_ document: ForecastDocument, _ text: ForecastText) -> Sheet {
    let (language, messages) = (text.language, text.messages)
    let forecast = document.forecast
    func both(_ label: String, _ width: Double) -> [Sheet.Column] {
      ["forecast.low", "forecast.high"].map {
        Sheet.Column(messages($0, language, ["figure": label]), width: width)
      }
    }
    let ofThrough: [ForecastFigure] = [
      .computersNeeded, .certificates, .certificatesNeeded, .accounts, .lines, .cost,
    ]
    let columns =
      [
        Sheet.Column(messages("column.code", language), width: 9),
        Sheet.Column(messages("column.commune", language), width: 24),
        Sheet.Column(messages("column.province", language), width: 24),
        Sheet.Column(messages("column.simulated", language), width: 10),
      ]
      + document.periods.flatMap { column in
        both("\(text.label(.computers)), \(text.label(column))", 14)
      }
      + ofThrough.flatMap { figure in
        both("\(text.label(figure)), \(text.label(.through))", figure == .cost ? 20 : 14)
      }
    let rows = forecast.communes.map { dues -> [Sheet.Cell] in
      let place = document.places[dues.code]
      return [
        .text(dues.code), .text(place?.name ?? ""), .text(place?.provinceName ?? ""),
        .text(messages(place?.simulated == true ? "value.yes" : "value.no", language)),
      ]
        + document.periods.flatMap { column -> [Sheet.Cell] in
          let range = column.figures(of: dues, forecast.period).computers
          return [.integer(range?.low), .integer(range?.high)]
        }
        + ofThrough.flatMap { figure -> [Sheet.Cell] in
          let range = figure.range(dues.throughEnd)
          return figure == .cost
            ? [.money(range?.low), .money(range?.high)]
            : [.integer(range?.low), .integer(range?.high)]
        }
    }
    return Sheet(
      title: messages("forecast.byCommune", language), columns: columns, rows: rows,
      frozenColumns: 2)
  }

  private static func cliffs(_ document: ForecastDocument, _ text: ForecastText) -> Sheet {
    func column(_ key: String, _ width: Double) -> Sheet.Column {
      .init(text.messages("forecast.column." + key, text.language), width: width)
    }
    func both(_ key: String) -> [Sheet.Column] {
      ["forecast.low", "forecast.high"].map { end in
        .init(
          text.messages(
            end, text.language,
            ["figure": text.messages("forecast.column." + key, text.language)]), width: 18)
      }
    }
    func cells(_ range: CountRange) -> [Sheet.Cell] { [.integer(range.low), .integer(range.high)] }
    return Sheet(
      title: text.messages("forecast.cliffs", text.language),
      columns: [column("system", 44), column("lastDay", 14)] + both("computers")
        + both("toReplace") + both("toUpgrade"),
      rows: document.forecast.cliffs.map { cliff in
        [.text(text.system(cliff)), .text(text.day(cliff.lastDay))] + cells(cliff.computers)
          + cells(cliff.toReplace) + cells(cliff.toUpgrade)
      })
  }

  /// A row for each year, then one for each purchase of each commune.
  private static func plans(
    _ plans: [YearPlan], _ document: ForecastDocument, _ text: ForecastText
  ) -> [Sheet] {
    let (language, messages) = (text.language, text.messages)
    func column(_ key: String, _ width: Double, wraps: Bool = false) -> Sheet.Column {
      .init(messages("forecast.column." + key, language), width: width, wraps: wraps)
    }
    let years = Sheet(
      title: messages("forecast.plans", language),
      columns: [
        column("year", 8), column("spent", 18), column("left", 18), column("communes", 10),
        column("visits", 10), column("linesEnding", 12),
        .init(messages("column.pointsBefore", language), width: 12),
        .init(messages("column.pointsAfter", language), width: 12),
        .init(messages("column.purchases", language), width: 60, wraps: true),
        column("stillLacking", 60, wraps: true), column("lacking", 20),
      ],
      rows: plans.map { plan in
        [
          .number(Double(plan.year), .general), .money(plan.spent), .money(plan.left),
          .integer(plan.communes.count), .integer(plan.visits.count), .integer(plan.linesEnding),
          .number(plan.pointsBefore, .points), .number(plan.pointsAfter, .points),
          .text(text.purchases(plan.purchases)), .text(text.purchases(plan.lacking)),
          .money(plan.lackingCost),
        ]
      }, frozenColumns: 1)
    let purchases = Sheet(
      title: messages("forecast.purchases", language),
      columns: [
        column("year", 8), .init(messages("column.code", language), width: 9),
        .init(messages("column.commune", language), width: 24),
        .init(messages("column.province", language), width: 24),
        .init(messages("column.simulated", language), width: 10),
        .init(messages("column.purchases", language), width: 60, wraps: true),
        .init(messages("column.spend", language), width: 18),
      ],
      rows: plans.flatMap { plan in
        plan.communes.map { commune -> [Sheet.Cell] in
          let place = document.places[commune.code]
          return [
            .number(Double(plan.year), .general), .text(commune.code), .text(place?.name ?? ""),
            .text(place?.provinceName ?? ""),
            .text(messages(place?.simulated == true ? "value.yes" : "value.no", language)),
            .text(text.purchases(commune.purchases)), .money(commune.spend),
          ]
        }
      }, frozenColumns: 3)
    return [years, purchases]
  }
}
