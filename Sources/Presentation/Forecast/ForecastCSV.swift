public import FoundationEssentials
import Prioritization

/// A forecast for spreadsheets: one row for each area and period, where areas are all communes
/// together, each province and each commune. With a yearly budget, a row for each year's plan
/// follows, and one for each commune that it buys for.
public enum ForecastCSV {
  /// - Returns: Formatted as by ``RankingCSV``; money is whole VND, unknown and inapplicable values
  ///   are empty. Only with a budget are there columns about plans, the last ones.
  public static func encode(
    _ document: ForecastDocument, _ language: Language, messages: Messages
  ) -> Data {
    let text = ForecastText(document, language, messages: messages)
    var csv = CSVBytes()
    for column in [
      "forecast.column.level", "column.code", "forecast.column.name",
      "column.province", "column.simulated", "forecast.column.period",
    ] { csv.text(messages(column, language)) }
    for figure in ForecastFigure.allCases {
      csv.text(messages("forecast.low", language, ["figure": text.label(figure)]))
      csv.text(messages("forecast.high", language, ["figure": text.label(figure)]))
    }
    let plans = document.forecast.plans.map {
      ForecastCSVPlans($0, document, language, messages)
    }
    plans?.headings(to: &csv)
    csv.endRow()
    func rows(
      _ dues: CommuneDues, level: String, code: String, name: String, province: String,
      simulated: Bool?
    ) {
      for column in document.periods {
        csv.text(messages("forecast.level." + level, language))
        csv.text(code)
        csv.text(name)
        csv.text(province)
        csv.text(simulated.map { messages($0 ? "value.yes" : "value.no", language) } ?? "")
        csv.text(text.label(column))
        let figures = column.figures(of: dues, document.forecast.period)
        for figure in ForecastFigure.allCases {
          let range = figure.range(figures)
          csv.optional(range?.low)
          csv.optional(range?.high)
        }
        plans?.emptyCells(to: &csv)
        csv.endRow()
      }
    }
    rows(
      document.forecast.total, level: "total", code: "", name: "",
      province: document.onlyProvince ?? "", simulated: nil)
    for province in document.provinces {
      rows(
        province.dues, level: "province", code: province.code, name: province.name,
        province: province.name, simulated: nil)
    }
    for dues in document.forecast.communes {
      let place = document.places[dues.code]
      rows(
        dues, level: "commune", code: dues.code, name: place?.name ?? "",
        province: place?.provinceName ?? "", simulated: place?.simulated)
    }
    plans?.rows(to: &csv)
    return Data(csv.bytes)
  }
}
