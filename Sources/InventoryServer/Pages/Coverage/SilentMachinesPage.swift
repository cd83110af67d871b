import Foundation
import InventoryStore
import Presentation
import Reporting

/// `/coverage/machines`: silent machines, and their communes' contacts.
struct SilentMachinesPage: PageModel {
  let call: PageCall
  let query: SilentMachineQuery
  let provinces: [(code: String, name: String)]
  let groups: [CommuneGroup]
  let silentDays: Double

  /// Only people who have signed in see contacts, not readers of a demonstration or programs.
  private var showsContacts: Bool { call.principal?.person != nil }
  private var namesProvince: Bool { query.province == nil && provinces.count > 1 }

  var title: String {
    let name = PageCall.province(query.province, among: provinces)?.name
    return call.text("silent.title") + (name.map { " – \($0)" } ?? "")
  }

  func values(_ machines: [SilentMachine], _ range: PageRange) -> PageValues {
    var values: PageValues = [
      "asOf": call.text("time.asOf", ["time": people.dateTime(call.now)]),
      "limit": call.text(
        "silent.meaning", ["days": people.number(silentDays, decimals: 1, trimmed: true)]),
      "coverage": PageAddress.make(
        "/coverage", ["province": query.province, "group": query.group]),
      "manyProvinces": provinces.count > 1,
      "provinces": provinces.map {
        ["code": $0.code, "name": $0.name, "selected": $0.code == query.province] as PageValues
      },
      "hasGroups": !groups.isEmpty, "groups": GroupChoice.values(groups, chosen: query.group),
      "periods": SilentMachineQuery.periods.map(period),
      "count": call.text("silent.count", ["count": people.number(range.total)]),
      "isEmpty": machines.isEmpty, "rows": machines.map(row), "showsContacts": showsContacts,
      "anySimulated": machines.contains(where: \.simulated),
      "csv": call.address(["page": nil, "rows": nil], path: "/coverage/machines.csv"),
    ]
    values.merge(range.values(call, shown: machines.count))
    return values
  }

  private func period(_ days: Int?) -> PageValues {
    [
      "days": days.map(String.init) ?? "", "selected": days == query.days,
      "label": days.map { call.text("silent.newSince", ["days": people.number($0)]) }
        ?? call.text("silent.anyTime"),
    ]
  }

  private func row(_ machine: SilentMachine) -> PageValues {
    var row: PageValues = [
      "id": machine.id, "address": "/machines/\(machine.id)", "commune": machine.communeName,
      "code": machine.commune, "communeAddress": "/communes/\(machine.commune)",
      "last": machine.lastReportAt.map { call.ago($0) }
        ?? call.text(machine.hasNeverReported ? "value.never" : "value.unknown"),
      "since": machine.silentSince.map { people.date($0) } ?? call.text("value.unknown"),
    ]
    if let model = ProductName.of(machine.manufacturer, machine.model) { row["model"] = model }
    if machine.simulated { row["simulated"] = call.text("simulated.mark") }
    if namesProvince { row["province"] = machine.provinceName }
    if showsContacts { row["contact"] = contact(machine) }
    return row
  }

  private func contact(_ machine: SilentMachine) -> PageValues {
    var values: PageValues = [:]
    if let name = machine.contact?.name { values["person"] = name }
    if let link = ContactLink(phone: machine.contact) {
      values["phone"] = ["address": link.address, "label": link.label] as PageValues
    }
    if let link = ContactLink(email: machine.contact) {
      values["email"] = ["address": link.address, "label": link.label] as PageValues
    }
    if machine.contact == nil {
      values["unknown"] =
        [
          "address": "/communes/\(machine.commune)#contact",
          "label": call.text("commune.contact.none"),
        ] as PageValues
    }
    return values
  }

  /// The list as a table for spreadsheets.
  func table(_ machines: [SilentMachine]) -> Data {
    var head = ["machine", "code", "commune", "provinceCode", "province", "model"]
    head += ["lastReport", "silentSince", "simulated"]
    if showsContacts { head += ["contactName", "contactPhone", "contactEmail"] }
    return CSVTable.encode(
      head.map { call.text("silent.column.\($0)") },
      machines.lazy.map { machine in
        var cells: [CSVTable.Cell] = [
          .text(machine.id), .text(machine.commune), .text(machine.communeName),
          .text(machine.provinceCode), .text(machine.provinceName),
          .text(ProductName.of(machine.manufacturer, machine.model) ?? ""),
          .time(machine.lastReportAt), .time(machine.silentSince),
          .text(call.text(machine.simulated ? "value.yes" : "value.no")),
        ]
        if showsContacts {
          let contact = machine.contact
          cells += [contact?.name, contact?.phone, contact?.email].map { .text($0 ?? "") }
        }
        return cells
      })
  }
}
