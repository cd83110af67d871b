import Cryptography
import Delivery
import Foundation
import InventoryFixtures
import InventoryStore
import Logging
import Reporting
import ScanReading
import Testing

@testable import InventoryServer

/// A real centre with a real inventory, for the length of one test.
struct TestCentre: Sendable {
  /// How requests reach it.
  enum Door: Sendable {
    /// No socket: what is tested are the routes.
    case router(RoutedCentre)
    /// A loopback port.
    case socket(port: Int)
  }

  let store: InventoryStore
  let door: Door

  /// Hashes passwords cheaply.
  static var limits: CentreLimits {
    var limits = CentreLimits()
    limits.passwordCost = 10
    limits.checkServices = ["official-mail=https://mail.example.vn"].compactMap(CheckService.init)
    // A scan's file holds the finding itself: reading scans has tests of its own.
    limits.readScan = { file in
      let bytes = (try? Data(contentsOf: file)) ?? Data()
      return (try? JSONDecoder().decode(ScanFinding.self, from: bytes))
        ?? ScanFinding(refusal: .wrongType)
    }
    return limits
  }

  var authority: String {
    switch door {
    case .router: RoutedCentre.authority
    case .socket(let port): "127.0.0.1:\(port)"
    }
  }

  var address: String { "http://\(authority)" }

  static func run(
    access: Access = .demonstration, limits: CentreLimits = Self.limits,
    agentsURL: String? = nil, now: @escaping @Sendable () -> Date = { Date() },
    onRender: (@Sendable (PageTemplate, PageValues) -> Void)? = nil,
    _ test: @escaping @Sendable (TestCentre) async throws -> Void
  ) async throws {
    let slot = await CentreSlot()
    defer { withExtendedLifetime(slot) {} }
    let file = try EmptyInventory.make()
    defer { try? FileManager.default.removeItem(at: file.deletingLastPathComponent()) }
    let policy = try #require(EmptyInventory.policy)
    let store = try InventoryStore(path: file.path, role: .serving, policy: policy, now: now())
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    var centre = Centre(
      store: store, policy: policy, logger: logger, limits: limits, access: access,
      agentsURL: agentsURL, now: now)
    centre.onRender = onRender
    try await test(
      TestCentre(store: store, door: .router(RoutedCentre(centre, logger: logger))))
  }

  func token(commune: String = "21250", uses: Int = 1, days: Int = 14) async throws -> String {
    try #require(
      try await store.tokens.create(
        communes: [commune], uses: uses, days: days, within: .country, now: Date()
      ).first
    ).token
  }

  /// Sends an agent's request over a socket with libcurl, outside Swift's cooperative threads.
  func send(_ request: OutgoingRequest) async throws -> IncomingReply {
    if case .router(let routes) = door {
      return try await routes.answer(
        request.method, request.path, fields: request.fields, body: request.body)
    }
    let address = address
    return try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(
          with: Result {
            try CurlTransport(to: CentreAddress(address), agentVersion: "0.1.0").send(request)
          })
      }
    }
  }

  /// Reads a page or a ranking, of any size, as a program would.
  func get(_ path: String) async throws -> IncomingReply { try await ask("GET", path) }

  /// Reads what a program reads: JSON.
  func document<Document: Decodable>(_ path: String) async throws -> Document {
    let reply = try await get(path)
    #expect(reply.status == 200 && reply.fields["content-type"] == "application/json", "\(path)")
    return try JSONDecoder().decode(Document.self, from: reply.body)
  }

  /// Reads each page, which must answer with its status and meet a condition.
  func expect(
    _ answers: [(path: String, status: Int)], _ condition: (IncomingReply) -> Bool
  ) async throws {
    for (path, status) in answers {
      let reply = try await get(path)
      #expect(reply.status == status, "\(path): \(reply.text)")
      #expect(condition(reply), "\(path)")
    }
  }

  /// A machine reports in 21250, a simulated commune whose name is a script.
  func fileHostileCommune() async throws {
    let agent = try await enrol()
    _ = try await send(try agent.report())
    _ = try await store.register.importTable(
      Data("code,name,officials\n21250,\"<script>alert('x')</script>&\",4\n".utf8),
      simulated: true, now: Date())
  }

  func enrol(token: String? = nil) async throws -> TestAgent {
    let key = Ed25519.PrivateKey()
    let token = if let token { token } else { try await self.token() }
    let request = EnrolmentRequest(
      token: token, publicKey: key.publicKey.rawRepresentation,
      installId: "i", agentVersion: "0.1.0")
    let reply = try await send(
      AgentRequest.enrolment(request, key: key, to: try CentreAddress(address), clock: .system))
    #expect(reply.status == 200, "\(String(decoding: reply.body, as: UTF8.self))")
    let enrolled = try JSONDecoder().decode(EnrolmentReply.self, from: reply.body)
    return TestAgent(
      centre: try CentreAddress(address), machine: enrolled.machine,
      identity: SigningIdentity(keyId: enrolled.keyId, key: key))
  }
}

