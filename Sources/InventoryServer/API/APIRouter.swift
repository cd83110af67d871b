import HTTPTypes
import Hummingbird
import InventoryStore

/// Registers routes for programs, under `/api/v1`; callers use a token or one of our pages. Errors
/// are problem documents (RFC 9457).
struct APIRouter {
  typealias Answer = @Sendable (Request, CentreContext, Principal) async throws -> Response

  let router: Router<CentreContext>
  let authenticator: Authenticator

  /// - Parameter showsPast: Whether the answer can be of a time in the past (`asOf`); if not,
  ///   requesting one is an error: today's figures must not pass for those of another day.
  func get(_ path: RouterPath, showsPast: Bool = false, _ answer: @escaping Answer) {
    router.get(path) { [authenticator] request, context in
      let principal = try await Self.principal(request, context, authenticator)
      guard showsPast || PageQuery(request)["asOf"] == nil else {
        throw ServerError(
          .argumentMalformed, "This address always shows the present: omit asOf.")
      }
      return try await answer(request, context, principal)
    }
  }

  /// Registers a route whose requests have a body. One that changes something checks the right
  /// itself.
  func post(_ path: RouterPath, _ answer: @escaping Answer) {
    router.post(path) { [authenticator] request, context in
      let principal = try await Self.principal(request, context, authenticator)
      if case .user = principal.kind {
        try SameSite.require(request, isEncrypted: authenticator.isEncrypted)
      }
      return try await answer(request, context, principal)
    }
  }

  /// - Throws: ``ServerError`` with `signInWanted`.
  private static func principal(
    _ request: Request, _ context: CentreContext, _ authenticator: Authenticator
  ) async throws -> Principal {
    guard let principal = try await authenticator.principal(request, context) else {
      throw ServerError(
        .signInWanted,
        "Send an API token as Authorization: Bearer TOKEN; users create one under Administration."
      )
    }
    return principal
  }
}
