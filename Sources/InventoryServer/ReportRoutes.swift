import Foundation
import Hummingbird
import InventoryStore
import Reporting

/// `POST /agent/v1/reports`: where agents deliver. A 200 means that the report is on disk.
///
/// The order is the defence: size, signature, key, digest, sequence, and only then zlib and JSON.
struct ReportRoutes<Context: RequestContext>: Sendable {
  static var maximumBytes: Int { 256 << 10 }

  let store: InventoryStore
  let now: @Sendable () -> Date

  func add(to router: some RouterMethods<Context>) {
    router.post("/agent/v1/reports") { request, _ in
      try await file(request)
    }
  }

  private func file(_ request: Request) async throws -> Response {
    let signed = try await SignedRequest(request, tag: .report, limit: Self.maximumBytes)
    guard let key = try await store.key(signed.signature.keyId) else {
      throw ServerError(
        .keyUnknown, "The centre does not know this machine's key: enrol the machine.")
    }
    try signed.verify(publicKey: key.publicKey)
    let (id, sequence) = try signed.reportNumbers()
    // Refused before it is inflated; the transaction that files looks once more.
    if sequence <= key.lastSequence, try await !store.holds(report: id) {
      throw try await store.noteRewind(
        report: id, sequence: sequence, machine: key.machine, key: key.number, now: now())
    }
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
    return try JSONResponse.make(try await store.file(report))
  }
}
