import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import NIOCore
import Presentation

/// `GET /api/v1/communes/{code}`: one commune for programs.
///
/// The members of the object:
/// - `policy`, `asOf`, `commune`, `emphasis`, `criteria`, `context`, `rankChange` and `movement`
///   (null): as `rank --province P --explain CODE --format json` prints them, ranked among the
///   communes of its province, of which the token may see only some; `commune` is the entry of `/api/v1/ranking`.
/// - `rankedAmong`: the number of those communes.
/// - `country`: `{rank, bestRank, worstRank, rankedAmong}`, or null for callers who do not see all
///   of it.
/// - `remedies`: `[{criterion, best, whole}]` for criteria with a proven gap and something for
///   sale; `best` and `whole` are `{item, count, cost (VND), pointsAfter, pointsPerMillion}`.
/// - `register`, `machines`, `scanners`, `accounts`, `services`, `attestations`,
///   `pointsIfConfirmed`, `visits`, `lineMeasurements`: as ``CommuneJSON`` writes them.
/// - `contact`: `{name, phone, email}`, only for users who may manage the commune, and for their
///   programs.
///
/// 404 `communeUnknown` if the commune is not in the register or not in the scope.
struct CommuneRoutes: Sendable {
  let source: CommuneSource

  func add(to router: APIRouter) {
    router.get("/api/v1/communes/{code}") { _, context, principal in
      let code = context.parameters.get("code") ?? ""
      let account = try await source.account(code, within: principal.scope)
      var contact: JSONObject?
      if principal.user?.role.allows(.manage) == true {
        contact = CommuneJSON.contact(
          try await source.store.communes.contact(of: code, within: principal.scope)?.details)
      }
      return Response(
        status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
        body: .init(
          byteBuffer: ByteBuffer(
            bytes: try CommuneJSON.encode(account, contact: contact, at: source.now()))))
    }
  }
}
