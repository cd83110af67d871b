import Hummingbird
import InventoryStore

/// Registers the routes of pages. Each authenticates the caller, checks the right that the page
/// requires unless it is public, and shows errors as a page. Only ``CheckRouter`` registers pages
/// beside it, so none lacks its check.
struct PageRouter {
  typealias Show = @Sendable (PageCall) async throws -> Response
  typealias Action = @Sendable (PageCall, PageForm) async throws -> Response
  /// Shows a form's page with the refused form, as typed.
  ///
  /// - Throws: the error itself if changing the form cannot correct it.
  typealias Again = @Sendable (PageCall, PageForm, any Error) async throws -> Response
  /// Handles an uploaded table: the second argument receives one of at most the given number of
  /// bytes.
  typealias Upload =
    @Sendable (PageCall, (Int) async throws -> UploadedTable) async throws ->
    Response

  private let router: Router<CentreContext>
  private let responder: PageResponder
  private let forms: FormPages
  private let limits: ActionLimits

  /// - Parameter forms: Receives the page of every form.
  init(
    router: Router<CentreContext>, authenticator: Authenticator, templates: PageTemplates,
    forms: FormPages, limits: ActionLimits
  ) {
    (self.router, self.forms, self.limits) = (router, forms, limits)
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
  ///
  /// - Parameters:
  ///   - page: The page on which the form stands.
  ///   - again: Shows that page with the form as typed; nil if nothing was typed, as with a button.
  func post(
    _ path: RouterPath, _ right: Right, on page: FormPage, again: Again? = nil,
    _ perform: @escaping Action
  ) {
    change(path, right, on: page) { request, _, asked, session in
      let form = try await PageForm(request)
      let call = asked.asking(page, form)
      do {
        try FormToken.require(form.exactly(FormToken.field), session: session, call)
        return try await perform(call, form)
      } catch {
        guard let again,
          let response = await FormPage.refusing(error, { try await again(call, form, error) })
        else { throw error }
        return response
      }
    }
  }

  /// Registers an action of a signed-in user with a right, whose form uploads a table.
  ///
  /// - Parameters:
  ///   - page: The page on which the form stands.
  ///   - again: Shows that page with the form as typed, except for the file.
  func upload(
    _ path: RouterPath, _ right: Right, on page: FormPage, again: @escaping Again,
    _ take: @escaping Upload
  ) {
    change(path, right, on: page) { [limits] request, context, call, session in
      var sent: [String: String] = [:]
      do {
        return try await limits.tables.run(call.principal) { share in
          try await take(call) { maximum in
            await RequestDeadline.extend(on: context.channel)
            return try await UploadedTable.receive(request, maximum: maximum, counting: share) {
              fields in
              sent = fields
              try FormToken.require(fields[FormToken.field], session: session, call)
            }
          }
        }
      } catch {
        let form = PageForm(fields: sent)
        guard let response = await FormPage.refusing(error, { try await again(call, form, error) })
        else { throw error }
        return response
      }
    }
  }

  /// - Parameter perform: Receives the form's request, and the call for its page; also the session.
  private func change(
    _ path: RouterPath, _ right: Right, on page: FormPage,
    _ perform:
      @escaping @Sendable (Request, CentreContext, PageCall, String) async throws -> Response
  ) {
    forms.add(page, of: path)
    router.post(path) { [responder, limits] request, context in
      try await responder.answer(request, context) { principal in
        try responder.requireSameSite(request)
        var call = try responder.call(request, context, principal).asking(page)
        if call.principal?.person == nil { call = await call.asking(page, lost: request) }
        if let refusal = responder.refusal(call, right, lost: page) { return refusal }
        do {
          try limits.count(call)
          return try await perform(request, context, call, try responder.session(call))
        } catch {
          return PageProblem.page(
            error, call,
            back: .page(
              address: page.place(in: call.address()), label: call.text("error.backToForm")))
        }
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
          try await PageForm(request, maximumBytes: PageForm.publicBytes))
      }
    }
  }
}
