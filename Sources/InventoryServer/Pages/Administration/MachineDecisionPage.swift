import InventoryStore
import Presentation

/// One machine, as far as an officer must see it to decide whether it may report.
struct MachineDecisionPage {
  let call: PageCall
  let machine: MachineTraits
  let proposals: [MergeProposal]

  static func path(_ id: String) -> String { "\(AdministrationPart.machines.path)/\(id)" }

  static func what(_ manufacturer: String?, _ model: String?, _ call: PageCall) -> String {
    let words = [manufacturer, model].compactMap(\.self).joined(separator: " ")
    return words.isEmpty ? call.text("machineTraits.unknown") : words
  }

  func values() -> PageValues {
    let isHeldBack = machine.state == "quarantined"
    var values: PageValues = [
      "state": machine.state, "stateName": call.text("machineState.\(machine.state)"),
      "isHeldBack": isHeldBack, "isActive": machine.state == "active",
      "mayRetire": machine.state != "retired",
      "machineAddress": "/machines/\(machine.id)", "path": Self.path(machine.id),
      "facts": MachineTraitRows(call).rows(of: machine),
      "keys": machine.keys.map(key), "anySimulated": machine.simulated,
      "proposals": proposals.map {
        [
          "address": MergeDecisionPage.path($0.former, $0.later),
          "label": call.text(
            "merge.title", ["former": $0.former, "later": $0.later]),
        ]
      },
      "hasProposals": !proposals.isEmpty,
    ]
    if isHeldBack, let reason = machine.quarantineReason {
      let told = QuarantineReason.text(reason, call)
      values["reason"] = told
      if told != reason { values["reasonAsWritten"] = reason }
      values["since"] = call.people.dateTime(machine.quarantinedAt)
    }
    return values
  }

  private func key(_ key: MachineDetails.Key) -> PageValues {
    let isOver = key.validUntil.map { $0 <= call.now } ?? false
    let holds = key.revokedAt == nil && !isOver && machine.state != "retired"
    var values: PageValues = [
      "id": key.id, "added": call.people.dateTime(key.addedAt), "holds": holds,
      "state": call.text(
        key.revokedAt != nil ? "key.revoked" : isOver ? "key.replaced" : "key.holds"),
    ]
    if let until = key.validUntil { values["until"] = call.people.dateTime(until) }
    if let revoked = key.revokedAt {
      values["revoked"] = call.people.dateTime(revoked)
      values["revokedReason"] = key.revokedReason ?? "-"
    }
    return values
  }
}
