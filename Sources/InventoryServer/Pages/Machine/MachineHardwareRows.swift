import Foundation
import InventoryStore
import Presentation
import Reporting

/// A computer's hardware, as names and values.
struct MachineHardwareRows: PageModel {
  let call: PageCall
  let facts: HardwareFacts
  /// Whether the serial number may be shown.
  let identifying: Bool

  private var unknown: String { call.text("value.unknown") }
  /// A survey stick detects no displays and not every disk: an empty list means unknown.
  private var seesAll: Bool { facts.source?.isSurveyStick != true }

  func rows() -> [PageValues] {
    let machine = facts.machine
    var rows = [
      row("model", ProductName.of(machine.manufacturer, machine.model)),
      row("chassis", machine.chassis.map { word("chassis", $0) }),
      row("processor", processor), row("memory", memory), row("memorySlots", slots),
      row("disks", facts.disks.map(disk)), row("displays", facts.displays.map(display)),
      row("battery", machine.hasBattery.map { call.text($0 ? "value.yes" : "value.no") }),
      row("firmware", machine.firmwareDate.map(age)),
      row(
        "system",
        words(
          facts.system.name, facts.system.version,
          (facts.system.build ?? facts.system.kernel).map { "(\($0))" })),
      row("outlook", MachineOutlook(call: call, facts: facts).lines),
    ]
    if let start { rows.insert(row("start", start), at: rows.count - 2) }
    if identifying {
      rows.insert(row("serial", machine.serialNumber), at: 1)
    }
    return rows
  }

  /// How the computer starts and what protects that; nil if nothing is known.
  private var start: String? {
    let machine = facts.machine
    let parts = [
      machine.uefi.map { $0 ? "UEFI" : call.text("machine.start.legacy") },
      machine.secureBoot.map {
        call.text($0 ? "machine.start.secureBootOn" : "machine.start.secureBootOff")
      },
      machine.tpm.map { $0 == "none" ? call.text("machine.start.noTPM") : "TPM \($0)" },
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: " · ")
  }

  private func row(_ name: String, _ value: String?) -> PageValues {
    [
      "name": call.text("machine.hardware.\(name)"), "values": [value ?? unknown],
      "unknown": value == nil,
    ]
  }

  private func row(_ name: String, _ values: [String]) -> PageValues {
    [
      "name": call.text("machine.hardware.\(name)"),
      "values": values.isEmpty ? [seesAll ? call.text("machine.noneSeen") : unknown] : values,
      "unknown": values.isEmpty && !seesAll,
    ]
  }

  private func words(_ parts: String?...) -> String? {
    let words = parts.compactMap(\.self).joined(separator: " ")
    return words.isEmpty ? nil : words
  }

  private func word(_ kind: String, _ name: String) -> String {
    let key = "\(kind).\(name)"
    let known = call.text(key)
    return known == key ? name : known
  }

  private var processor: String? {
    let processor = facts.processor
    let details = [
      processor.cores.map { call.text("machine.cores", ["count": people.number($0)]) },
      processor.threads.map { call.text("machine.threads", ["count": people.number($0)]) },
      processor.frequencyHz.map { people.frequency(hertz: $0) },
    ].compactMap(\.self)
    return words(processor.model, details.isEmpty ? nil : "(\(details.joined(separator: ", ")))")
  }

  /// Installed memory if known; the system sees slightly less.
  private var memory: String {
    let seen = people.memory(facts.memory.totalBytes)
    guard let installed = facts.memory.installedBytes else { return seen }
    return call.text(
      "machine.memoryInstalled", ["installed": people.memory(installed), "seen": seen])
  }

  private var slots: [String] {
    let memory = facts.memory
    guard memory.slots != nil || memory.modules != nil else { return [unknown] }
    var lines: [String] = []
    if let slots = memory.slots {
      lines.append(
        call.text(
          "machine.slots",
          [
            "slots": people.number(slots),
            "used": memory.modules.map { people.number($0.count) } ?? unknown,
          ]))
    }
    lines += (memory.modules ?? []).map { module in
      [module.slot, people.memory(module.sizeBytes), module.kind, module.manufacturer]
        .compactMap(\.self).joined(separator: " · ")
    }
    return lines
  }

  private func disk(_ disk: HardwareFacts.Disk) -> String {
    let kind =
      disk.kind.map { word("kind", $0.rawValue) }
      ?? disk.rotational.map { word("kind", $0 ? "hdd" : "ssd") }
    return [kind, people.storage(disk.sizeBytes), disk.model, disk.name]
      .compactMap(\.self).joined(separator: " · ")
  }

  private func display(_ display: HardwareFacts.Display) -> String {
    var pixels: String?
    if let width = display.widthPixels, let height = display.heightPixels {
      pixels = "\(width) × \(height)"
    }
    return [
      ProductName.of(display.manufacturer, display.model), pixels, display.year.flatMap(made),
      display.connector,
    ].compactMap(\.self).joined(separator: " · ")
  }

  /// The year of a display; nil if later than next year, after which models are often named.
  private func made(_ year: Int) -> String? {
    Double(year) <= 1971 + call.now.timeIntervalSince1970 / 31_556_952 ? String(year) : nil
  }

  /// The date of the firmware, and the machine's age by it.
  private func age(_ day: String) -> String {
    guard let date = FirmwareDay.date(day, at: call.now) else {
      return call.text("machine.firmwareImpossible", ["date": day])
    }
    let years = max(0, call.now.timeIntervalSince(date) / 31_556_952)
    return call.text(
      "machine.firmwareAge",
      ["date": people.date(date), "years": people.number(years, decimals: 1, trimmed: true)])
  }
}
