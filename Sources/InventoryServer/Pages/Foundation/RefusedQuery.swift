import HTTPTypes
import InventoryStore
import Reporting

/// Refusal of a form that asks by GET: its page shows the form again as typed, with the reason in
/// the page's language and the status that the error has for programs.
struct RefusedQuery: Sendable {
  let fault: String
  let status: HTTPResponse.Status

  /// What another value in the form can correct; not what lies outside the reader's rights, and no
  /// trouble of the centre's own.
  private static let correctable: Set<String> = [
    ServerError.Code.argumentMalformed.rawValue, ServerError.Code.timeMalformed.rawValue,
    InventoryError.Code.argumentMalformed.rawValue, InventoryError.Code.pastNotKept.rawValue,
    InventoryError.Code.communeUnknown.rawValue, InventoryError.Code.machineUnknown.rawValue,
  ]

  /// - Throws: `error` itself if no other value in the form can correct it.
  init(_ error: any Error, _ call: PageCall) throws {
    let problem = ProblemMiddleware<CentreContext>.problem(for: error)
    guard Self.correctable.contains(problem.code) else { throw error }
    let isUnknown = problem.code == InventoryError.Code.machineUnknown.rawValue
    status = isUnknown ? .notFound : .init(code: problem.status)
    // The sentence for any malformed argument says less than the error itself.
    let isMalformed = problem.code == ServerError.Code.argumentMalformed.rawValue
    let key = "problem.\(problem.code)"
    let told = call.text(key)
    fault = isMalformed || told == key ? call.said(problem.detail) : told
  }
}
