import InventoryStore

/// Two machines that look alike, side by side.
struct MergeDecisionPage {
  let call: PageCall
  let proposal: MergeProposal
  let former: MachineTraits
  let later: MachineTraits

  static func path(_ former: String, _ later: String) -> String {
    "\(AdministrationSection.machines.path)/\(former)/merge/\(later)"
  }

  /// The kinds of hardware identifiers in words.
  static func names(of evidence: [String], _ call: PageCall) -> String {
    let known = ["mac", "serial", "uuid"]
    return evidence.map { known.contains($0) ? call.text("evidence.\($0)") : $0 }
      .joined(separator: ", ")
  }

  func values() -> PageValues {
    [
      "former": former.id, "later": later.id,
      "formerAddress": "/machines/\(former.id)",
      "laterAddress": "/machines/\(later.id)",
      "evidence": call.text(
        "merge.evidence", ["kinds": Self.names(of: proposal.evidence, call)]),
      "rows": MachineTraitRows(call).rows(of: former, and: later),
      "laterIsHeldBack": later.state == "quarantined",
      "path": Self.path(former.id, later.id),
      "anySimulated": former.simulated || later.simulated,
    ]
  }
}
