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
    default: call.statingOwner
    }
  }

  /// The key by which uploads in progress are counted: a commune's officers and links are one, or
  /// four of them could keep every other commune out.
  var uploader: String {
    if case .commune(let code) = scope { "commune \(code)" } else { owner }
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
  /// Shows a step again with the refused form.
  ///
  /// - Throws: the error itself if changing the form cannot correct it.
  typealias Again = @Sendable (CheckCall, PageForm, any Error) async throws -> Response

  let router: Router<CentreContext>
  let admission: CheckAdmission
  /// Receives the page of every form.
  let forms: FormPages

  func get(_ path: RouterPath, _ show: @escaping Show) {
    router.get(path) { [admission] request, context in
      try await admission.answer(request, context, show)
    }
  }

  /// Registers an action that a form of a step submits.
  ///
  /// - Parameter again: nil if a script submits it, which shows no page.
  func post(_ path: RouterPath, _ step: CheckStep, again: Again?, _ act: @escaping Act) {
    let page = FormPage.check(step)
    upload(path, step) { asked, request in
      let form = try await PageForm(request)
      var check = asked
      check.call = asked.call.asking(page, form)
      do {
        try FormToken.require(form.exactly(FormToken.field), session: check.session, check.call)
        return try await act(check, form)
      } catch {
        guard let again,
          let response = await FormPage.refusing(error, { try await again(check, form, error) })
        else { return CheckAdmission.problem(error, check.call) }
        return response
      }
    }
  }

  /// Registers an action whose body `take` reads itself; `take` must call
  /// ``FormToken/require(_:session:_:)`` before it trusts the body.
  func upload(_ path: RouterPath, _ step: CheckStep, _ take: @escaping Take) {
    let page = FormPage.check(step)
    forms.add(page, of: path)
    router.post(path) { [admission] request, context in
      try await admission.answer(request, context, on: page) { check in
        try await take(check, request)
      }
    }
  }
}

extension FormPage {
  /// The page of a step of the check, for the commune and the computer that the form names.
  static func check(_ step: CheckStep) -> FormPage {
    FormPage(CheckSubject.path, query: ["step": step.rawValue]) {
      $0 == "commune" || $0 == "machine"
    }
  }
}

/// Admits those who may check a commune: users who may manage it, and visitors with a link for it.
struct CheckAdmission: Sendable {
  let responder: PageResponder
  let checks: InventoryStore.Checks

  /// - Parameter page: The page of the form that was submitted; nil for a page.
  func answer(
    _ request: Request, _ context: CentreContext, on page: FormPage? = nil,
    _ make: (CheckCall) async throws -> Response
  ) async throws -> Response {
    try await responder.answer(request, context) { principal in
      if page != nil { try responder.requireSameSite(request) }
      var call = try responder.call(request, context, principal)
      if let page { call = call.asking(page) }
      guard let check = try await admitted(call) else {
        if let page, principal == nil {
          call = await call.asking(page, lost: request)
        }
        return refusal(call, lost: page)
      }
      do {
        return try await make(check)
      } catch {
        return Self.problem(error, call)
      }
    }
  }

  /// A problem with a link back to the step that failed: a visitor with a link has no other page
  /// here.
  static func problem(_ error: any Error, _ call: PageCall) -> Response {
    let step = call.query["step"] ?? CheckStep.computer.rawValue
    return PageProblem.page(
      error, call,
      back: .page(
        address: PageAddress.make(
          CheckSubject.path,
          [
            "step": step, "commune": call.query["commune"], "machine": call.query["machine"],
          ]), label: call.text("check.back")))
  }

  private func refusal(_ call: PageCall, lost page: FormPage?) -> Response {
    // A visitor with a link has no account to sign in with.
    if call.principal?.person == nil, SecretCookie.check.secret(in: call.request) != nil {
      return PageProblem.page(
        ServerError(.rightMissing, call.text("check.session.over")), call, back: .nowhere)
    }
    return responder.refusal(call, .manage, lost: page)
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
