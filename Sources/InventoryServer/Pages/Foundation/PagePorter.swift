import HTTPTypes
import Hummingbird
import HummingbirdCore
import InventoryStore
import Presentation

/// Finds out who asks for a page, sends away whoever may not, and tells people what went wrong.
struct PagePorter: Sendable {
  let reception: Reception
  let templates: PageTemplates

  func call(
    _ request: Request, _ context: CentreContext, _ visitor: Visitor?
  ) throws -> PageCall {
    PageCall(
      request: request, context: context, visitor: visitor, templates: templates,
      language: try PageLanguage.of(request), now: reception.now(),
      isEncrypted: reception.isEncrypted)
  }

  /// - Throws: ``ServerError`` with `crossSite`.
  func requireSameSite(_ request: Request) throws {
    try SameSite.require(request, isEncrypted: reception.isEncrypted)
  }

  /// nil where the visitor may.
  func refusal(_ call: PageCall, _ right: Right) -> Response? {
    // Who reads without signing in may sign in to do more.
    guard let visitor = call.visitor, visitor.may(right) || !visitor.isAnonymous else {
      let back = call.request.method == .get ? call.address() : nil
      return PageResponse.seeOther(PageAddress.make("/sign-in", ["then": back]))
    }
    guard visitor.may(right) else {
      return PageProblem.page(
        ServerError(.rightMissing, call.text("error.rightMissing")), call)
    }
    return nil
  }

  func answer(
    _ request: Request, _ context: CentreContext,
    _ make: (Visitor?) async throws -> Response
  ) async throws -> Response {
    var visitor: Visitor?
    var response: Response
    do {
      visitor = try await reception.visitor(request, context)
      response = try await make(visitor)
    } catch {
      let language = (try? PageLanguage.of(request)) ?? .vi
      response = PageProblem.page(
        error,
        PageCall(
          request: request, context: context, visitor: visitor, templates: templates,
          language: language, now: reception.now(), isEncrypted: reception.isEncrypted))
    }
    PageLanguage.remember(request, on: &response)
    return response
  }
}
