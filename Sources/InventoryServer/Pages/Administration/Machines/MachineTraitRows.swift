import InventoryStore
import Presentation

/// The traits of two machines side by side.
struct MachineTraitRows {
  let call: PageCall

  init(_ call: PageCall) { self.call = call }

  /// - Parameter former: The machine that was enrolled first.
  func rows(of former: MachineTraits, and later: MachineTraits) -> [PageValues] {
    zip(traits(of: former), traits(of: later)).map { one, other in
      let verdict: String =
        switch (one.value, other.value) {
        case (nil, _), (_, nil): "unknown"
        case (let a, let b): a == b ? "equal" : "different"
        }
      let unknown = call.text("machineTraits.unknown")
      var row: PageValues = [
        "label": call.text("machineTraits.\(one.name)"), "former": one.value ?? unknown,
        "later": other.value ?? unknown,
      ]
      if one.isEvidence {
        row["verdict"] = call.text("merge.\(verdict)")
        row["class"] = verdict
      }
      return row
    }
  }

  private struct Trait {
    let name: String
    let value: String?
    /// Whether it counts as evidence for or against one computer.
    var isEvidence = false
  }

  private func traits(of machine: MachineTraits) -> [Trait] {
    func gigabytes(_ bytes: Int?) -> String? {
      bytes.map { call.people.number(Double($0) / 1e9, decimals: 1, trimmed: true) + " GB" }
    }
    let summary = machine.summary
    let system = [machine.systemName, machine.systemVersion].compactMap(\.self)
    return [
      Trait(name: "commune", value: "\(summary.communeName) (\(summary.commune))"),
      Trait(name: "manufacturer", value: summary.manufacturer, isEvidence: true),
      Trait(name: "model", value: summary.model, isEvidence: true),
      Trait(name: "serialNumber", value: machine.serialNumber, isEvidence: true),
      Trait(name: "uuid", value: machine.uuid, isEvidence: true),
      Trait(name: "processor", value: machine.processorModel, isEvidence: true),
      Trait(name: "memory", value: gigabytes(summary.memoryTotalBytes), isEvidence: true),
      Trait(name: "disk", value: gigabytes(machine.diskTotalBytes), isEvidence: true),
      Trait(name: "system", value: system.isEmpty ? nil : system.joined(separator: " ")),
      Trait(name: "agent", value: summary.agentVersion),
      Trait(name: "enrolled", value: call.people.dateTime(summary.enrolledAt)),
      Trait(
        name: "lastReport",
        value: summary.lastReportAt.map { call.people.dateTime($0) }
          ?? call.text("machineTraits.never")),
      Trait(name: "reports", value: call.people.number(machine.reports)),
    ]
  }
}
