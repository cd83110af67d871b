import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import NIOCore
import Presentation
import Reporting

/// `GET /api/v1/machines/{id}`: one machine for programs; see ``MachineJSON``.
/// `GET /api/v1/machines`: silent machines.
struct MachineRoutes: Sendable {
  let store: InventoryStore
  let now: @Sendable () -> Date

  func add(to router: APIRouter) {
    router.get("/api/v1/machines", silent)
    router.get("/api/v1/machines/{id}") { _, context, principal in
      let id = context.parameters.get("id") ?? ""
      do {
        let document = MachineJSON(
          try await store.machines.details(id, within: principal.scope, now: now()),
          try await store.history.facts(of: id, within: principal.scope),
          identifying: principal.user?.role.allows(.manage) ?? false)
        return Response(
          status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
          body: .init(byteBuffer: ByteBuffer(bytes: try document.encoded())))
      } catch let error as InventoryError where error.code == .machineUnknown {
        // For agents, this error means that they must enrol; here the machine simply does not
        // exist.
        throw ServerError(.notFound, error.message)
      }
    }
  }
}

/// One machine for programs. Times are RFC 3339 in UTC; unknown values are omitted.
///
/// ```
/// { "summary": {"id", "commune", "communeName", "state": "active"|"quarantined"|"retired",
///       "simulated", "manufacturer"?, "model"?, "memoryTotalBytes"?, "scanners"?, "agentVersion",
///       "enrolledAt", "lastReportAt"?, "quarantineReason"?, "clockSkewSeconds"?},
///   "installId", "token", "reports", "lastSequence", "rewinds", "quarantinedAt"?, "retiredAt"?,
///   "mergedInto"?, "mergedFrom": ["m…"], "reenrolledFrom"?, "alike": ["m…"],
///   "evidence": ["mac"|"serial"|"uuid"|…],
///   "keys": [{"id", "addedAt", "validUntil"?, "revokedAt"?, "revokedReason"?}],
///   "boots": [{"id", "firstSeen"}],
///   "sections": [{"probe", "firstSeen", "lastSeen", "current"}],
///   "acts": [{"time", "actor", "action", "subject", "details": JSON text}],
///   "facts": {"hardware"?: SEEN, "scanners"?: SEEN, "bandwidth"?: SEEN, "accounts"?: SEEN,
///       "protection"?: SEEN, "network"?: SEEN} }
/// SEEN: {"present": STATEMENT, "lastObserved"?: STATEMENT}
/// STATEMENT: {"firstSeen", "lastSeen", "section": as `commune-probe collect --format json` has it}
/// ```
///
/// Everything except `facts` is as `machines show ID --format json` prints it. `lastObserved` is
/// present if the probe failed in the current section but not in an earlier one. Serial number and
/// UUID are omitted for users who may not manage machines.
struct MachineJSON: Encodable {
  let details: MachineDetails
  let facts: CurrentFacts

  /// - Parameter identifying: Whether to include serial number and UUID.
  init(_ details: MachineDetails, _ facts: CurrentFacts, identifying: Bool) {
    self.details = details
    self.facts = identifying ? facts : facts.withoutIdentifiers
  }

  func encoded() throws -> Data {
    try DocumentEncoder.encode(self)
  }

  func encode(to encoder: any Encoder) throws {
    try details.encode(to: encoder)
    var values = encoder.container(keyedBy: Key.self)
    var probes = values.nestedContainer(keyedBy: Key.self, forKey: .facts)
    try probes.encodeIfPresent(facts.hardware.map(SeenJSON.init), forKey: .hardware)
    try probes.encodeIfPresent(facts.scanners.map(SeenJSON.init), forKey: .scanners)
    try probes.encodeIfPresent(facts.bandwidth.map(SeenJSON.init), forKey: .bandwidth)
    try probes.encodeIfPresent(facts.accounts.map(SeenJSON.init), forKey: .accounts)
    try probes.encodeIfPresent(facts.protection.map(SeenJSON.init), forKey: .protection)
    try probes.encodeIfPresent(facts.network.map(SeenJSON.init), forKey: .network)
  }

  private enum Key: String, CodingKey {
    case facts, hardware, scanners, bandwidth, accounts, protection, network
  }
}

private struct SeenJSON<Facts: Sendable & Codable & Equatable>: Encodable {
  struct Statement: Encodable {
    var firstSeen: Date
    var lastSeen: Date
    var section: Outcome<Facts>

    init(_ statement: CurrentFacts.Statement<Facts>) {
      firstSeen = statement.firstSeen
      lastSeen = statement.lastSeen
      section = statement.outcome
    }
  }

  var present: Statement
  var lastObserved: Statement?

  init(_ seen: CurrentFacts.Seen<Facts>) {
    present = Statement(seen.present)
    lastObserved = seen.lastObserved.map(Statement.init)
  }
}

extension CurrentFacts {
  /// Without the values that identify one computer among all others.
  var withoutIdentifiers: CurrentFacts {
    func without(_ statement: Statement<HardwareFacts>) -> Statement<HardwareFacts> {
      guard case .observed(var hardware) = statement.outcome else { return statement }
      hardware.machine.serialNumber = nil
      hardware.machine.uuid = nil
      var statement = statement
      statement.outcome = .observed(hardware)
      return statement
    }
    var facts = self
    if let seen = hardware {
      facts.hardware?.present = without(seen.present)
      facts.hardware?.lastObserved = seen.lastObserved.map(without)
    }
    return facts
  }
}
