import HTTPTypes
import Hummingbird

/// Shows people a page if an address does not exist. Programs and agents get the problem document.
struct UnknownAddressPage: RouterMiddleware {
  typealias Context = CentreContext

  let responder: PageResponder

  func handle(
    _ request: Request, context: Context, next: NextResponder<Context>
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as any HTTPResponseError where error.status == .notFound {
      guard request.headers[.accept]?.contains("text/html") == true else { throw error }
      return try await responder.answer(request, context) { _ in
        throw ServerError(.notFound, "There is no page at this address: start at /.")
      }
    }
  }
}
