import Hummingbird
import InventoryStore

/// `/administration/machines/{id}`: whether a machine may report.
struct MachineDecisionRoutes: Sendable {
  let store: InventoryStore
  let acts: PlannersDesk

  func add(to door: PageDoor) {
    door.get("/administration/machines/{id}", .manage) { call in
      let machine = try await store.traits(of: call.part("id"), within: call.scope)
      let proposals = try await store.mergeProposals(within: call.scope).filter {
        [$0.former, $0.later].contains(machine.id)
      }
      let page = MachineDecisionPage(call: call, machine: machine, proposals: proposals)
      return call.administration(
        "administration-machine", .machines,
        title: call.text("machine.title", ["id": machine.id]), page.values())
    }
    act(door, "approve", .machineApproved) { call, _, id, actor in
      try store.approve(id, within: call.scope, by: actor, now: call.now)
    }
    act(door, "hold-back", .machineHeldBack) { call, form, id, actor in
      guard let reason = form["reason"] else {
        throw ServerError(.formMalformed, call.text("decision.noReason"))
      }
      try store.quarantine(id, because: reason, within: call.scope, by: actor, now: call.now)
    }
    act(door, "retire", .machineRetired) { call, form, id, actor in
      try call.requireSure(form)
      try store.retire(id, within: call.scope, by: actor, now: call.now)
    }
    act(door, "revoke-key", .keyRevoked) { call, form, id, actor in
      guard let reason = form["reason"], let key = form["key"] else {
        throw ServerError(.formMalformed, call.text("decision.noReason"))
      }
      // the key's own machine is what the scope is asked about: it must be this one
      guard key.hasPrefix("\(id).") else {
        throw InventoryError(.machineUnknown, "Machine \(id) has no such key.")
      }
      try store.revokeKey(key, because: reason, within: call.scope, by: actor, now: call.now)
    }
  }

  private func act(
    _ door: PageDoor, _ name: String, _ deed: AdministrationDeed,
    _ decide: @escaping @Sendable (PageCall, PageForm, String, Actor) throws -> Void
  ) {
    door.post("/administration/machines/{id}/\(name)", .manage) { call, form in
      let id = call.part("id")
      let actor = try call.person().actor
      try await acts.run { try decide(call, form, id, actor) }
      return call.done(deed, at: MachineDecisionPage.path(id))
    }
  }
}
