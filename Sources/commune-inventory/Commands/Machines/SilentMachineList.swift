import ArgumentParser
import Foundation
import InventoryStore
import Presentation
import Reporting

enum MachineListFormat: String, ExpressibleByArgument, CaseIterable { case table, text, json, csv }

/// The earliest time of falling silent: a day in Vietnam, or a number of days before now.
enum SilentSince: ExpressibleByArgument, Equatable {
  case day(Date)
  case days(Int)

  static let maximumDays = 3_650

  init?(argument: String) {
    if argument.utf8.count <= 4, argument.utf8.allSatisfy({ 48...57 ~= $0 }),
      let days = Int(argument), 1...Self.maximumDays ~= days
    {
      self = .days(days)
    } else if let end = VietnamDay.end(argument) {
      self = .day(end.addingTimeInterval(-86_400))
    } else {
      return nil
    }
  }

  func date(now: Date) throws -> Date {
    switch self {
    case .days(let days): return now.addingTimeInterval(-Double(days) * 86_400)
    case .day(let day):
      guard day <= now else {
        throw Failure(Failure.badInput, "--since is in the future: give a past day.")
      }
      return day
    }
  }
}

/// `machines list --silent`.
struct SilentMachineList {
  let selection: MachineSelection
  let format: MachineListFormat
  let global: GlobalOptions

  func run() async throws {
    let messages = try Messages.embedded()
    let store = try global.store()
    // The time that the inventory believes, which is known once it is open.
    let now = CommandTime.now
    var filter = SilentMachineFilter(
      province: selection.place.province, since: try selection.since?.date(now: now))
    if let group = selection.group {
      filter.communes = try await store.groups.members(of: group, within: .country).codes
    }
    let machines = try await store.coverage.silentMachines(filter, within: .country, now: now)
      .machines
    func head(_ names: [String]) -> [String] {
      names.map { messages("silent.column.\($0)", global.language) }
    }
    switch format {
    case .json: try ListOutput.json(machines.map(Self.object))
    case .csv:
      try Output.write(
        CSVTable.encode(
          head([
            "machine", "code", "commune", "provinceCode", "province", "model", "lastReport",
            "silentSince", "simulated", "contactName", "contactPhone", "contactEmail",
          ]),
          machines.lazy.map { machine in
            [
              .text(machine.id), .text(machine.commune), .text(machine.communeName),
              .text(machine.provinceCode), .text(machine.provinceName),
              .text(ProductName.of(machine.manufacturer, machine.model) ?? ""),
              .time(machine.lastReportAt), .time(machine.silentSince),
              .text(messages(machine.simulated ? "value.yes" : "value.no", global.language)),
              .text(machine.contact?.name ?? ""), .text(machine.contact?.phone ?? ""),
              .text(machine.contact?.email ?? ""),
            ]
          }))
    case .table, .text:
      let people = PeopleFormat(global.language)
      let unknown = messages("value.unknown", global.language)
      try ListOutput.table(
        head([
          "machine", "code", "commune", "province", "lastReport", "silentSince", "contactName",
          "contactPhone",
        ]),
        machines.map { machine in
          [
            machine.id, machine.commune, machine.communeName, machine.provinceName,
            machine.lastReportAt.map { people.dateTime($0) }
              ?? (machine.hasNeverReported ? messages("value.never", global.language) : unknown),
            machine.silentSince.map { people.date($0) } ?? unknown,
            machine.contact?.name ?? "", machine.contact?.phone ?? "",
          ]
        })
    }
  }

  /// A silent machine in JSON; unknown values are null.
  private static func object(_ machine: SilentMachine) -> JSONObject {
    [
      "id": machine.id, "commune": machine.commune, "communeName": machine.communeName,
      "province": machine.provinceCode, "provinceName": machine.provinceName,
      "simulated": machine.simulated, "manufacturer": machine.manufacturer,
      "model": machine.model, "lastReportAt": machine.lastReportAt,
      "silentSince": machine.silentSince, "contactName": machine.contact?.name,
      "contactPhone": machine.contact?.phone, "contactEmail": machine.contact?.email,
    ]
  }
}
