import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import Logging
import Reporting

/// `/sign-in`, `/sign-out`, and the links by which people choose a password.
struct SignInRoutes: Sendable {
  let store: InventoryStore
  let passwords: PasswordVerifier
  let sessions: SessionLimits
  let metrics: CentreMetrics

  func add(to router: PageRouter) {
    router.publicGet("/sign-in") { call in
      page(call, then: call.query["then"], isLost: call.query["lost"] != nil)
    }
    router.publicPost("/sign-in", signIn)
    router.post("/sign-out", .read, on: .init("/", saves: false)) { call, _ in
      if case .user(_, let session) = call.principal?.kind {
        try await store.sessions.signOut(session)
      }
      var response = PageResponse.seeOther("/sign-in")
      SecretCookie.session.clear(on: &response)
      return response
    }
    router.publicGet("/invitations/{secret}") { call in
      invitation(
        call, try await store.people.invitee(call.part("secret"), now: call.now), fault: nil)
    }
    router.publicPost("/invitations/{secret}", accept)
  }

  /// - Parameter isLost: Whether the visitor submitted a form, of which nothing was saved.
  private func page(
    _ call: PageCall, then: String?, isLost: Bool = false, name: String = "",
    fault: String? = nil, waitSeconds: Int? = nil, status: HTTPResponse.Status? = nil
  ) -> Response {
    var values: PageValues = [
      "then": PageAddress.local(then) ?? "", "name": name, "isLost": isLost,
      // After a wrong password, only that is typed again.
      "hasName": !name.isEmpty,
    ]
    values["fault"] = fault
    var response = call.page(
      .signIn, title: call.text("signIn.title"), values,
      status: status
        ?? (waitSeconds != nil ? .tooManyRequests : fault != nil ? .unauthorized : .ok))
    response.headers[.cacheControl] = "no-store"
    if let waitSeconds { response.headers[.retryAfter] = String(waitSeconds) }
    return response
  }

  private func signIn(_ call: PageCall, _ form: PageForm) async throws -> Response {
    let then = form["then"]
    let name = form["name"] ?? ""
    switch try await passwords.verify(name, form.exactly("password") ?? "", call) {
    case .right(let user, let hash):
      metrics.signIn(.accepted)
      call.context.logger.info(
        "signed in", metadata: ["user": "\(user.name)", "address": "\(call.context.caller)"])
      do {
        return try await begin(user, password: hash, call, then: then)
      } catch let error as InventoryError
        where [.databaseFull, .databaseUnusable].contains(error.code)
      {
        // Sessions are stored on disk. People who cannot sign in should learn why, and whom to
        // inform.
        return page(
          call, then: then, name: name, fault: call.text("signIn.diskFull"),
          waitSeconds: Problem.retryAfterSeconds, status: .serviceUnavailable)
      }
    case .wrong:
      metrics.signIn(.refused)
      return page(call, then: then, name: name, fault: call.text("signIn.wrong"))
    case .wait(let seconds):
      metrics.signIn(.throttled)
      return page(
        call, then: then, name: name,
        fault: call.text("signIn.wait", ["minutes": String((seconds + 59) / 60)]),
        waitSeconds: seconds)
    }
  }

  private func begin(
    _ user: User, password: String, _ call: PageCall, then: String?
  ) async throws -> Response {
    guard
      let secret = try await store.sessions.signIn(
        user, password: password, from: call.context.caller, now: call.now, limits: sessions)
    else { return page(call, then: then, fault: call.text("signIn.wrong")) }
    // Ends any session that was open in this browser, so that nothing set earlier survives.
    if case .user(_, let session) = call.principal?.kind {
      try await store.sessions.signOut(session)
    }
    var response = PageResponse.seeOther(PageAddress.local(then) ?? "/")
    SecretCookie.session.set(secret, on: &response)
    SecretCookie.browser.set(
      try await store.sessions.recognize(
        browser: SecretCookie.browser.secret(in: call.request), of: user, now: call.now),
      on: &response)
    return response
  }

  private func invitation(
    _ call: PageCall, _ invited: Invitee, name: String = "", fault: String?
  ) -> Response {
    var values: PageValues = [
      "minimum": PasswordRule.minimum, "name": name,
      "isFirst": invited == .firstAdministrator,
    ]
    values["fault"] = fault
    if case .user(let user) = invited { values["userName"] = user.name }
    var response = call.page(
      .invitation, title: call.text("invitation.title"), values,
      status: fault == nil ? .ok : .badRequest)
    response.headers[.cacheControl] = "no-store"
    return response
  }

  private func accept(_ call: PageCall, _ form: PageForm) async throws -> Response {
    let secret = call.part("secret")
    let invited = try await store.people.invitee(secret, now: call.now)
    let typed = form["name"] ?? ""
    let name: String
    switch invited {
    case .firstAdministrator: name = typed
    case .user(let user): name = user.name
    }
    let password = form.exactly("password") ?? ""
    var address: String?
    if case .user(let user) = invited {
      address = try await store.letters.reader(user.name).settings.email
    }
    if let fault = PasswordRule.fault(
      password, again: form.exactly("again") ?? "", name: name, address: address)
    {
      return invitation(
        call, invited, name: typed,
        fault: call.text(
          "password.\(fault.rawValue)", ["minimum": String(PasswordRule.minimum)]))
    }
    var caller = await call.queueCaller
    caller.isPreferred = true
    let hash = try await passwords.hasher.hash(password, for: caller)
    do {
      let user = try await store.people.accept(
        secret, name: invited == .firstAdministrator ? typed : nil, password: hash.text,
        now: call.now)
      return try await begin(user, password: hash.text, call, then: nil)
    } catch let error as InventoryError where error.code == .argumentMalformed {
      return invitation(call, invited, name: typed, fault: call.text("invitation.badName"))
    }
  }
}
