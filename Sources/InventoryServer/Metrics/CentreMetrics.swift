import Hummingbird
import InventoryStore
import Reporting

/// The centre's own counts since it started.
struct CentreMetrics: Sendable {
  let requests = RequestCount()
  let connections = CountedConnections.Count()
  private let reports = EventCount(
    Acknowledgement.Status.stored.rawValue, Acknowledgement.Status.duplicate.rawValue)
  private let refusedReports = EventCount()
  private let enrolments = EventCount("answered")
  private let refusedEnrolments = EventCount()
  private let signIns = EventCount(
    SignInOutcome.accepted.rawValue, SignInOutcome.refused.rawValue,
    SignInOutcome.throttled.rawValue)

  enum SignInOutcome: String { case accepted, refused, throttled }

  /// Counts the outcome of a report, or the reason for its refusal.
  func report(
    _ file: () async throws -> Acknowledgement
  ) async throws -> Acknowledgement {
    let acknowledgement = try await counting(refusedReports, file)
    reports.add(acknowledgement.status.rawValue)
    return acknowledgement
  }

  /// Counts a third-party agent's inventory as a report.
  func inventory(_ filed: InventoryStore.ThirdPartyReports.Filed) {
    reports.add(Acknowledgement.Status.stored.rawValue)
    if filed.isNew { enrolments.add("answered") }
  }

  /// Counts why a third-party agent's request was refused, wherever on its way.
  func thirdParty(_ answer: () async throws -> Response) async throws -> Response {
    try await counting(refusedReports, answer)
  }

  /// Counts a third-party agent's request without a valid token: revoked, unknown, or another
  /// commune's. It is answered as if it had none.
  func thirdPartyWithoutToken() { refusedReports.add("\(InventoryError.Code.tokenUnknown)") }

  /// Counts an enrolment, or why it was refused.
  func enrolment(_ enrol: () async throws -> Response) async throws -> Response {
    let response = try await counting(refusedEnrolments, enrol)
    enrolments.add("answered")
    return response
  }

  func signIn(_ outcome: SignInOutcome) { signIns.add(outcome.rawValue) }

  /// By the codes of problem documents, of which there is a fixed number.
  private func counting<Value>(
    _ refusals: EventCount, _ work: () async throws -> Value
  ) async throws -> Value {
    do {
      return try await work()
    } catch {
      refusals.add(ProblemMiddleware<CentreContext>.problem(for: error).code)
      throw error
    }
  }

  func expose(in exposition: inout Exposition) {
    requests.expose(in: &exposition)
    exposition.add(
      "commune_inventory_reports_total", .counter,
      "Reports acknowledged, newly stored or already known.", label: "outcome", reports.samples)
    exposition.add(
      "commune_inventory_reports_refused_total", .counter,
      "Reports rejected, by error code.", label: "code",
      refusedReports.samples)
    exposition.add(
      "commune_inventory_enrolments_total", .counter,
      "Enrolments answered, including repeats after a lost response.",
      enrolments.samples.first?.1)
    exposition.add(
      "commune_inventory_enrolments_refused_total", .counter,
      "Enrolments rejected, by error code.", label: "code",
      refusedEnrolments.samples)
    exposition.add(
      "commune_inventory_sign_ins_total", .counter,
      "Sign-in attempts by outcome; throttled attempts had to wait.", label: "outcome",
      signIns.samples)
  }
}
