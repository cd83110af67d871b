import Hummingbird
import InventoryStore

/// Where pages are asked for: finds out who asks, lets in whoever may, and tells people what went
/// wrong as a page. Routes of pages are made here, so that none is without its right.
struct PageDoor {
  typealias Show = @Sendable (PageCall) async throws -> Response
  typealias Act = @Sendable (PageCall, PageForm) async throws -> Response

  /// Most bytes of a form from somebody who has not signed in: a name and a password.
  private static let publicFormBytes = 8 << 10

  private let router: Router<CentreContext>
  private let porter: PagePorter

  init(router: Router<CentreContext>, reception: Reception, templates: PageTemplates) {
    self.router = router
    porter = PagePorter(reception: reception, templates: templates)
  }

  /// A page for those with a right.
  func get(_ path: RouterPath, _ right: Right = .read, _ show: @escaping Show) {
    router.get(path) { [porter] request, context in
      try await porter.answer(request, context) { visitor in
        let call = try porter.call(request, context, visitor)
        if let refusal = porter.refusal(call, right) { return refusal }
        return try await show(call)
      }
    }
  }

  /// An act of a signed-in person with a right, by a form of ours.
  func post(_ path: RouterPath, _ right: Right, _ act: @escaping Act) {
    router.post(path) { [porter] request, context in
      try await porter.answer(request, context) { visitor in
        try porter.requireSameSite(request)
        let call = try porter.call(request, context, visitor)
        if let refusal = porter.refusal(call, right) { return refusal }
        guard case .user(_, let session) = visitor?.kind else {
          throw ServerError(.signInWanted, call.text("error.signInToChange"))
        }
        let form = try await PageForm(request)
        guard FormToken.holds(form.exactly(FormToken.field), session: session) else {
          throw ServerError(.crossSite, call.text("error.formTooOld"))
        }
        return try await act(call, form)
      }
    }
  }

  /// A page that is there for everybody: where people sign in.
  func publicGet(_ path: RouterPath, _ show: @escaping Show) {
    router.get(path) { [porter] request, context in
      try await porter.answer(request, context) { visitor in
        try await show(porter.call(request, context, visitor))
      }
    }
  }

  /// An act that nobody is signed in for yet.
  func publicPost(_ path: RouterPath, _ act: @escaping Act) {
    router.post(path) { [porter] request, context in
      try await porter.answer(request, context) { visitor in
        try porter.requireSameSite(request)
        return try await act(
          porter.call(request, context, visitor),
          try await PageForm(request, maximumBytes: Self.publicFormBytes))
      }
    }
  }
}
