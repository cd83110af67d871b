import HTTPTypes
import Hummingbird
import NIOCore
import Presentation

/// `GET /api/v1/compare?first=CODE&second=CODE`, optionally with `firstAsOf` and `secondAsOf`: see
/// ``CompareQuery``.
struct CompareRoutes: Sendable {
  let source: CommuneSource

  func add(to router: APIRouter) {
    router.get("/api/v1/compare") { request, context, principal in
      guard let wanted = try CompareQuery(PageQuery(request), now: source.now()) else {
        throw ServerError(
          .argumentMalformed,
          "Name a commune, first=CODE, and what to compare it with: second=CODE or firstAsOf=DATE.")
      }
      let comparison = try await source.comparison(
        wanted, within: principal.scope, for: await .of(principal, context))
      return Response(
        status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
        body: .init(byteBuffer: ByteBuffer(bytes: try ComparisonJSON.encode(comparison))))
    }
  }
}
