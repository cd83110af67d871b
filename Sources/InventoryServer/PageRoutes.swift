import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import Logging
import NIOCore
import Presentation
import Prioritization
import Reporting

/// The pages that people read, and what belongs to them.
struct PageRoutes<Context: RequestContext>: Sendable {
  let store: InventoryStore
  let cache: RankingCache
  let templates: PageTemplates

  func add(to router: some RouterMethods<Context>) {
    router.get("/") { request, context in
      let query = PageQuery(request)
      do {
        return try await ranking(query)
      } catch {
        return try problem(error, language: (try? query.language()) ?? .vi, context)
      }
    }
    router.get("/assets/style.css") { _, _ in
      Response(
        status: .ok,
        headers: [.contentType: "text/css; charset=utf-8", .cacheControl: "max-age=3600"],
        body: .init(byteBuffer: ByteBuffer(bytes: EmbeddedFile.bytes("assets/style.css") ?? Data()))
      )
    }
  }

  private func ranking(_ query: PageQuery) async throws -> Response {
    let language = try query.language()
    let queue = try queue(query)
    let page = RankingPage(
      document: try await cache.document(province: query.province), messages: templates.messages,
      language: language, province: query.province, provinces: try await store.provinces(),
      queue: queue, page: query.page)
    return Self.html(templates.render("ranking", language, page.values()))
  }

  private func queue(_ query: PageQuery) throws -> Queue {
    guard let name = query["queue"] else { return .ranked }
    guard let queue = Queue(rawValue: name) else {
      throw ServerError(
        .argumentMalformed, "There is no queue \"\(name.prefix(20))\": ranked or verifyFirst.")
    }
    return queue
  }

  /// The same answer as for programs, as a page.
  private func problem(
    _ error: any Error, language: Language, _ context: Context
  ) throws -> Response {
    let problem = ProblemMiddleware<Context>.problem(for: error)
    if problem.status >= 500 {
      context.logger.error(
        "page failed", metadata: ["error": "\(String(describing: error))"])
    }
    let title =
      problem.status == 404
      ? templates.messages("error.notFound", language)
      : problem.status < 500
        ? templates.messages("error.badRequest", language, ["reason": problem.detail])
        : templates.messages("error.internal", language)
    return Self.html(
      templates.render("problem", language, ["title": title, "detail": problem.detail]),
      status: .init(code: problem.status))
  }

  private static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status,
      headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-cache"],
      body: .init(byteBuffer: ByteBuffer(string: text)))
  }
}
