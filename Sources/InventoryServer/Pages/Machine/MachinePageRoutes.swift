import Hummingbird
import InventoryStore
import Prioritization

/// A completed action on a machine, confirmed on the next page.
enum MachineAction: String {
  case approved, quarantined, retired, revoked, merged, requested, declined
}

/// `/machines/{id}`: one machine, and an officer's decisions about it.
struct MachinePageRoutes: Sendable {
  let store: InventoryStore
  let limits: ReportingLimits

  func add(to router: PageRouter) {
    router.get("/machines/{id}") { call in
      let page = MachinePage(
        call: call, model: try await .init(call.part("id"), store, call), limits: limits)
      return call.page(.machine, title: page.title, page.values())
    }
    act(router, "approve", .approved) { call, _, id, actor in
      try await store.machines.approve(id, within: call.scope, by: actor, now: call.now)
      return .approved
    }
    act(router, "quarantine", .quarantined) { call, form, id, actor in
      try await store.machines.quarantine(
        id, because: form["reason"] ?? "", within: call.scope, by: actor, now: call.now)
      return .quarantined
    }
    act(router, "retire", .retired) { call, form, id, actor in
      try call.requireConfirmation(form)
      let outcome = try await store.machines.retire(
        id, within: call.scope, by: actor, now: call.now)
      return outcome == .retired ? .retired : .requested
    }
    act(router, "retirement/decline", .declined) { call, _, id, actor in
      try await store.machines.declineRetirement(id, within: call.scope, by: actor, now: call.now)
      return .declined
    }
    act(router, "keys/{key}/revoke", .revoked) { call, form, id, actor in
      try await store.keys.revoke(
        "\(id).\(call.part("key"))", because: form["reason"] ?? "", within: call.scope, by: actor,
        now: call.now)
      return .revoked
    }
    act(router, "merge", .merged) { call, form, id, actor in
      try call.requireConfirmation(form)
      let outcome = try await store.machines.merge(
        id, into: form["into"] ?? id, within: call.scope, by: actor, now: call.now)
      return outcome == .retired ? .merged : .requested
    }
  }

  /// Redirects to the machine, or to the page of this centre that the form names as `then`.
  ///
  /// - Parameter action: The attempted action, which may become a request.
  private func act(
    _ router: PageRouter, _ path: String, _ action: MachineAction,
    _ decide: @escaping @Sendable (PageCall, PageForm, String, Actor) async throws -> MachineAction
  ) {
    router.post(
      .init(stringLiteral: "/machines/{id}/\(path)"), .manage, on: "/machines/{id}",
      again: { call, form, error in
        try await refused(error, action, call.part("id"), call, path: path, form)
      }
    ) { call, form in
      guard let actor = call.principal?.person?.actor else {
        throw ServerError(.signInWanted, call.text("error.signInToChange"))
      }
      let id = call.part("id")
      let done = try await decide(call, form, id, actor)
      return PageResponse.seeOther(
        PageAddress.local(form["then"])
          ?? PageAddress.make("/machines/\(id)", ["done": done.rawValue]))
    }
  }

  /// The machine as it is now, with the reason for the refusal.
  private func refused(
    _ error: any Error, _ action: MachineAction, _ id: String, _ asked: PageCall,
    path: String, _ form: PageForm
  ) async throws -> Response {
    var call = asked
    let name = action == .revoked ? "keys/\(call.part("key"))" : path
    let refused: RefusedForm
    if let error = error as? InventoryError {
      guard let key = Self.faultKey(error, action) else { throw error }
      refused = RefusedForm(
        name: name, fields: form, fault: call.text("machine.fault.\(key)"),
        status: error.code == .stateConflict ? .conflict : .badRequest)
    } else {
      refused = try RefusedForm(name: name, fields: form, error, call)
    }
    call.refused = refused
    let page = MachinePage(
      call: call, model: try await .init(id, store, call), limits: limits, fault: refused.fault)
    return call.page(.machine, title: page.title, page.values(), status: refused.status)
  }

  /// The last part of a text's key; nil if changing the form cannot correct the error.
  private static func faultKey(_ error: InventoryError, _ action: MachineAction) -> String? {
    switch (error.code, action) {
    case (.stateConflict, .merged): "merge"
    case (.stateConflict, _): "state"
    case (.argumentMalformed, .merged): "same"
    case (.argumentMalformed, _): "reason"
    case (.machineUnknown, .merged): "other"
    default: nil
    }
  }
}
