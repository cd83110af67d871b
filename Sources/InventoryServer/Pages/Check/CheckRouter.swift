import HTTPTypes
import Hummingbird
import InventoryStore

/// One request to the check: the visitor and the part of the country that they may check.
struct CheckCall: Sendable {
  var call: PageCall
  let finder: CheckFinder
  let scope: Scope
  /// The secret to which the form's token is bound.
  let session: String
  /// nil for a visitor with a link, who cannot attest anything.
  let user: User?

  /// The key by which slow work is scheduled and results are limited.
  var owner: String {
    switch scope {
    case .commune(let code) where user == nil: "check \(code)"
    default: "user \(user?.number ?? 0)"
    }
  }

  func page(
    _ template: PageTemplate, title: String, _ values: PageValues,
    status: HTTPResponse.Status = .ok
  ) -> Response {
    // A visitor with a link has no user for whom the frame could make a form token.
    var values = values
    values["formToken"] = FormToken.make(session: session)
    var response = call.page(template, title: title, values, status: status)
    response.headers[.cacheControl] = "no-store"
    return response
  }
}

/// Registers the routes of the check; each admits only those who may check a commune.
struct CheckRouter {
  typealias Show = @Sendable (CheckCall) async throws -> Response
  typealias Act = @Sendable (CheckCall, PageForm) async throws -> Response
  typealias Take = @Sendable (CheckCall, Request) async throws -> Response

  let router: Router<CentreContext>
  let admission: CheckAdmission

  func get(_ path: RouterPath, _ show: @escaping Show) {
    router.get(path) { [admission] request, context in
      try await admission.answer(request, context, show)
    }
  }

  /// Registers an action that one of our forms submits.
  func post(_ path: RouterPath, _ act: @escaping Act) {
    upload(path) { check, request in
      let form = try await PageForm(request)
      try CheckAdmission.requireToken(form.exactly(FormToken.field), check)
      return try await act(check, form)
    }
  }

  /// Registers an action whose body `take` reads itself; `take` must call
  /// ``CheckAdmission/requireToken(_:_:)`` before it trusts the body.
  func upload(_ path: RouterPath, _ take: @escaping Take) {
    router.post(path) { [admission] request, context in
      try await admission.answer(request, context) { check in
        try await take(check, request)
      }
    }
  }
}

/// Admits those who may check a commune: users who may manage it, and visitors with a link for it.
struct CheckAdmission: Sendable {
  let responder: PageResponder
  let checks: InventoryStore.Checks

  func answer(
    _ request: Request, _ context: CentreContext,
    _ make: (CheckCall) async throws -> Response
  ) async throws -> Response {
    try await responder.answer(request, context) { principal in
      if request.method == .post { try responder.requireSameSite(request) }
      let call = try responder.call(request, context, principal)
      guard let check = try await admitted(call) else { return refusal(call) }
      do {
        return try await make(check)
      } catch {
        return PageProblem.page(error, call, back: Self.back(call))
      }
    }
  }

  /// - Throws: ``ServerError`` with `crossSite`.
  static func requireToken(_ token: String?, _ check: CheckCall) throws {
    guard FormToken.holds(token, session: check.session) else {
      throw ServerError(.crossSite, check.call.text("error.formTooOld"))
    }
  }

  /// A link back to the step that failed: a visitor with a link has no other page here.
  private static func back(_ call: PageCall) -> PageProblem.Back {
    let step = call.request.uri.path.hasSuffix("/scan") ? CheckStep.scanner : .computer
    return .page(
      address: PageAddress.make(CheckSubject.path, ["step": step.rawValue]),
      label: call.text("check.back"))
  }

  private func refusal(_ call: PageCall) -> Response {
    // A visitor with a link has no account to sign in with.
    if call.principal?.person == nil, SecretCookie.check.secret(in: call.request) != nil {
      return PageProblem.page(
        ServerError(.rightMissing, call.text("check.session.over")), call, back: .nowhere)
    }
    return responder.refusal(call, .manage)
      ?? PageProblem.page(
        ServerError(.signInWanted, call.text("error.signInToChange")), call)
  }

  /// nil for callers without the right.
  private func admitted(_ call: PageCall) async throws -> CheckCall? {
    if case .user(let user, let session) = call.principal?.kind,
      call.principal?.may(.manage) == true
    {
      return CheckCall(
        call: call, finder: CheckFinder(name: user.name, isByLink: false), scope: user.scope,
        session: session, user: user)
    }
    guard let secret = SecretCookie.check.secret(in: call.request),
      let link = try await checks.session(secret, now: call.now)
    else { return nil }
    return CheckCall(
      call: call, finder: CheckFinder(name: link.madeBy, isByLink: true),
      scope: .commune(link.commune), session: secret, user: nil)
  }
}
