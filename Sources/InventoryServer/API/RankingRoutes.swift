import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import NIOCore
import Presentation

/// `GET /api/v1/ranking?province=51&format=json|csv|xlsx`: the ranking for programs and
/// spreadsheets, or the part of it selected by ``RankingQuery``. Ranks are always those of the
/// whole.
struct RankingRoutes: Sendable {
  let cache: RankingCache
  let groups: InventoryStore.Groups

  func add(to router: APIRouter) {
    router.get("/api/v1/ranking", showsPast: true) { request, context, principal in
      let query = PageQuery(request)
      var wanted = try RankingQuery(query)
      try await wanted.find(in: groups, within: principal.scope, by: cache.policy)
      let (format, type) = try Self.format(query)
      let bytes = try await cache.encoded(
        format, .init(province: wanted.province, scope: principal.scope), wanted.filter,
        sort: wanted.sort, asOf: try query.asOf(now: cache.now()),
        for: await .of(principal, context))
      var response = Response(
        status: .ok, headers: [.contentType: type, .cacheControl: "no-cache"],
        body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
      if let ending = Self.ending(of: format) {
        let part = wanted.filter.isEverything ? "" : "-filtered"
        response.headers[.contentDisposition] =
          "attachment; filename=\"ranking-\(wanted.province ?? "all")\(part).\(ending)\""
      }
      return response
    }
  }

  private static func format(
    _ query: PageQuery
  ) throws -> (format: RankingCache.Format, type: String) {
    // Checked even if the format does not use it: an invalid value is always an error.
    let language = try query.language()
    switch query["format"] ?? "json" {
    case "json": return (.json, "application/json")
    case "csv": return (.csv(language), "text/csv; charset=utf-8")
    case "xlsx":
      return (
        .xlsx(language),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
      )
    case let other:
      throw ServerError(
        .argumentMalformed, "Unknown format \"\(other.prefix(20))\": use json, csv or xlsx.")
    }
  }

  /// The extension of a downloaded file; nil for a format that programs read.
  private static func ending(of format: RankingCache.Format) -> String? {
    switch format {
    case .json: nil
    case .csv: "csv"
    case .xlsx: "xlsx"
    }
  }
}
