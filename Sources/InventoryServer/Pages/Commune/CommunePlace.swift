import Foundation
import InventoryStore
import Presentation
import Prioritization

/// What the register says of a commune; unknown is shown as unknown.
struct CommunePlace {
  let record: CommuneRecord
  let call: PageCall

  var rows: [PageValues] {
    [
      row("code", record.code), row("kind", record.kind),
      row(
        "province", record.provinceName,
        address: PageAddress.make("/", ["province": record.provinceCode])),
      row("remote", truth(record.remote)), row("border", truth(record.border)),
      row("island", truth(record.island)), row("population", number(record.population)),
      row("officials", number(record.officials)),
      row("dossiers", number(record.dossiersPerMonth)),
      row(
        "area",
        record.areaSquareKilometres.map { call.people.number($0, decimals: 1) + " km²" }),
    ]
  }

  private func row(_ key: String, _ value: String?, address: String? = nil) -> PageValues {
    var row: PageValues = ["name": call.text("commune.place.\(key)")]
    row[value == nil ? "unknown" : "value"] = value ?? call.text("value.unknown")
    if let address { row["link"] = address }
    return row
  }

  private func truth(_ flag: Bool?) -> String? {
    flag.map { call.text($0 ? "value.yes" : "value.no") }
  }

  private func number(_ count: Int?) -> String? { count.map { call.people.number($0) } }
}

/// Who reports of the commune, and how fresh that is.
struct CommuneReporting {
  let account: CommuneAccount
  let call: PageCall

  func values() -> PageValues {
    let state = account.entry.reporting ?? .neverEnrolled
    let limits = account.explanation.policy.reporting
    let machines = account.details.machines.filter { $0.state != .retired }
    let days = state == .fresh ? limits.freshDays : limits.silentDays
    return [
      "class": state.rawValue, "state": call.text("reporting.\(state.rawValue)"),
      "explanation": call.text(
        "reporting.\(state.rawValue)Explanation", ["days": call.people.number(days)]),
      "last": account.entry.lastReport.map { call.people.dateTime($0) }
        ?? call.text("value.never"),
      "machines": call.text(
        "commune.machineCount",
        [
          "count": call.people.number(machines.count),
          "held": call.people.number(machines.count { $0.state == .quarantined }),
        ]),
    ]
  }
}
