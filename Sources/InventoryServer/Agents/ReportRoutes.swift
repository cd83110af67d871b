import Foundation
import Hummingbird
import InventoryStore
import Reporting

/// `POST /agent/v1/reports`: where agents deliver. A 200 means that the report is on disk.
///
/// The order is the defence: size, signature, key, rate, digest, sequence, and only then zlib and
/// JSON.
struct ReportRoutes<Context: CallerContext>: Sendable {
  static var maximumBytes: Int { 256 << 10 }

  let store: InventoryStore
  let limits: AgentLimits
  let metrics: CentreMetrics
  let now: @Sendable () -> Date

  func add(to router: some RouterMethods<Context>) {
    router.post("/agent/v1/reports") { request, context in
      try JSONResponse.make(
        try await metrics.report {
          try await SignedRequest.collecting(
            request, tag: .report, limit: Self.maximumBytes, within: limits.bodies,
            from: context.caller
          ) { signed in try await limits.requests.run { try await file(signed) } }
        })
    }
  }

  private func file(_ signed: SignedRequest) async throws -> Acknowledgement {
    guard let key = try await store.key(signed.signature.keyId) else {
      throw ServerError(
        .keyUnknown, "The server does not know this computer's key: enrol the computer.")
    }
    // Only what the machine signed counts against it: else anybody could use its share up.
    if let seconds = limits.reports.wait(key.machine) {
      throw ServerError(
        .rateLimited, "This computer reports too often: keep the report and try later.",
        retryAfterSeconds: seconds)
    }
    try signed.verify(publicKey: key.publicKey, now: now())
    limits.reports.count(key.machine)
    let (id, sequence) = try signed.reportNumbers()
    try await requireAhead(sequence, id: id, key: key, keyId: signed.signature.keyId)
    let report: ReceivedReport
    do {
      report = try ReceivedReport(
        id: id, machine: key.machine, key: key.number, sequence: sequence,
        body: try Inflate.body(signed.body),
        sent: signed.covered("agent-boot").flatMap(BootTime.init(field:)),
        created: signed.signature.created, receivedAt: now())
    } catch let error as ReportTextError {
      throw ServerError(.notJSON, "The report is not a JSON object: \(error).")
    }
    return try await store.file(report)
  }

  /// Refuses a replay before it is inflated; the transaction that files looks once more.
  private func requireAhead(
    _ sequence: Int, id: UUID, key: MachineKey, keyId: String
  ) async throws {
    guard sequence <= key.lastSequence, try await !store.holds(report: id) else { return }
    throw try await store.noteRewind(
      report: id, sequence: sequence, machine: key.machine, key: key.number, now: now())
  }
}
