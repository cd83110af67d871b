import HTTPTypes
import Hummingbird
import InventoryStore
import Logging
import Reporting

/// A page that reports an error, with the same status as for programs.
enum PageProblem {
  /// A link from the page.
  enum Back {
    case page(address: String, label: String)
    /// The reader has no other page: the text says what to do.
    case nowhere
  }

  /// - Parameter back: Where the reader can go; nil for the default page.
  static func page(_ error: any Error, _ call: PageCall, back: Back? = nil) -> Response {
    let problem = ProblemMiddleware<CentreContext>.problem(for: error)
    // For an agent, an unknown machine or token means that it must enrol again; for a person, it is
    // a 404.
    let unknown: [InventoryError.Code?] = [.machineUnknown, .tokenUnknown]
    let status = unknown.contains((error as? InventoryError)?.code) ? 404 : problem.status
    if status >= 500, problem.code != ServerError.Code.busy.rawValue {
      call.context.logger.error(
        "page failed", metadata: ["error": "\(String(describing: error))"])
    }
    // Messages for programs are English. The page shows them below its own text if they add detail.
    let detail = call.said(problem.detail)
    let key = "problem.\(problem.code)"
    let told = call.text(key)
    let isTold = told != key
    let title =
      switch status {
      case 404: call.text("error.notFound")
      case 401: call.text("error.signInWanted")
      case 403:
        call.text(
          problem.code == ServerError.Code.formExpired.rawValue
            ? "error.formExpiredTitle" : "error.forbidden")
      case ..<500:
        isTold
          ? call.text("error.cannotBeDone")
          : call.text("error.badRequest", ["reason": detail])
      case 503:
        call.text(
          problem.code == InventoryError.Code.databaseFull.rawValue
            ? "error.diskFull" : "error.busy")
      default: call.text("error.internal")
      }
    // Nothing of another day is shown, so no notice about the day either.
    var values: PageValues = ["detail": isTold ? told : detail, "past": false]
    switch back {
    case .page(let address, let label):
      values["back"] = ["address": address, "label": label] as PageValues
    case .nowhere: break
    case nil: values["back"] = ["address": "/", "label": call.text("error.back")] as PageValues
    }
    if isTold, status < 500, status != 404 { values["technical"] = detail }
    var response = call.page(.problem, title: title, values, status: .init(code: status))
    response.headers[.cacheControl] = "no-store"
    if status == 503 || status == 429 {
      response.headers[.retryAfter] = String(
        (error as? ServerError)?.retryAfterSeconds
          ?? (error as? InventoryError)?.retryAfterSeconds ?? Problem.retryAfterSeconds)
    }
    return response
  }
}
