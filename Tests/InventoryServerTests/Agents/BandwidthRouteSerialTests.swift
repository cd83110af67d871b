import Cryptography
import Delivery
import Foundation
import FoundationNetworking
import InventoryServer
import InventoryStore
import Reporting
import Testing

/// Bandwidth slots and transfers over the wire: a real centre, the agent's own requests, and plain
/// HTTP clients.
struct BandwidthRouteSerialTests {
  static func centre(_ change: (inout CentreLimits) -> Void = { _ in }) async throws
    -> LifecycleCentre
  {
    var limits = CentreLimits()
    limits.bandwidth.bytes = 300_000
    change(&limits)
    return try await LifecycleCentre(limits: limits)
  }

  static func lease(_ agent: LifecycleAgent) async throws -> BandwidthSlotReply {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(with: Result { try agent.bandwidthSlots().lease() })
      }
    }
  }

  /// A centre where one transfer may move a gigabyte, with a machine that holds a slot.
  static func longTransfers(
    _ change: (inout CentreLimits) -> Void
  ) async throws -> (centre: LifecycleCentre, agent: LifecycleAgent, slot: String) {
    let centre = try await centre {
      $0.bandwidth.bytes = 1_000_000_000
      change(&$0)
    }
    let agent = try await centre.enrol()
    return (centre, agent, try #require(try await lease(agent).slot))
  }

  static func release(_ agent: LifecycleAgent, _ slot: String) async throws {
    try await withCheckedThrowingContinuation {
      (continuation: CheckedContinuation<Void, any Error>) in
      Thread.detachNewThread {
        continuation.resume(with: Result { try agent.bandwidthSlots().release(slot) })
      }
    }
  }

  static func transfer(
    _ centre: LifecycleCentre, _ path: String, slot: String?, upload: Int? = nil
  ) async throws -> (status: Int, body: Data, fields: [AnyHashable: Any]) {
    let url = try #require(
      URL(string: "http://127.0.0.1:\(centre.port)/agent/v1/bandwidth/\(path)"))
    var request = URLRequest(url: url)
    if let slot { request.setValue(slot, forHTTPHeaderField: "Bandwidth-Slot") }
    if let upload {
      request.httpMethod = "POST"
      request.httpBody = Data(count: upload)
    }
    let (body, response) = try await URLSession.shared.data(for: request)
    let http = try #require(response as? HTTPURLResponse)
    return (http.statusCode, body, http.allHeaderFields)
  }

  @Test func slotLimitsTransfers() async throws {
    let centre = try await Self.centre()
    let agent = try await centre.enrol()
    let reply = try await Self.lease(agent)
    let slot = try #require(reply.slot)
    #expect(reply.granted && reply.seconds == 60 && reply.maximumBytes == 300_000)
    #expect(reply.congestionControl?.isEmpty == false)
    let time = try Date(reply.time, strategy: .iso8601)
    #expect(abs(time.timeIntervalSinceNow) < 60)

    let down = try await Self.transfer(centre, "download?bytes=100000", slot: slot)
    #expect(down.status == 200 && down.body.count == 100_000)
    #expect(down.fields["Cache-Control"] as? String == "no-store")
    // Incompressible, so that nothing on the way makes it smaller.
    #expect(Set(down.body).count == 256)
    #expect(try await Self.transfer(centre, "download?bytes=0", slot: slot).body.isEmpty)
    let up = try await Self.transfer(centre, "upload", slot: slot, upload: 200_000)
    #expect(up.status == 200)
    let said = try JSONDecoder().decode(BandwidthUploadReply.self, from: up.body)
    #expect(said.receivedBytes == 200_000)

    // What is left of 300,000 bytes in each direction, and no byte more.
    #expect(
      try await Self.transfer(centre, "download?bytes=900000", slot: slot).body.count == 200_000)
    #expect(try await Self.transfer(centre, "download?bytes=1", slot: slot).body.isEmpty)
    let over = try await Self.transfer(centre, "upload", slot: slot, upload: 100_001)
    #expect(over.status == 403)
    #expect(try JSONDecoder().decode(Problem.self, from: over.body).code == "slotUsedUp")

    try await Self.release(agent, slot)
    let after = try await Self.transfer(centre, "download?bytes=1", slot: slot)
    #expect(after.status == 403)
    #expect(try JSONDecoder().decode(Problem.self, from: after.body).code == "slotUnknown")
  }

  /// Arrivals of an upload are reported while it runs and after it ends.
  @Test func uploadArrivalsAreReported() async throws {
    let centre = try await Self.centre()
    let slot = try #require(try await Self.lease(try await centre.enrol()).slot)
    let url = try #require(
      URL(string: "http://127.0.0.1:\(centre.port)/agent/v1/bandwidth/arrivals"))
    var request = URLRequest(url: url)
    request.setValue(slot, forHTTPHeaderField: "Bandwidth-Slot")
    let listener = LineListener()
    let session = URLSession(configuration: .ephemeral, delegate: listener, delegateQueue: nil)
    session.dataTask(with: request).resume()
    defer { session.invalidateAndCancel() }
    for _ in 0..<600 where listener.arrivals.isEmpty {
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(listener.arrivals.first.map { $0.segments == 0 && $0.bytes == 0 } == true)
    let slow = try SlowUpload(port: centre.port, slot: slot)
    for _ in 0..<600 where listener.arrivals.last?.bytes ?? 0 < 100_000 {
      try await Task.sleep(for: .milliseconds(20))
    }
    let told = listener.arrivals
    let last = try #require(told.last)
    #expect(last.bytes >= 100_000 && last.segments > 0)
    for (earlier, later) in zip(told, told.dropFirst()) {
      #expect(later.seconds > earlier.seconds && later.bytes >= earlier.bytes)
    }
    slow.end()
    let count = told.count
    for _ in 0..<600 where listener.arrivals.count < count + 8 {
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(try #require(listener.arrivals.last).bytes >= last.bytes)
    #expect(try await Self.transfer(centre, "arrivals", slot: "x").status == 403)
    #expect(try await Self.transfer(centre, "arrivals", slot: nil).status == 403)
  }

  @Test func secondMachineOfCommuneWaits() async throws {
    let centre = try await Self.centre()
    let (first, second) = (try await centre.enrol(), try await centre.enrol())
    let slot = try #require(try await Self.lease(first).slot)
    let refused = try await Self.lease(second)
    #expect(!refused.granted && refused.slot == nil)
    #expect(1...60 ~= refused.retryAfterSeconds ?? 0)
    try await Self.release(second, slot)
    #expect(try await !Self.lease(second).granted, "only its holder can release a slot")
    try await Self.release(first, slot)
    #expect(try await Self.lease(second).granted)
  }

  @Test func expiredSlotEndsItsTransfers() async throws {
    let (centre, agent, slot) = try await Self.longTransfers {
      // Long enough that the download has begun on a machine that is busy with other tests.
      $0.bandwidth.seconds = 8
    }
    // A client that reads nothing is not waited for beyond the slot.
    let silent = try SilentDownload(port: centre.port, slot: slot)
    // A busy machine may end the slot late.
    var status = 0
    for _ in 0..<600 where status != 403 {
      try await Task.sleep(for: .milliseconds(100))
      // A transfer under way when the slot ends is cut off with it.
      status = (try? await Self.transfer(centre, "download?bytes=1", slot: slot).status) ?? 0
    }
    #expect(status == 403)
    #expect(await silent.isCutOff(after: 1))
    #expect(try await Self.lease(agent).granted)
  }

  @Test func unauthorisedSlotRequestsAreRejected() async throws {
    let centre = try await Self.centre()
    let agent = try await centre.enrol()
    func code(_ change: (inout OutgoingRequest) -> Void) async throws -> String? {
      var request = try agent.slotRequest()
      change(&request)
      return try await agent.send(request).code
    }
    #expect(
      try await code { $0.fields.removeAll { $0.name == "signature" } } == "signatureMalformed")
    #expect(try await code { $0.body = Data(#"{"release":"x"}"#.utf8) } == "digestMismatch")
    let key = agent.key
    agent.key = Ed25519.PrivateKey()
    #expect(try await code { _ in } == "signatureInvalid")
    agent.key = key
    // A signed report is not a slot request.
    var report = try agent.request(1)
    report.path = "/agent/v1/bandwidth/slots"
    #expect(try await agent.send(report).code == "signatureMalformed")
    try await centre.beside().machines.quarantine(
      agent.machine, because: "look at it", within: .country, now: Date())
    #expect(try await code { _ in } == "machineQuarantined")
    for path in ["download?bytes=1", "download", "download?bytes=-1", "download?bytes=x"] {
      let status = try await Self.transfer(centre, path, slot: "x").status
      #expect(status == (path == "download?bytes=1" ? 403 : 400))
    }
    #expect(try await Self.transfer(centre, "download?bytes=1", slot: nil).status == 403)
    #expect(try await Self.transfer(centre, "upload", slot: nil, upload: 10).status == 403)
  }

  @Test func frequentRequestsAreDeniedNotFailed() async throws {
    let centre = try await Self.centre { $0.bandwidth.slotsPerHour = 6 }
    let agent = try await centre.enrol()
    for _ in 0..<2 { #expect(try await Self.lease(agent).granted) }
    let reply = try await Self.lease(agent)
    #expect(!reply.granted && reply.retryAfterSeconds ?? 0 > 60)
  }

  /// Transfers take no capacity from reports or planners' pages.
  @Test func reportsAndPagesContinueDuringTransfers() async throws {
    let (centre, agent, slot) = try await Self.longTransfers { $0.agentRequests = 1 }
    let silent = try (0..<8).map { _ in try SilentDownload(port: centre.port, slot: slot) }
    let reply = try await agent.report(1)
    #expect(reply.status == 200, "\(reply.status) \(reply.code ?? "")")
    let page = try #require(URL(string: "http://127.0.0.1:\(centre.port)/?province=51"))
    let (_, response) = try await URLSession.shared.data(from: page)
    #expect((response as? HTTPURLResponse)?.statusCode == 200)
    withExtendedLifetime(silent) {}
  }
}

extension LifecycleAgent {
  func bandwidthSlots() -> BandwidthSlots {
    BandwidthSlots(
      transport: transport, centre: centre, identity: SigningIdentity(keyId: keyId, key: key),
      clock: clock)
  }

  func slotRequest() throws -> OutgoingRequest {
    try AgentRequest.bandwidth(
      BandwidthSlotRequest(), by: SigningIdentity(keyId: keyId, key: key), to: centre, clock: clock)
  }
}

/// Requests a gigabyte and reads none of it.
final class SilentDownload: Sendable {
  private let client: RawClient

  init(port: Int, slot: String) throws {
    client = try RawClient(port: port)
    client.say(
      """
      GET /agent/v1/bandwidth/download?bytes=1000000000 HTTP/1.1\r\nHost: a\r
      Bandwidth-Slot: \(slot)\r\n\r\n
      """)
  }

  /// Reads what was sent until then; after the end of the slot it is less than was asked for.
  func isCutOff(after seconds: Int) async -> Bool {
    try? await Task.sleep(for: .seconds(seconds))
    var count = 0
    while count < 500_000_000 {
      guard let length = client.receive(within: 5) else { return false }
      if length == 0 { return true }
      count += length
    }
    return false
  }
}
