import HTTPTypes
import Hummingbird

/// Refuses a request that does not say whom it is for (RFC 9112, section 3.2).
struct NamedHostMiddleware<Context: RequestContext>: RouterMiddleware {
  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    guard let authority = request.head.authority, !authority.isEmpty else {
      throw ServerError(.requestMalformed, "The request names no Host.")
    }
    return try await next(request, context)
  }
}