/// An enrolled machine that can sign whatever a test makes up.
struct TestAgent: Sendable {
  let centre: CentreAddress
  let machine: String
  var identity: SigningIdentity

  static let body: Data = {
    let report = Report(
      agent: AgentFacts(
        version: "0.1.0", clock: ClockReading(bootId: "b", bootSeconds: 1, wall: "now")),
      hardware: .failed(reason: "a test"), scanners: .absent,
      bandwidth: .observed(
        BandwidthFacts(downloadBitsPerSecond: 20_000_000, uploadBitsPerSecond: 8_000_000)),
      accounts: .observed(
        AccountFacts(
          accounts: [
            "civil-registration", "digital-signature", "e-authentication", "official-mail",
            "public-service-portal", "treasury-payment",
          ].map {
            .init(service: $0, status: .active, evidence: .probed, checkedAt: "now")
          })))
    return (try? report.body()) ?? Data()
  }()

  func report(
    _ body: Data = TestAgent.body, sequence: Int = 1, id: UUID = UUID()
  ) throws -> OutgoingRequest {
    try AgentRequest.report(
      SpooledReport(id: id.uuidString.lowercased(), body: body), sequence: sequence, by: identity,
      to: centre, clock: .system)
  }

  /// A correctly signed request whose exact bytes the test chooses.
  func signed(
    _ bytes: Data, path: String = "/agent/v1/reports", sequence: String = "1",
    id: String = UUID().uuidString, tag: MessageSignature.Tag = .report,
    created: Int = 0, expires: Int? = nil
  ) throws -> OutgoingRequest {
    var fields: [(name: String, value: String)] = [
      ("content-type", "application/json"), ("content-digest", ContentDigest.field(for: bytes)),
      ("report-id", id), ("agent-seq", sequence),
    ]
    let components = RequestComponents(
      method: "POST", authority: centre.authority, path: path,
      fields: RequestFields(fields))
    let (input, signature) = try MessageSignature.sign(
      components, covering: MessageSignature.required(for: tag), created: created,
      expires: expires, keyId: identity.keyId, tag: tag, with: identity.key)
    fields += [("signature-input", input), ("signature", signature)]
    return OutgoingRequest(method: "POST", path: path, fields: fields, body: bytes)
  }
}

extension IncomingReply {
  /// The stable code of a problem document, or nil if it is none.
  var code: String? {
    guard fields["content-type"] == "application/problem+json" else { return nil }
    return (try? JSONDecoder().decode(Problem.self, from: body))?.code
  }

  var acknowledged: Acknowledgement.Status? {
    (try? JSONDecoder().decode(Acknowledgement.self, from: body))?.status
  }

  var text: String { String(decoding: body, as: UTF8.self) }
}
