import InventoryStore
import Presentation

/// A province in the country's table.
struct CoverageProvinceRow {
  let code, name: String
  let totals: CoverageTotals
  let call: PageCall

  func values() -> PageValues {
    let people = call.people
    var row: PageValues = [
      "name": name, "code": code,
      "address": PageAddress.make("/coverage", ["province": code]),
      "communes": people.number(totals.communes),
      "states": CommuneCoverage.State.allCases.map { state in
        [
          "kind": state.rawValue, "label": call.text("coverage.state.\(state.rawValue)"),
          "count": people.number(totals.count(state)), "isNone": totals.count(state) == 0,
          "address": PageAddress.make(
            "/coverage", ["province": code, "state": state.rawValue]),
        ] as PageValues
      },
      "parts": StackedBar(width: 160, height: 12).rectangles(
        CommuneCoverage.State.allCases.reversed().map { ($0.rawValue, Double(totals.count($0))) },
        of: Double(totals.communes)),
      "meaning": CommuneCoverage.State.allCases.map {
        "\(call.text("coverage.state.\($0.rawValue)")) \(people.number(totals.count($0)))"
      }.joined(separator: "; "),
      "heard": people.number(totals.heard), "machines": people.number(totals.machines),
    ]
    if totals.unknownOfficials < totals.communes {
      row["expected"] = people.number(totals.expected)
      if totals.unknownOfficials > 0 {
        row["unknown"] = call.text(
          "coverage.unknownIn", ["count": people.number(totals.unknownOfficials)])
      }
    }
    return row
  }
}
