import HTTPTypes
import Hummingbird
import InventoryStore

/// Where programs ask: `/api/v1`, with a token, or from one of our pages. Problems are documents
/// (RFC 9457).
struct ProgramDoor {
  typealias Answer = @Sendable (Request, CentreContext, Visitor) async throws -> Response

  let router: Router<CentreContext>
  let reception: Reception

  func get(_ path: RouterPath, _ answer: @escaping Answer) {
    router.get(path) { [reception] request, context in
      try await answer(request, context, Self.visitor(request, context, reception))
    }
  }

  /// What asks in a body and changes nothing.
  func post(_ path: RouterPath, _ answer: @escaping Answer) {
    router.post(path) { [reception] request, context in
      let visitor = try await Self.visitor(request, context, reception)
      if case .user = visitor.kind {
        try SameSite.require(request, isEncrypted: reception.isEncrypted)
      }
      return try await answer(request, context, visitor)
    }
  }

  /// - Throws: ``ServerError`` with `signInWanted`.
  private static func visitor(
    _ request: Request, _ context: CentreContext, _ reception: Reception
  ) async throws -> Visitor {
    guard let visitor = try await reception.visitor(request, context) else {
      throw ServerError(
        .signInWanted,
        "Send an API token as Authorization: Bearer TOKEN; users create one under Administration."
      )
    }
    return visitor
  }
}
