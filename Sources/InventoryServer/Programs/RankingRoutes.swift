import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Presentation

/// `GET /api/v1/ranking?province=51&format=json|csv|xlsx`: the ranking for programs and spreadsheets.
struct RankingRoutes: Sendable {
  let cache: RankingCache

  func add(to door: ProgramDoor) {
    door.get("/api/v1/ranking") { request, _, visitor in
      let query = PageQuery(request)
      let selection = RankingCache.Selection(province: query.province, scope: visitor.scope)
      switch query["format"] ?? "json" {
      case "json":
        return Self.response(
          try await cache.encoded(.json, selection), "application/json")
      case "csv":
        var response = Self.response(
          try await cache.encoded(.csv(try query.language()), selection),
          "text/csv; charset=utf-8")
        response.headers[.contentDisposition] =
          "attachment; filename=\"ranking-\(query.province ?? "all").csv\""
        return response
      case "xlsx":
        var response = Self.response(
          try await cache.encoded(.xlsx(try query.language()), selection),
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        response.headers[.contentDisposition] =
          "attachment; filename=\"ranking-\(query.province ?? "all").xlsx\""
        return response
      case let other:
        throw ServerError(
          .argumentMalformed, "There is no format \"\(other.prefix(20))\": use json, csv or xlsx.")
      }
    }
  }

  private static func response(_ bytes: Data, _ type: String) -> Response {
    Response(
      status: .ok, headers: [.contentType: type, .cacheControl: "no-cache"],
      body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
