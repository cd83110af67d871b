import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import Presentation

/// `/administration/groups`: groups of communes, and their import.
struct GroupRoutes: Sendable {
  let store: InventoryStore
  let queue: BoundedQueue

  private static let path = AdministrationSection.groups.path

  func add(to router: PageRouter) {
    router.get("/administration/groups", .administer) { call in try await show(call) }
    router.upload(
      "/administration/groups", .administer, on: .init(Self.path),
      again: { call, form, error in
        try await show(
          call, fault: try RefusedForm(name: "groups", fields: form, error, call).fault)
      }
    ) { call, receive in
      let upload = try await receive(InventoryStore.Register.maximumBytes)
      guard !upload.bytes.isEmpty else {
        throw ServerError(.argumentMalformed, call.text("register.noFile"))
      }
      let table = try await queue.run(for: await call.queueCaller) {
        try GroupTable(upload.bytes)
      }
      _ = try await store.groups.file(table, by: try call.person().actor, now: call.now)
      return call.done(.groupsImported, at: Self.path)
    }
    router.post("/administration/groups/remove", .administer, on: .init(Self.path)) { call, form in
      try call.requireConfirmation(form)
      try await store.groups.remove(
        form["group"] ?? "", by: try call.person().actor, now: call.now)
      return call.done(.groupRemoved, at: Self.path)
    }
  }

  private func show(_ call: PageCall, fault: String? = nil) async throws -> Response {
    let groups = try await store.groups.list(within: call.scope)
    var values: PageValues = [
      "action": Self.path, "isEmpty": groups.isEmpty,
      "groups": groups.map { group in
        [
          "number": "\(group.number)", "name": group.name,
          "communes": call.people.number(group.communes),
          "address": PageAddress.make("/coverage", ["group": "\(group.number)"]),
          "removeOf": call.text("groups.removeOf", ["group": group.name]),
        ] as PageValues
      },
    ]
    values["fault"] = fault
    return call.administration(
      .administrationGroups, .groups, values, status: fault == nil ? .ok : .badRequest)
  }
}
