import Foundation
import InventoryStore
import Presentation
import Prioritization

/// The register's facts about a commune; unknown ones are shown as unknown.
struct CommunePlace {
  let record: CommuneRecord
  /// By column of the register.
  let sources: [String: FigureSource]
  let call: PageCall

  var rows: [PageValues] {
    [
      row("code", record.code), row("kind", record.kind),
      row(
        "province", record.provinceName,
        address: PageAddress.make("/ranking", ["province": record.provinceCode])),
      row("remote", truth(record.remote), from: "remote"),
      row("border", truth(record.border), from: "border"),
      row("island", truth(record.island), from: "island"),
      row("population", number(record.population), from: "population"),
      row("officials", number(record.officials), from: "officials"),
      row("dossiers", number(record.dossiersPerMonth), from: "dossiersPerMonth"),
      row(
        "area",
        record.areaSquareKilometres.map { call.people.number($0, decimals: 1) + " km²" },
        from: "areaSquareKilometres"),
    ]
  }

  /// - Parameter column: The register's column, whose source is named beside a known value.
  private func row(
    _ key: String, _ value: String?, address: String? = nil, from column: String? = nil
  ) -> PageValues {
    var row: PageValues = ["name": call.text("commune.place.\(key)")]
    row[value == nil ? "unknown" : "value"] = value ?? call.text("value.unknown")
    if let address { row["link"] = address }
    if let column, value != nil { row["source"] = source(sources[column]) }
    return row
  }

  private func source(_ source: FigureSource?) -> String {
    guard let source else { return call.text("commune.source.unknown") }
    let day = call.people.date(source.importedAt)
    // Users' names are shown only to readers who have signed in.
    let importer = call.principal?.person == nil ? nil : source.importedBy.map(call.names.actor)
    if source.importedBy == nil { return call.text("commune.source.program") }
    return switch (source.document, importer) {
    case (let document?, let importer?):
      call.text("commune.source.all", ["document": document, "day": day, "by": importer])
    case (let document?, nil):
      call.text("commune.source.document", ["document": document, "day": day])
    case (nil, let importer?): call.text("commune.source.importer", ["day": day, "by": importer])
    case (nil, nil): call.text("commune.source.day", ["day": day])
    }
  }

  private func truth(_ flag: Bool?) -> String? {
    flag.map { call.text($0 ? "value.yes" : "value.no") }
  }

  private func number(_ count: Int?) -> String? { count.map { call.people.number($0) } }
}

/// The commune's reporting, and how recent it is.
struct CommuneReporting {
  let account: CommuneAccount
  let call: PageCall

  func values() -> PageValues {
    let state = account.entry.reporting ?? .neverEnrolled
    let limits = account.explanation.policy.reporting
    let machines = account.details.machines.filter { $0.state != .retired }
    let days = state == .fresh ? limits.freshDays : limits.silentDays
    let key = account.entry.reportingKey ?? "reporting.\(state.rawValue)"
    return [
      "class": String(key.dropFirst("reporting.".count)), "state": call.text(key),
      "explanation": call.text("\(key)Explanation", ["days": call.people.number(days)]),
      "last": account.entry.lastReport.map { call.people.dateTime($0) }
        ?? call.text("value.never"),
      "machines": call.text(
        "commune.machineCount",
        [
          "count": call.people.number(machines.count),
          "quarantined": call.people.number(machines.count { $0.state == .quarantined }),
        ]),
    ]
  }
}
