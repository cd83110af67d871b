import HTTPTypes
import Hummingbird
import InventoryStore
import Presentation

/// `/administration/account`: the user's own password, letters and sessions.
struct OwnAccountRoutes: Sendable {
  let store: InventoryStore
  let passwords: PasswordVerifier
  let sessions: SessionLimits

  func add(to router: PageRouter) {
    router.get("/administration/account", .own) { call in try await page(call) }
    let account = FormPage(AdministrationSection.account.path)
    router.post(
      "/administration/account/password", .own, on: account,
      again: { call, form, error in
        try await page(
          call, keepsPrograms: Self.keepsPrograms(form),
          fault: try RefusedForm(name: "password", fields: form, error, call).fault)
      }, changePassword)
    router.post(
      "/administration/account/letters", .own, on: account,
      again: { call, form, error in
        try await page(
          call, letters: LetterForm(form),
          fault: try RefusedForm(name: "letters", fields: form, error, call).fault)
      }, changeLetters)
    router.post("/administration/account/sign-out-everywhere", .own, on: account) { call, form in
      try await store.sessions.signOutEverywhere(
        try call.person(), keepsPrograms: Self.keepsPrograms(form), now: call.now)
      var response = PageResponse.seeOther("/sign-in")
      SecretCookie.session.clear(on: &response)
      return response
    }
  }

  private static func keepsPrograms(_ form: PageForm) -> Bool { form["keepPrograms"] == "yes" }

  /// - Parameter keepsPrograms: The box of a refused change of the password: without it, the next
  ///   attempt would revoke the user's API tokens.
  private func page(
    _ call: PageCall, letters: LetterForm? = nil, keepsPrograms: Bool = false,
    fault: String? = nil, waitSeconds: Int? = nil
  ) async throws -> Response {
    guard case .user(let person, let session) = call.principal?.kind else {
      throw ServerError(.signInWanted, call.text("error.signInToChange"))
    }
    let open = try await store.sessions.open(
      of: person, asking: session, now: call.now, limits: sessions)
    var values: PageValues = [
      "name": person.name, "role": call.text("role.\(person.role.rawValue)"),
      "place": person.scopeName ?? call.text("users.country"),
      "minimum": PasswordRule.minimum,
      "limits": call.text(
        "account.limits",
        [
          "idle": call.people.number(Int(sessions.idleSeconds / 60)),
          "absolute": call.people.number(Int(sessions.absoluteSeconds / 3600)),
        ]),
      "sessions": open.map { session -> PageValues in
        var row: PageValues = [
          "address": session.address, "since": call.people.dateTime(session.createdAt),
          "seen": call.people.dateTime(session.lastSeenAt),
        ]
        if session.isThis { row["this"] = call.text("account.this") }
        return row
      },
    ]
    let form: LetterForm
    if let letters {
      form = letters
    } else {
      form = LetterForm(try await store.letters.reader(person.name).settings)
    }
    values = values.merging(form.values(call))
    values["fault"] = fault
    values["keepsPrograms"] = keepsPrograms
    let status: HTTPResponse.Status =
      waitSeconds != nil ? .tooManyRequests : fault != nil ? .badRequest : .ok
    var response = call.administration(.administrationAccount, .account, values, status: status)
    if let waitSeconds { response.headers[.retryAfter] = String(waitSeconds) }
    return response
  }

  /// Requires the old password, so that an unattended browser is not enough to take over the
  /// account; guessing is throttled as at the sign-in.
  private func changePassword(_ call: PageCall, _ form: PageForm) async throws -> Response {
    let person = try call.person()
    let new = form.exactly("password") ?? ""
    let keepsPrograms = Self.keepsPrograms(form)
    let address = try await store.letters.reader(person.name).settings.email
    if let fault = PasswordRule.fault(
      new, again: form.exactly("again") ?? "", name: person.name, address: address)
    {
      return try await page(
        call, keepsPrograms: keepsPrograms,
        fault: call.text(
          "password.\(fault.rawValue)", ["minimum": String(PasswordRule.minimum)]))
    }
    switch try await passwords.verify(person.name, form.exactly("old") ?? "", call) {
    case .right(let user, let hash) where user.number == person.number:
      return try await set(new, of: person, from: hash, keepsPrograms: keepsPrograms, call)
    case .right, .wrong:
      return try await page(
        call, keepsPrograms: keepsPrograms, fault: call.text("account.wrongPassword"))
    case .wait(let seconds):
      return try await page(
        call, keepsPrograms: keepsPrograms,
        fault: call.text("signIn.wait", ["minutes": String((seconds + 59) / 60)]),
        waitSeconds: seconds)
    }
  }

  /// Changing the address requires the password: otherwise a stranger who used an unattended
  /// browser would keep receiving letters.
  private func changeLetters(_ call: PageCall, _ form: PageForm) async throws -> Response {
    let person = try call.person()
    let wanted = LetterForm(form)
    let settings: LetterSettings
    switch wanted.checked {
    case .success(let checked): settings = checked
    case .failure(let fault):
      return try await page(call, letters: wanted, fault: call.text(fault.key))
    }
    if try await store.letters.reader(person.name).settings.email != settings.email {
      switch try await passwords.verify(person.name, form.exactly("old") ?? "", call) {
      case .right(let user, _) where user.number == person.number: break
      case .right, .wrong:
        return try await page(
          call, letters: wanted, fault: call.text("account.wrongPassword"))
      case .wait(let seconds):
        return try await page(
          call, letters: wanted,
          fault: call.text("signIn.wait", ["minutes": String((seconds + 59) / 60)]),
          waitSeconds: seconds)
      }
    }
    try await store.letters.set(settings, of: person.name, by: person.actor, now: call.now)
    return call.done(.lettersChanged, at: AdministrationSection.account.path)
  }

  /// Sets the password and ends every session, and revokes the user's API tokens unless they are to
  /// be kept; this browser gets a new session.
  private func set(
    _ password: String, of person: User, from former: String, keepsPrograms: Bool,
    _ call: PageCall
  ) async throws -> Response {
    var caller = await call.queueCaller
    caller.isPreferred = true
    let hash = try await passwords.hasher.hash(password, for: caller).text
    guard
      try await store.people.changePassword(
        of: person, from: former, to: hash, keepsPrograms: keepsPrograms, now: call.now),
      let secret = try await store.sessions.signIn(
        person, password: hash, from: call.context.caller, now: call.now, limits: sessions)
    else {
      return try await page(
        call, keepsPrograms: keepsPrograms, fault: call.text("account.wrongPassword"))
    }
    var response = call.done(.passwordChanged, at: AdministrationSection.account.path)
    SecretCookie.session.set(secret, on: &response)
    return response
  }
}
