import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import Logging
import NIOCore
import Prioritization
import Reporting

/// Turns any thrown error into a problem document (RFC 9457) with a stable code. Unforeseen errors
/// are logged in full and never sent to clients.
struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
  func handle(
    _ request: Request, context: Context, next: NextResponder<Context>
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch {
      let problem = Self.problem(for: error)
      if problem.status >= 500, problem.code != ServerError.Code.busy.rawValue {
        context.logger.error(
          "request failed",
          metadata: ["path": "\(request.uri.path)", "error": "\(String(describing: error))"])
      }
      return try problem.response(
        retryAfterSeconds: (error as? ServerError)?.retryAfterSeconds
          ?? (error as? InventoryError)?.retryAfterSeconds)
    }
  }

  static func problem(for error: any Error) -> Problem {
    switch error {
    case let error as InventoryError:
      return Problem(
        title: error.status.reasonPhrase, status: error.status.code, code: error.code.rawValue,
        detail: error.clientMessage, nextSeq: error.nextSequence, sections: error.sections)
    case let error as ServerError:
      return Problem(
        title: error.status.reasonPhrase, status: error.status.code, code: error.code.rawValue,
        detail: error.message)
    case let error as PlanError:
      return Problem(
        title: "Unprocessable Content", status: 422, code: error.code.rawValue,
        detail: "\(error).")
    case let error as ForecastError:
      return Problem(
        title: "Bad Request", status: 400, code: ServerError.Code.argumentMalformed.rawValue,
        detail: "\(error).")
    case is CancellationError:
      return Problem(
        title: "Service Unavailable", status: 503, code: ServerError.Code.busy.rawValue,
        detail: "The centre is stopping, or the client left: try again later.")
    case let error as any HTTPResponseError:
      return Problem(
        title: error.status.reasonPhrase, status: error.status.code,
        code: error.status == .notFound ? "notFound" : "requestMalformed",
        detail: error.status == .notFound
          ? "There is no page at this address: start at /."
          : "The request cannot be served: \(error.status.reasonPhrase).")
    default:
      return Problem(
        title: "Internal Server Error", status: 500, code: "internalError",
        detail: "Internal error: see the server log. Keep the report and try later.")
    }
  }
}

extension Problem {
  /// A minute by default: a full or failing disk does not recover within seconds.
  static let retryAfterSeconds = 60

  func response(retryAfterSeconds: Int? = nil) throws -> Response {
    var headers = HTTPFields()
    headers[.contentType] = "application/problem+json"
    headers[.cacheControl] = "no-store"
    if status == 503 || status == 429 {
      headers[.retryAfter] = String(retryAfterSeconds ?? Self.retryAfterSeconds)
    }
    return Response(
      status: .init(code: status, reasonPhrase: title), headers: headers,
      body: .init(byteBuffer: ByteBuffer(bytes: try CanonicalJSON.encode(self))))
  }
}
