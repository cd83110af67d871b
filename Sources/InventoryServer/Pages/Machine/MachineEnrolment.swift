import Foundation
import InventoryStore
import Presentation

/// The enrolment of a machine, the keys with which it signs, and the decisions about it.
struct MachineEnrolment: PageModel {
  let call: PageCall
  let details: MachineDetails
  let mayManage: Bool

  func values() -> PageValues {
    var values: PageValues = [
      "enrolled": people.dateTime(details.summary.enrolledAt),
      "token": String(details.token), "installId": details.installId,
      "keys": details.keys.map(key), "hasKeys": !details.keys.isEmpty,
      "boots": details.boots.reversed().map(boot),
      "hasBoots": !details.boots.isEmpty,
      "evidence": details.evidence.isEmpty
        ? call.text("value.unknown") : details.evidence.joined(separator: ", "),
      "acts": details.acts.map(act),
      "mergedFrom": details.mergedFrom, "hasMergedFrom": !details.mergedFrom.isEmpty,
      "alike": details.alike, "hasAlike": !details.alike.isEmpty,
    ]
    if let former = details.reenrolledFrom { values["reenrolledFrom"] = former }
    if let successor = details.mergedInto { values["mergedInto"] = successor }
    if details.rewinds > 0 {
      values["rewinds"] = call.text(
        "machine.rewinds", ["count": people.number(details.rewinds)])
    }
    return values
  }

  private func key(_ key: MachineDetails.Key) -> PageValues {
    let number = key.id.split(separator: ".").last.map(String.init) ?? ""
    let isOver = key.validUntil.map { $0 <= call.now } ?? false
    let refused = call.refused("keys/\(number)")
    var row: PageValues = [
      "open": refused != nil, "typed": refused?["reason"] ?? "", "id": key.id, "number": number,
      "added": people.dateTime(key.addedAt),
      "state": call.text(
        "machine.key.\(key.revokedAt != nil ? "revoked" : isOver ? "over" : "holds")"),
      "address": "/machines/\(details.summary.id)/keys/\(number)/revoke",
      "mayRevoke": mayManage && key.revokedAt == nil,
    ]
    if let until = key.validUntil { row["until"] = people.dateTime(until) }
    if let revoked = key.revokedAt {
      row["revoked"] = people.dateTime(revoked)
      row["reason"] = key.revokedReason ?? "–"
    }
    return row
  }

  private func boot(_ boot: MachineDetails.Boot) -> PageValues {
    ["id": boot.id, "firstSeen": people.dateTime(boot.firstSeen)]
  }

  private func act(_ act: MachineDetails.Act) -> PageValues {
    let key = "machine.act.\(act.action)"
    let known = call.text(key)
    return [
      "time": people.dateTime(act.time), "actor": call.names.actor(act.actor),
      "action": known == key ? act.action : known, "subject": act.subject,
      "isOfKey": act.subject != details.summary.id, "details": details(act.details),
    ]
  }

  /// Details of an action, which the log stores as JSON, as "name: value".
  private func details(_ json: String) -> [String] {
    guard case .object(let members) = FactTree(json: json) else { return [] }
    return members.sorted { $0.key < $1.key }.compactMap { name, value in
      let key = "machine.actDetail.\(name)"
      let label = call.text(key)
      let text: String
      switch value {
      case .text(let said):
        let state = "machine.state.\(said)"
        text = name == "from" && call.text(state) != state ? call.text(state) : said
      case .number(let number): text = people.number(number)
      default: return nil
      }
      // A digest means nothing to a person.
      if name == "key" { return nil }
      return "\(label == key ? name : label): \(text)"
    }
  }
}
