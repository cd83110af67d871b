import Hummingbird
import InventoryStore

/// `/administration/machines/{former}/merge/{later}`: one computer that was reinstalled, or two.
struct MergeDecisionRoutes: Sendable {
  let store: InventoryStore
  let decisions: BoundedQueue

  func add(to router: PageRouter) {
    router.get("/administration/machines/{id}/merge/{later}", .manage) { call in
      let (former, later) = (call.part("id"), call.part("later"))
      let page = MergeDecisionPage(
        call: call,
        proposal: try await store.mergeProposal(of: former, into: later, within: call.scope),
        former: try await store.traits(of: former, within: call.scope),
        later: try await store.traits(of: later, within: call.scope))
      return call.administration(
        .administrationMerge, .machines,
        title: call.text("merge.title", ["former": former, "later": later]), page.values())
    }
    router.post("/administration/machines/{id}/merge/{later}/confirm", .manage) { call, form in
      try call.requireConfirmation(form)
      let (former, later) = (call.part("id"), call.part("later"))
      _ = try await store.mergeProposal(of: former, into: later, within: call.scope)
      let actor = try call.person().actor
      try await decisions.run(for: await call.queueCaller) {
        try store.merge(former, into: later, within: call.scope, by: actor, now: call.now)
      }
      return PageResponse.seeOther(
        PageAddress.make("/machines/\(later)", ["done": MachineAction.merged.rawValue]))
    }
    router.post("/administration/machines/{id}/merge/{later}/keep-apart", .manage) { call, _ in
      let (former, later) = (call.part("id"), call.part("later"))
      let actor = try call.person().actor
      try await decisions.run(for: await call.queueCaller) {
        try store.keepApart(former, from: later, within: call.scope, by: actor, now: call.now)
      }
      return call.done(.keptApart, at: AdministrationSection.machines.path)
    }
  }
}
