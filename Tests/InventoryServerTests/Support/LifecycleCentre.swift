import CentreTLS
import Cryptography
import Delivery
import Foundation
import InventoryFixtures
import InventoryServer
import InventoryStore
import Logging
import Prioritization
import Reporting
import Testing

/// A real centre on a free port, with its inventory in a temporary folder.
final class LifecycleCentre: Sendable {
  static let commune = "21250"

  let folder: String
  let store: InventoryStore
  let port: Int
  let agentsPort: Int
  private let task: Task<Void, any Error>
  private let slot: CentreSlot

  var path: String { "\(folder)/inventory.sqlite" }
  var address: CentreAddress {
    get throws { try CentreAddress("http://127.0.0.1:\(port)") }
  }

  init(
    tls: TLSFiles? = nil, withAgentAddress: Bool = false, limits: CentreLimits = CentreLimits()
  ) async throws {
    slot = await CentreSlot()
    let file = try EmptyInventory.make()
    folder = file.deletingLastPathComponent().path
    let policy = try #require(EmptyInventory.policy)
    store = try InventoryStore(path: file.path, role: .serving, policy: policy, now: Date())
    var logger = Logger(label: "centre")
    logger.logLevel = .critical
    let centre = Centre(
      store: store, policy: policy, logger: logger, limits: limits,
      authority: try tls.flatMap { try AuthorityFile.find(nil, for: $0.certificate) })
    let (ports, said) = AsyncStream<(Centre.RouteSet, Int)>.makeStream()
    task = Task {
      defer { said.finish() }
      try await centre.serve(
        on: .init("127.0.0.1", port: 0),
        agentsOn: withAgentAddress ? .init("127.0.0.1", port: 0) : nil, tls: tls
      ) { routes, port in said.yield((routes, port)) }
    }
    var found: [Centre.RouteSet: Int] = [:]
    for await (routes, port) in ports {
      found[routes] = port
      if found.count == (withAgentAddress ? 2 : 1) { break }
    }
    if found.isEmpty { try await task.value }
    port = try #require(found[.all])
    agentsPort = found[.agents] ?? 0
  }

  deinit {
    task.cancel()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// The inventory as a command beside the centre opens it.
  func beside() throws -> InventoryStore {
    try InventoryStore(
      path: path, role: .beside, policy: try #require(EmptyInventory.policy), now: Date())
  }

  func token(uses: Int = 1) async throws -> String {
    try #require(
      try await store.tokens.create(
        communes: [Self.commune], uses: uses, within: .country, now: Date()
      ).first
    ).token
  }

  /// Enrols an agent whose key the centre then knows.
  func enrol(evidence: [String: String] = [:]) async throws -> LifecycleAgent {
    let agent = try LifecycleAgent(address)
    let reply = try await agent.enrol(token: try await token(), evidence: evidence)
    #expect(reply.status == 200)
    return agent
  }
}

/// The agent's side, request by request, over libcurl.
final class LifecycleAgent: @unchecked Sendable {
  let centre: CentreAddress
  let transport: CurlTransport
  var key = Ed25519.PrivateKey()
  var keyId = ""
  var machine: String { String(keyId.prefix { $0 != "." }) }
  var boot = BootTime(bootId: "boot-1", seconds: 100)
  /// Its wall clock, in seconds since 1970; nil for the real one.
  var wallSeconds: Int?

  init(_ centre: CentreAddress, certificateAuthority: String? = nil) throws {
    self.centre = centre
    transport = try CurlTransport(
      to: centre, certificateAuthority: certificateAuthority, agentVersion: "0.1.0")
  }

  var clock: AgentClock {
    let (boot, wall) = (boot, wallSeconds)
    return AgentClock(wallSeconds: { wall ?? Int(Date().timeIntervalSince1970) }, boot: { boot })
  }

  func enrol(
    token: String, evidence: [String: String] = [:], after former: LifecycleAgent? = nil
  ) async throws -> IncomingReply {
    let publicKey = key.publicKey.rawRepresentation
    let proof = former.map {
      $0.key.signature(
        for: KeyProof.reenrolment(
          previousKeyId: $0.keyId, publicKey: publicKey.base64EncodedString()))
    }
    let reply = try await send(
      AgentRequest.enrolment(
        EnrolmentRequest(
          token: token, publicKey: publicKey, installId: "i", agentVersion: "0.1.0",
          evidence: evidence, previousKeyId: former?.keyId, previousProof: proof),
        key: key, to: centre, clock: clock))
    if reply.status == 200 {
      keyId = try JSONDecoder().decode(EnrolmentReply.self, from: reply.body).keyId
    }
    return reply
  }

  static func body(gibibytes: Int = 8) throws -> Data {
    try Report(
      agent: AgentFacts(
        version: "0.1.0", clock: ClockReading(bootId: "boot-1", bootSeconds: 90, wall: "1980")),
      hardware: .observed(
        HardwareFacts(
          machine: .init(manufacturer: "Dell Inc.", model: "OptiPlex"), processor: .init(),
          memory: .init(totalBytes: gibibytes << 30), disks: [], system: .init())),
      scanners: .absent
    ).body()
  }

  func request(
    _ sequence: Int, id: UUID = UUID(), gibibytes: Int = 8
  ) throws -> OutgoingRequest {
    try AgentRequest.report(
      SpooledReport(id: id.uuidString.lowercased(), body: try Self.body(gibibytes: gibibytes)),
      sequence: sequence, by: SigningIdentity(keyId: keyId, key: key), to: centre, clock: clock)
  }

  func report(_ sequence: Int, id: UUID = UUID(), gibibytes: Int = 8) async throws -> IncomingReply
  {
    try await send(request(sequence, id: id, gibibytes: gibibytes))
  }

  /// On a separate thread: libcurl blocks, and the centre needs Swift's few threads.
  func send(_ request: OutgoingRequest) async throws -> IncomingReply {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { [self] in
        continuation.resume(with: Result { try transport.send(request) })
      }
    }
  }

  /// `POST /agent/v1/keys`.
  func rotate(
    to new: Ed25519.PrivateKey, sequence: Int,
    provenBy prover: Ed25519.PrivateKey? = nil
  ) async throws -> IncomingReply {
    let publicKey = new.publicKey.rawRepresentation
    let proof = (prover ?? new).signature(
      for: KeyProof.rotation(keyId: keyId, publicKey: publicKey.base64EncodedString()))
    let body = try CanonicalJSON.encode(KeyRotationRequest(publicKey: publicKey, proof: proof))
    var fields: [(name: String, value: String)] = [
      ("content-type", "application/json"), ("content-digest", ContentDigest.field(for: body)),
      ("agent-seq", String(sequence)),
    ]
    let (input, signature) = try MessageSignature.sign(
      RequestComponents(
        method: "POST", authority: centre.authority, path: "/agent/v1/keys",
        fields: RequestFields(fields)),
      covering: MessageSignature.required(for: .rotation), created: clock.wallSeconds(),
      keyId: keyId, tag: .rotation, with: key)
    fields += [("signature-input", input), ("signature", signature)]
    return try await send(
      OutgoingRequest(method: "POST", path: "/agent/v1/keys", fields: fields, body: body))
  }
}
