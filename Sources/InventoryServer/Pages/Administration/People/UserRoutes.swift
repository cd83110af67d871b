import HTTPTypes
import Hummingbird
import InventoryStore
import Presentation

/// `/administration/users`: the users who may sign in.
struct UserRoutes: Sendable {
  let store: InventoryStore

  private static let path = AdministrationSection.users.path

  func add(to router: PageRouter) {
    router.get("/administration/users", .administer) { call in try await list(call, UserForm()) }
    router.post(
      "/administration/users", .administer, on: .init(Self.path),
      again: { call, form, error in
        try await list(
          call, UserForm(form),
          fault: try RefusedForm(name: "user", fields: form, error, call).fault)
      }, add)
    router.get("/administration/users/{number}", .administer) { call in
      let user = try await user(call)
      return try await show(call, user, UserForm(user))
    }
    let one: FormPage = "/administration/users/{number}"
    router.post(
      "/administration/users/{number}/change", .administer, on: one,
      again: { call, form, error in
        try await show(
          call, try await user(call), UserForm(form),
          fault: try RefusedForm(name: "user", fields: form, error, call).fault)
      }, change)
    router.post("/administration/users/{number}/invite", .administer, on: one) { call, _ in
      let name = try await user(call).name
      let actor = try call.person().actor
      let (user, secret) = try await store.people.inviteAgain(name, by: actor, now: call.now)
      return link(call, user, secret)
    }
    router.post("/administration/users/{number}/remove", .administer, on: one, remove)
  }

  private func user(_ call: PageCall) async throws -> User {
    try await store.people.user(Int64(call.part("number")) ?? 0)
  }

  private func add(_ call: PageCall, _ form: PageForm) async throws -> Response {
    let wanted = UserForm(form)
    let role = try wanted.chosenRole()
    if let fault = wanted.fault { return try await list(call, wanted, fault: call.text(fault)) }
    let actor = try call.person().actor
    do {
      let (user, secret) = try await store.people.invite(
        wanted.name, role: role, scope: wanted.scope, by: actor, now: call.now)
      return link(call, user, secret)
    } catch let error as InventoryError {
      guard let fault = UserForm.fault(error, adding: true) else { throw error }
      return try await list(call, wanted, fault: call.text(fault))
    }
  }

  private func change(_ call: PageCall, _ form: PageForm) async throws -> Response {
    let user = try await user(call)
    let wanted = UserForm(form)
    let role = try wanted.chosenRole()
    if let fault = wanted.fault {
      return try await show(call, user, wanted, fault: call.text(fault))
    }
    return try await refusable(call, user, wanted) { actor in
      try await store.people.change(
        user.name, role: role, scope: wanted.scope, by: actor, now: call.now)
      return call.done(.userChanged, at: Self.path)
    }
  }

  private func remove(_ call: PageCall, _ form: PageForm) async throws -> Response {
    try call.requireConfirmation(form)
    let user = try await user(call)
    return try await refusable(call, user, UserForm(user)) { actor in
      try await store.people.remove(user.name, by: actor, now: call.now)
      return call.done(.userRemoved, at: Self.path)
    }
  }

  /// Runs an action on a user; shows a refusal that the caller can correct on the user's page.
  private func refusable(
    _ call: PageCall, _ user: User, _ form: UserForm,
    _ act: (Actor) async throws -> Response
  ) async throws -> Response {
    let actor = try call.person().actor
    do {
      return try await act(actor)
    } catch let error as InventoryError {
      guard let fault = UserForm.fault(error, adding: false) else { throw error }
      return try await show(call, user, form, fault: call.text(fault))
    }
  }

  private func list(
    _ call: PageCall, _ form: UserForm, fault: String? = nil
  ) async throws -> Response {
    let users = try await store.people.list()
    var values = form.values(call, provinces: try await store.register.provinces(within: .country))
    values["fault"] = fault
    values["users"] = users.map { user in
      [
        "name": user.name, "address": "\(Self.path)/\(user.number)",
        "role": call.text("role.\(user.role.rawValue)"),
        "place": user.scopeName ?? call.text("users.country"),
        "since": call.people.dateTime(user.createdAt),
        "password": call.text(user.hasPassword ? "users.hasPassword" : "users.awaitsPassword"),
        "awaits": !user.hasPassword,
      ] as PageValues
    }
    return call.administration(
      .administrationUsers, .users, values, status: fault == nil ? .ok : .badRequest)
  }

  private func show(
    _ call: PageCall, _ user: User, _ form: UserForm, fault: String? = nil
  ) async throws -> Response {
    var values = form.values(call, provinces: try await store.register.provinces(within: .country))
    values["fault"] = fault
    values["path"] = "\(Self.path)/\(user.number)"
    values["isSelf"] = user.number == call.principal?.person?.number
    return call.administration(
      .administrationUser, .users, title: call.text("users.one", ["name": user.name]), values,
      status: fault == nil ? .ok : .badRequest)
  }

  /// Shows the link without a redirect, since it is known only now.
  private func link(_ call: PageCall, _ user: User, _ secret: String) -> Response {
    call.administration(
      .administrationLink, .users, title: call.text("users.link", ["name": user.name]),
      [
        "link": "\(call.ownAddress)/invitations/\(secret)",
        "terms": call.text(
          "users.linkTerms",
          ["name": user.name, "hours": String(InventoryStore.People.invitationHours)]),
        "back": Self.path,
      ])
  }
}
