import Foundation
import InventoryStore
import Presentation
import Reporting

/// The commune's computers and scanners.
struct CommuneMachines {
  static let mostRows = 100

  let details: CommuneDetails
  let call: PageCall

  func values() -> PageValues {
    var values: PageValues = [
      "rows": details.machines.prefix(Self.mostRows).map(machine),
      "none": details.machines.isEmpty,
      "scanners": details.scanners.prefix(Self.mostRows).map(scanner),
      "noScanners": details.scanners.isEmpty,
    ]
    if details.machines.count > Self.mostRows {
      values["more"] = call.text(
        "commune.moreRows",
        ["count": call.people.number(details.machines.count - Self.mostRows)])
    }
    return values
  }

  private func machine(_ machine: CommuneDetails.Machine) -> PageValues {
    let people = call.people
    var row: PageValues = [
      "id": machine.id, "address": "/machines/\(machine.id)", "state": machine.state,
      "stateName": call.text("commune.machineState.\(machine.state.rawValue)"),
      "condition": machine.condition.rawValue,
      "conditionName": call.text("commune.condition.\(machine.condition.rawValue)"),
      "last": machine.lastReportAt.map { people.dateTime($0) } ?? call.text("value.never"),
      "memory": machine.memoryTotalBytes.map {
        people.number(Double($0) / Double(1 << 30), decimals: 1, trimmed: true) + " GiB"
      } ?? call.text("value.unknown"),
      "made": made(machine) ?? call.text("value.unknown"),
      "disk": call.text(
        machine.solidState.map { $0 ? "commune.disk.solid" : "commune.disk.rotating" }
          ?? "value.unknown"),
    ]
    let model = ProductName.of(machine.manufacturer, machine.model)
    row["model"] = model ?? call.text("value.unknown")
    if machine.simulated { row["mark"] = call.text("simulated.mark") }
    if !machine.shortcomings.isEmpty {
      row["shortcomings"] = machine.shortcomings.map(sentence).joined(separator: " ")
    }
    if let reason = machine.quarantineReason, machine.state == .quarantined {
      row["reason"] = QuarantineReason.text(reason, call)
    }
    return row
  }

  private func sentence(_ shortcoming: Shortcoming) -> String {
    switch shortcoming {
    case .system(let reasons):
      reasons.map { MachineOutlook.text($0, call) }.joined(separator: " ")
    default: call.text("commune.shortcoming.\(shortcoming.name)")
    }
  }

  /// The year of its firmware; nil if implausible.
  private func made(_ machine: CommuneDetails.Machine) -> String? {
    guard FirmwareDay.date(machine.firmwareDate, at: call.now) != nil else { return nil }
    return machine.firmwareDate.map { String($0.prefix(4)) }
  }

  private func scanner(_ scanner: CommuneDetails.Scanner) -> PageValues {
    let ready = scanner.ready.map { $0 ? "ready" : "notReady" } ?? "unknown"
    return [
      "model": ProductName.of(scanner.manufacturer, scanner.model) ?? call.text("value.unknown"),
      "connection": call.text("commune.connection.\(scanner.connection.rawValue)"),
      "evidence": call.text(
        "commune.scannerEvidence.\(scanner.isLikely ? "likely" : scanner.evidence.rawValue)"),
      "ready": call.text("commune.ready.\(ready)"), "class": ready,
      "machine": scanner.machine, "address": "/machines/\(scanner.machine)",
    ]
  }
}
