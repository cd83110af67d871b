import Foundation
import Presentation
import Prioritization

/// The values of a forecast for its template.
struct ForecastResult: PageModel {
  let document: ForecastDocument
  let call: PageCall

  private var text: ForecastText {
    ForecastText(document, call.language, messages: call.messages)
  }
  private var forecast: Forecast { document.forecast }
  private var period: ForecastPeriod { forecast.period }

  func values() -> PageValues {
    var values: PageValues = [
      "subtitle": call.messages.subtitle(
        document.policy, asOf: document.provenance.asOf, call.language),
      "sentences": text.sentences,
      "chart": chart,
      "figures": ForecastFigure.allCases.map { ["label": label($0)] as PageValues },
      "costLabel": label(.cost),
      "periods": document.periods.map(periodRow),
      "cliffs": forecast.cliffs.map(cliffRow), "anyCliffs": !forecast.cliffs.isEmpty,
      "placeColumns": placePeriods.map { ["label": text.label($0)] as PageValues },
      "hasProvinces": document.provinces.count > 1,
      "hasCommunes": showsCommunes,
      "meanings": ForecastFigure.allCases.map {
        ["name": label($0), "meaning": text.meaning($0)] as PageValues
      },
    ]
    if document.provinces.count > 1 {
      values["provinces"] = document.provinces.map { province in
        placeRow(
          province.dues, name: province.name,
          address: call.address(["province": province.code, "paper": nil]), simulated: false)
      }
    }
    if showsCommunes {
      values["communes"] = forecast.communes.map { dues in
        let place = document.places[dues.code]
        return placeRow(
          dues, name: place?.name ?? "", address: call.communeAddress(dues.code),
          simulated: place?.simulated ?? false)
      }
    }
    if let plans = forecast.plans {
      values["plans"] =
        [
          "sentences": text.planSentences, "rows": plans.map(planRow),
        ] as PageValues
    }
    return values
  }

  /// With many years, only the present and the total fit on a sheet of paper.
  private var placePeriods: [ForecastColumn] {
    document.periods.count <= 9 ? document.periods : [.today, .through]
  }

  private func label(_ figure: ForecastFigure) -> String {
    figure == .cost ? call.text("forecast.millions") : text.label(figure)
  }

  /// Whether to list communes: only for a single province or a group. For the whole country the
  /// files list them.
  private var showsCommunes: Bool {
    document.provinces.count == 1 || document.group != nil
  }

  private var chart: PageValues {
    ForecastChart(
      bars: document.periods.filter { $0 != .through }.map { column in
        let range = column.figures(of: forecast.total, period).computers
        return (
          // There is no room for more beside the other labels.
          column == .before ? "–\(period.firstYear - 1)" : text.label(column),
          call.text(
            "forecastPage.bar", ["period": text.label(column), "count": text.range(range)]),
          range
        )
      }, people: people
    ).values(title: text.label(.computers))
  }

  private func periodRow(_ column: ForecastColumn) -> PageValues {
    let figures = column.figures(of: forecast.total, period)
    return [
      "label": text.label(column), "sum": column == .through ? "sum" : "",
      "code": column.code,
      "cells": ForecastFigure.allCases.map { figure in
        [
          "label": label(figure),
          "value": figure == .cost
            ? text.millions(figures.cost) : text.range(figure.range(figures)),
          "figure": figure.rawValue,
        ] as PageValues
      },
    ]
  }

  private func cliffRow(_ cliff: SystemCliff) -> PageValues {
    [
      "system": text.system(cliff), "day": text.day(cliff.lastDay),
      "computers": text.range(cliff.computers), "toReplace": text.range(cliff.toReplace),
      "toUpgrade": text.range(cliff.toUpgrade),
    ]
  }

  private func placeRow(
    _ dues: CommuneDues, name: String, address: String, simulated: Bool
  ) -> PageValues {
    var row: PageValues = [
      "code": dues.code, "name": name, "address": address,
      "cells": placePeriods.map { column in
        [
          "label": text.label(column),
          "value": text.range(column.figures(of: dues, period).computers),
        ] as PageValues
      },
      "cost": text.millions(dues.throughEnd.cost),
    ]
    if simulated { row["simulated"] = call.text("simulated.mark") }
    return row
  }

  private func planRow(_ plan: YearPlan) -> PageValues {
    [
      "year": "\(plan.year)", "spent": people.number(plan.spent),
      "left": people.number(plan.left), "communes": people.number(plan.communes.count),
      "visits": people.number(plan.visits.count),
      "linesEnding": people.number(plan.linesEnding),
      "points":
        "\(people.number(plan.pointsBefore, decimals: 1)) → \(people.number(plan.pointsAfter, decimals: 1))",
      "purchases": text.purchases(plan.purchases), "lacking": text.purchases(plan.lacking),
      "lackingCost": people.number(plan.lackingCost),
    ]
  }
}
