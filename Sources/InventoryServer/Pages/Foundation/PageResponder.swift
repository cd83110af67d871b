import HTTPTypes
import Hummingbird
import HummingbirdCore
import InventoryStore
import Presentation

/// Authenticates requests for pages, refuses those without the right, and renders errors as pages.
struct PageResponder: Sendable {
  let authenticator: Authenticator
  let templates: PageTemplates

  func call(
    _ request: Request, _ context: CentreContext, _ principal: Principal?
  ) throws -> PageCall {
    PageCall(
      request: request, context: context, principal: principal, templates: templates,
      language: try PageLanguage.of(request), now: authenticator.now(),
      isEncrypted: authenticator.isEncrypted)
  }

  /// - Throws: ``ServerError`` with `crossSite`.
  func requireSameSite(_ request: Request) throws {
    try SameSite.require(request, isEncrypted: authenticator.isEncrypted)
  }

  /// nil if the principal has the right.
  ///
  /// - Parameter form: The page of a form that was submitted, which is then lost; nil for a page.
  func refusal(_ call: PageCall, _ right: Right, lost form: FormPage? = nil) -> Response? {
    // An anonymous reader may sign in to gain the right.
    guard let principal = call.principal, principal.may(right) || !principal.isAnonymous else {
      let here = call.address()
      return PageResponse.seeOther(
        PageAddress.make(
          "/sign-in",
          ["then": form?.place(in: here) ?? here, "lost": form?.saves == true ? "1" : nil]))
    }
    guard principal.may(right) else {
      return PageProblem.page(
        ServerError(.rightMissing, call.text("error.rightMissing")), call)
    }
    return nil
  }

  /// The session of a signed-in user, to which form tokens are bound.
  ///
  /// - Throws: ``ServerError`` with `signInWanted`.
  func session(_ call: PageCall) throws -> String {
    guard case .user(_, let session) = call.principal?.kind else {
      throw ServerError(.signInWanted, call.text("error.signInToChange"))
    }
    return session
  }

  func answer(
    _ request: Request, _ context: CentreContext,
    _ make: (Principal?) async throws -> Response
  ) async throws -> Response {
    var principal: Principal?
    var response: Response
    do {
      principal = try await authenticator.principal(request, context)
      response = try await make(principal)
    } catch {
      let language = (try? PageLanguage.of(request)) ?? .vi
      response = PageProblem.page(
        error,
        PageCall(
          request: request, context: context, principal: principal, templates: templates,
          language: language, now: authenticator.now(), isEncrypted: authenticator.isEncrypted))
    }
    PageLanguage.remember(request, on: &response)
    return response
  }
}
