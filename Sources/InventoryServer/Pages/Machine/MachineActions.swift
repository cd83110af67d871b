import InventoryStore

/// The actions that an officer can take on a machine, each with its consequence in words.
struct MachineActions {
  let call: PageCall
  let details: MachineDetails

  private var id: String { details.summary.id }
  /// A commune's own officer can only request what the province decides.
  private var isRequest: Bool { !call.scope.isMoreThanACommune }

  func rows() -> [PageValues] {
    switch details.summary.state {
    case .active: [form("quarantine", asksReason: true), form("retire", isGrave: true), merge()]
    case .quarantined: [form("approve"), form("retire", isGrave: true), merge()]
    case .retired: []
    }
  }

  private func form(
    _ name: String, asksReason: Bool = false, isGrave: Bool = false
  ) -> PageValues {
    let said = isGrave && isRequest ? "\(name)Request" : name
    return [
      "name": name, "address": "/machines/\(id)/\(name)",
      "label": call.text("machine.do.\(said)"),
      "consequence": call.text("machine.do.\(said)Consequence", ["id": id]),
      "sure": isGrave ? call.text("machine.sure.\(name)") : "",
      "asksReason": asksReason, "isGrave": isGrave, "asksMachine": false,
      "open": call.refused(name) != nil, "reason": call.refused(name)?["reason"] ?? "",
    ]
  }

  private func merge() -> PageValues {
    var form = form("merge", isGrave: true)
    form["asksMachine"] = true
    form["alike"] = call.refused("merge")?["into"] ?? details.alike.first ?? ""
    return form
  }
}

/// The reason for a quarantine, translated if the centre itself wrote it.
enum QuarantineReason {
  static func text(_ reason: String, _ call: PageCall) -> String {
    if reason.contains("came under used sequences") {
      return call.text("quarantineReason.sequences")
    }
    if reason.hasPrefix("boot "), reason.contains("came back after another") {
      return call.text("quarantineReason.boots")
    }
    if let former = reason.firstMatch(of: /^clone: has the key of machine (\w+) and/) {
      return call.text("quarantineReason.copied", ["machine": String(former.1)])
    }
    return reason
  }
}
