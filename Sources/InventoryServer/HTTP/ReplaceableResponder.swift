import Hummingbird
import Synchronization

/// Answers requests with the latest routes, so that they can be replaced while connections are
/// open; a request keeps the routes with which it began.
final class ReplaceableResponder: HTTPResponder {
  private let current: Mutex<RouterResponder<CentreContext>>

  init(_ router: Router<CentreContext>) {
    current = Mutex(router.buildResponder())
  }

  func replace(by router: Router<CentreContext>) {
    let responder = router.buildResponder()
    current.withLock { $0 = responder }
  }

  func respond(to request: Request, context: CentreContext) async throws -> Response {
    try await current.withLock { $0 }.respond(to: request, context: context)
  }
}
