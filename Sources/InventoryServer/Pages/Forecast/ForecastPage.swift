import Foundation
import InventoryStore
import Presentation
import Prioritization

/// `/forecast`: the form, and the requested forecast.
struct ForecastPage: PageModel {
  let call: PageCall
  let form: ForecastForm
  let provinces: [(code: String, name: String)]
  let groups: [CommuneGroup]
  var document: ForecastDocument?
  /// Why there are no plans although the form is valid, in a sentence.
  var planFault: String?

  var title: String {
    document.map { ForecastText($0, call.language, messages: call.messages).heading }
      ?? call.text("forecastPage.title")
  }

  func values() -> PageValues {
    var values: PageValues = ["form": formValues]
    guard let document else { return values }
    let moment: [String: String?] = ["made": "\(document.provenance.moment)"]
    values["xlsxAddress"] = call.address(
      moment.merging(["format": "xlsx"]) { $1 }, path: "/forecast/file")
    values["csvAddress"] = call.address(
      moment.merging(["format": "csv"]) { $1 }, path: "/forecast/file")
    values["annex"] = call.annex
    values["anySimulated"] = document.anySimulated
    values["result"] = ForecastResult(document: document, call: call).values()
    return values
  }

  private var formValues: PageValues {
    var values: PageValues = [
      "provinces": provinces.map {
        ["code": $0.code, "name": $0.name, "selected": $0.code == form.province] as PageValues
      },
      "manyProvinces": provinces.count > 1,
      "hasGroups": !groups.isEmpty, "groups": GroupChoice.values(groups, chosen: form.group),
      "fields": ForecastForm.Field.allCases.map(field),
    ]
    if let planFault { values["planFault"] = planFault }
    return values
  }

  private func field(_ field: ForecastForm.Field) -> PageValues {
    var values: PageValues = [
      "name": field.rawValue, "label": call.text("forecastPage.field.\(field.rawValue)"),
      "hint": call.text("forecastPage.hint.\(field.rawValue)"),
      "value": form.typed[field]
        ?? (field == .years ? "\(ForecastParameters.usualYears)" : ""),
    ]
    if let fault = form.faults[field] {
      values["fault"] = call.text(fault, ["written": form.typed[field] ?? ""])
    }
    return values
  }
}
