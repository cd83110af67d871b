import HTTPTypes
import Hummingbird

/// Refuses a request without a Host or with two (RFC 9112, section 3.2), so that a proxy and the
/// centre cannot read different names.
struct NamedHostMiddleware<Context: RequestContext>: RouterMiddleware {
  func handle(
    _ request: Request, context: Context, next: NextResponder<Context>
  ) async throws -> Response {
    guard let authority = request.head.authority, !authority.isEmpty else {
      throw ServerError(.requestMalformed, "The request has no Host header.")
    }
    // The first Host became the authority; a second one is left among the fields.
    guard HostField.name.map({ !request.headers.contains($0) }) ?? true else {
      throw ServerError(.requestMalformed, "The request names two Hosts.")
    }
    return try await next(request, context)
  }
}

private enum HostField {
  static let name = HTTPField.Name("Host")
}
