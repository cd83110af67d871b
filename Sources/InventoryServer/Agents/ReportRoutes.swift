import Foundation
import Hummingbird
import InventoryStore
import Reporting

/// `POST /agent/v1/reports`: accepts reports. Status 200 means that the report is on disk.
///
/// The sequence is checked after ``AgentAuthenticator``, and before zlib and JSON.
struct ReportRoutes<Context: CallerContext>: Sendable {
  static var maximumBytes: Int { 256 << 10 }
  /// Longer texts count against the commune's ``TextAllowance``; a computer's report has 5 to 30
  /// KiB.
  static var usualBytes: Int { 256 << 10 }

  let authenticator: AgentAuthenticator
  let metrics: CentreMetrics

  private var store: InventoryStore { authenticator.store }

  func add(to router: some RouterMethods<Context>) {
    router.post("/agent/v1/reports") { request, context in
      let acknowledgement = try await metrics.report {
        try await authenticator.authenticate(
          request, .report, maximumBytes: Self.maximumBytes, from: context.caller,
          rate: .init(
            limiter: authenticator.limits.reports,
            refusal: "This computer reports too often: keep the report and try later."),
          file)
      }
      return JSONResponse.make(text: try AcknowledgementText.encode(acknowledgement))
    }
  }

  private func file(_ signed: SignedRequest, _ key: MachineKey) async throws -> Acknowledgement {
    let (id, sequence) = try signed.reportNumbers()
    try await requireAhead(sequence, id: id, key: key, keyId: signed.signature.keyId)
    let text = try Inflate.body(signed.body)
    if text.count > Self.usualBytes { try await requireAllowance(for: text, of: key) }
    let report: ReceivedReport
    do {
      report = try ReceivedReport(
        id: id, machine: key.machine, key: key.number, sequence: sequence,
        body: text,
        sent: signed.covered("agent-boot").flatMap(BootTime.init(field:)),
        created: signed.signature.created, receivedAt: authenticator.now())
    } catch let error as ReportTextError {
      throw ServerError(.notJSON, "The report is not a JSON object: \(error).")
    }
    var acknowledgement = try await store.reports.file(report)
    acknowledgement.receiptKey = store.reports.receiptKey
    return acknowledgement
  }

  /// A machine's own rate says little: one token is good for thousands of keys.
  private func requireAllowance(for text: Data, of key: MachineKey) async throws {
    let commune = try await store.keys.commune(of: key, now: authenticator.now())
    try authenticator.limits.texts.require(commune)
    authenticator.limits.texts.count(text.count, of: commune)
  }

  /// Refuses a replay before inflating it; the transaction that files it checks once more.
  private func requireAhead(
    _ sequence: Int, id: UUID, key: MachineKey, keyId: String
  ) async throws {
    guard sequence <= key.lastSequence,
      try await !store.reports.holds(report: id, sequence: sequence, machine: key.machine)
    else { return }
    throw try await store.reports.noteRewind(
      report: id, sequence: sequence, machine: key.machine, key: key.number,
      now: authenticator.now())
  }
}
