import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import NIOCore
import Presentation
import Prioritization

/// `GET /api/v1/forecast?years=5&province=51&format=json|csv|xlsx`: what falls due in the next
/// years, as the command `forecast` prints it.
struct ForecastRoutes: Sendable {
  let cache: ForecastCache
  let queue: BoundedQueue
  let messages: Messages

  func add(to router: APIRouter) {
    router.get("/api/v1/forecast") { request, context, principal in
      let query = PageQuery(request)
      let parameters = try Self.parameters(query)
      // Checked even if the format does not use it: an invalid value is always an error.
      let language = try query.language()
      let format = query["format"] ?? "json"
      guard ["json", "csv", "xlsx"].contains(format) else {
        throw ServerError(
          .argumentMalformed, "Unknown format \"\(format.prefix(20))\": use json, csv or xlsx.")
      }
      let caller = await BoundedQueue.Caller.of(principal, context)
      let document = try await cache.document(parameters, within: principal.scope, for: caller)
      if format != "json" {
        return try await DocumentFile(document, name: "forecast-\(parameters.province ?? "all")")
          .response(format, language, messages, on: queue, for: caller)
      }
      let bytes = try await queue.run(for: caller) { try ForecastJSON.encode(document) }
      return Response(
        status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-cache"],
        body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
  }

  /// - Throws: ``ServerError`` with `argumentMalformed`.
  private static func parameters(_ query: PageQuery) throws -> ForecastParameters {
    func whole(_ name: String) throws -> Int? {
      guard let text = query[name] else { return nil }
      guard text.utf8.count <= 18, text.utf8.allSatisfy({ 48...57 ~= $0 }), let number = Int(text)
      else {
        throw ServerError(
          .argumentMalformed, "\(name) is \"\(text.prefix(20))\": send a whole number.")
      }
      return number
    }
    return ForecastParameters(
      years: try whole("years") ?? ForecastParameters.usualYears, firstYear: try whole("from"),
      province: query.province, group: query["group"].map { String($0.prefix(100)) },
      budgetPerYear: try whole("budgetPerYear"))
  }
}
