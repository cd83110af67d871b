import Hummingbird
import InventoryStore

/// `/administration/machines/{former}/merge/{later}`: decides whether two machines are one
/// reinstalled computer or two computers.
struct MergeDecisionRoutes: Sendable {
  let store: InventoryStore

  func add(to router: PageRouter) {
    router.get("/administration/machines/{id}/merge/{later}", .manage) { call in
      let (former, later) = (call.part("id"), call.part("later"))
      let page = MergeDecisionPage(
        call: call,
        proposal: try await store.machines.mergeProposal(
          of: former, into: later, within: call.scope),
        former: try await store.machines.traits(of: former, within: call.scope),
        later: try await store.machines.traits(of: later, within: call.scope))
      return call.administration(
        .administrationMerge, .machines,
        title: call.text("merge.title", ["former": former, "later": later]), page.values())
    }
    let page: FormPage = "/administration/machines/{id}/merge/{later}"
    router.post("/administration/machines/{id}/merge/{later}/confirm", .manage, on: page) {
      call, form in
      try call.requireConfirmation(form)
      let (former, later) = (call.part("id"), call.part("later"))
      _ = try await store.machines.mergeProposal(of: former, into: later, within: call.scope)
      let actor = try call.person().actor
      let outcome = try await store.machines.merge(
        former, into: later, within: call.scope, by: actor, now: call.now)
      let (shown, done): (String, MachineAction) =
        outcome == .retired ? (later, .merged) : (former, .requested)
      return PageResponse.seeOther(
        PageAddress.make("/machines/\(shown)", ["done": done.rawValue]))
    }
    router.post("/administration/machines/{id}/merge/{later}/keep-apart", .manage, on: page) {
      call, _ in
      let (former, later) = (call.part("id"), call.part("later"))
      let actor = try call.person().actor
      try await store.machines.keepApart(
        former, from: later, within: call.scope, by: actor, now: call.now)
      return call.done(.keptApart, at: AdministrationSection.machines.path)
    }
  }
}

/// Two similar machines, side by side.
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
      "former": former.summary.id, "later": later.summary.id,
      "formerAddress": "/machines/\(former.summary.id)",
      "laterAddress": "/machines/\(later.summary.id)",
      "evidence": call.text(
        "merge.evidence", ["kinds": Self.names(of: proposal.evidence, call)]),
      "rows": MachineTraitRows(call).rows(of: former, and: later),
      "laterIsHeldBack": later.summary.state == .quarantined,
      "path": Self.path(former.summary.id, later.summary.id),
      "anySimulated": former.summary.simulated || later.summary.simulated,
    ]
  }
}
