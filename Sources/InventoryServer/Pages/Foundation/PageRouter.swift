import Hummingbird
import InventoryStore

/// Registers the routes of pages. Each authenticates the caller, checks the right that the page
/// requires unless it is public, and shows errors as a page. Only ``CheckRouter`` registers pages
/// beside it, so none lacks its check.
struct PageRouter {
  typealias Show = @Sendable (PageCall) async throws -> Response
  typealias Action = @Sendable (PageCall, PageForm) async throws -> Response
  /// Handles an uploaded table: the second argument receives one of at most the given number of
  /// bytes.
  typealias Upload =
    @Sendable (PageCall, (Int) async throws -> UploadedTable) async throws ->
    Response

  /// Maximum size of a form from a client that has not signed in, which contains a name and a
  /// password.
  private static let publicFormBytes = 8 << 10

  private let router: Router<CentreContext>
  private let responder: PageResponder

  init(router: Router<CentreContext>, authenticator: Authenticator, templates: PageTemplates) {
    self.router = router
    responder = PageResponder(authenticator: authenticator, templates: templates)
  }

  /// Registers a page that requires a right.
  ///
  /// - Parameter showsPast: Whether the page can show a time in the past (`asOf`); one that cannot
  ///   shows a notice if a past time is requested.
  func get(
    _ path: RouterPath, _ right: Right = .read, showsPast: Bool = false, _ show: @escaping Show
  ) {
    router.get(path) { [responder] request, context in
      try await responder.answer(request, context) { principal in
        var call = try responder.call(request, context, principal)
        call.showsPast = showsPast
        if let refusal = responder.refusal(call, right) { return refusal }
        return try await show(call)
      }
    }
  }

  /// Registers an action of a signed-in user with a right, submitted by one of our forms.
  func post(_ path: RouterPath, _ right: Right, _ perform: @escaping Action) {
    change(path, right) { request, _, call, session in
      let form = try await PageForm(request)
      guard FormToken.holds(form.exactly(FormToken.field), session: session) else {
        throw ServerError(.crossSite, call.text("error.formTooOld"))
      }
      return try await perform(call, form)
    }
  }

  /// Registers an action of a signed-in user with a right, whose form uploads a table.
  func upload(_ path: RouterPath, _ right: Right, _ take: @escaping Upload) {
    change(path, right) { request, context, call, session in
      try await take(call) { maximum in
        await RequestDeadline.extend(on: context.channel)
        return try await UploadedTable.receive(request, maximum: maximum) { fields in
          guard FormToken.holds(fields[FormToken.field], session: session) else {
            throw ServerError(.crossSite, call.text("error.formTooOld"))
          }
        }
      }
    }
  }

  /// - Parameter perform: Also receives the session.
  private func change(
    _ path: RouterPath, _ right: Right,
    _ perform:
      @escaping @Sendable (Request, CentreContext, PageCall, String) async throws -> Response
  ) {
    router.post(path) { [responder] request, context in
      try await responder.answer(request, context) { principal in
        let call = try responder.call(request, context, principal)
        if let refusal = try responder.refusal(ofChange: call, right) { return refusal }
        return try await perform(request, context, call, try responder.session(call))
      }
    }
  }

  /// Registers a public page, such as the sign-in page.
  func publicGet(_ path: RouterPath, _ show: @escaping Show) {
    router.get(path) { [responder] request, context in
      try await responder.answer(request, context) { principal in
        try await show(responder.call(request, context, principal))
      }
    }
  }

  /// Registers an action that requires no sign-in.
  func publicPost(_ path: RouterPath, _ perform: @escaping Action) {
    router.post(path) { [responder] request, context in
      try await responder.answer(request, context) { principal in
        try responder.requireSameSite(request)
        return try await perform(
          responder.call(request, context, principal),
          try await PageForm(request, maximumBytes: Self.publicFormBytes))
      }
    }
  }
}
