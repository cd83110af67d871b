import Cryptography
import Foundation
import Reporting
import Testing

@testable import Delivery

struct KeyChangeTests {
  static let original = ["serial": "s1", "uuid": "u1", "mac": "m1"]
  static let copy = ["serial": "s2", "uuid": "u1", "mac": "m2"]

  /// A centre that admits by key and hands out key ids, and whose first replies to a change of keys
  /// are lost.
  struct Keeper {
    var admitted: Set<String> = ["m1.1"]
    var lost = 0
    var rotations: [KeyRotationRequest] = []
    var enrolments: [EnrolmentRequest] = []
  }

  func bench(_ keeper: ScriptedCentre<Keeper>) throws -> (Workbench, ScriptedServer) {
    let bench = try Workbench()
    let server = try ScriptedServer { keeper.answer($0) }
    try bench.enroll(at: server, evidence: Self.original)
    return (bench, server)
  }

  /// The state after a lost reply to a key rotation.
  func afterALostReply() throws -> (ScriptedCentre<Keeper>, Workbench, ScriptedServer) {
    let keeper = ScriptedCentre(Keeper())
    let (bench, server) = try bench(keeper)
    try age(bench, days: 366)
    keeper.lost = 1
    _ = try bench.visit(server)
    return (keeper, bench, server)
  }

  func age(_ bench: Workbench, days: Int) throws {
    var identity = try #require(try Identity.read(in: bench.directory))
    identity.keySince = Int(Date().timeIntervalSince1970) - days * 86_400
    try identity.write(in: bench.directory)
  }

  @Test(arguments: [
    (["serial": "s1", "uuid": "u1", "mac": "m1"], false),
    (["serial": "s1", "uuid": "u1", "mac": "m2"], false),
    (["serial": "s2", "uuid": "u1", "mac": "m2"], true),
    (["serial": "s2", "uuid": "u2", "mac": "m2"], true),
    (["mac": "m2"], false), ([:], false), (["serial": "s2", "uuid": "u2"], true),
  ])
  func detectsAnotherComputer(_ evidence: [String: String], _ is: Bool) {
    var identity = Identity(installId: "i")
    #expect(
      !Reenrolment.isNeeded(for: identity, evidence: evidence),
      "evidence unknown at enrolment proves nothing")
    identity.evidence = Self.original
    #expect(Reenrolment.isNeeded(for: identity, evidence: evidence) == `is`)
  }

  @Test(arguments: [0, 2])
  func aCopyEnrolsAgain(_ lost: Int) throws {
    let keeper = ScriptedCentre(Keeper())
    let (bench, server) = try bench(keeper)
    let sent = try bench.spool(["{}"])
    let oldKey = try bench.bytes("machine.key")
    let oldInstall = try #require(try Identity.read(in: bench.directory)).installId
    keeper.lost = lost
    for _ in 0..<lost {
      let summary = try bench.visit(server, evidence: Self.copy, now: true)
      #expect(summary.stopped?.code == .unreachable)
      #expect(summary.kept == 1)
      #expect(server.reports.isEmpty, "no report is signed with the old key")
      #expect(try bench.bytes("machine.key") == oldKey)
    }
    let summary = try bench.visit(server, evidence: Self.copy, now: true)
    #expect(summary.acknowledged == 1)
    #expect(server.reports.map { $0.fields["report-id"] } == [sent[0].id])
    #expect(server.reports[0].fields["agent-seq"] == "1")
    #expect(server.reports[0].fields["signature-input"]?.contains("\"m2.1\"") == true)
    #expect(try bench.bytes("machine.key.previous") == oldKey)
    #expect(try bench.mode("machine.key.previous") == 0o600)
    #expect(!FileManager.default.fileExists(atPath: bench.directory.keyChange))

    let asked = keeper.enrolments.dropFirst()
    #expect(asked.count == lost + 1)
    #expect(Set(asked.map(\.publicKey)).count == 1, "every retry uses the same key")
    let last = try #require(asked.last)
    #expect(last.installId != oldInstall)
    #expect(last.previousKeyId == "m1.1")
    let proof = try #require(Data(base64Encoded: last.previousProof ?? ""))
    let old = try Ed25519.PrivateKey(rawRepresentation: oldKey)
    #expect(
      old.publicKey.isValidSignature(
        proof, for: KeyProof.reenrolment(previousKeyId: "m1.1", publicKey: last.publicKey)))
    #expect(try Identity.read(in: bench.directory)?.evidence == Self.copy)
    _ = try bench.visit(server, evidence: Self.copy)
    #expect(keeper.enrolments.count == lost + 2, "no further enrolment follows")
  }

  @Test func rotatesTheKeyYearly() throws {
    let keeper = ScriptedCentre(Keeper())
    let (bench, server) = try bench(keeper)
    let oldKey = try bench.bytes("machine.key")
    try age(bench, days: 364)
    _ = try bench.visit(server)
    #expect(keeper.rotations.isEmpty)
    try age(bench, days: 366)
    _ = try bench.spool(["{}"])
    #expect(try bench.visit(server).acknowledged == 1)
    let asked = try #require(keeper.rotations.first)
    let new = try Ed25519.PrivateKey(rawRepresentation: bench.bytes("machine.key"))
    #expect(asked.publicKey == new.publicKey.rawRepresentation.base64EncodedString())
    #expect(
      new.publicKey.isValidSignature(
        try #require(Data(base64Encoded: asked.proof)),
        for: KeyProof.rotation(keyId: "m1.1", publicKey: asked.publicKey)))
    let request = try #require(server.requests.first { $0.path == "/agent/v1/keys" })
    let received = try ReceivedSignature(
      signatureInput: try #require(request.fields["signature-input"]),
      signature: try #require(request.fields["signature"]), tag: .rotation)
    try received.verify(
      request.components,
      with: Ed25519.PrivateKey(rawRepresentation: oldKey).publicKey)
    #expect(try bench.bytes("machine.key.previous") == oldKey)
    #expect(try Membership.read(in: bench.directory).signing.keyId == "m1.2")
    _ = try bench.spool(["{}"])
    #expect(try bench.visit(server).acknowledged == 1)
    #expect(server.reports.last?.fields["signature-input"]?.contains("\"m1.2\"") == true)
    #expect(keeper.rotations.count == 1)
  }

  @Test func survivesALostReplyToARotation() throws {
    let (keeper, bench, server) = try afterALostReply()
    #expect(
      try Membership.read(in: bench.directory).signing.keyId == "m1.1", "the old key holds on")
    _ = try bench.spool(["{}"])
    #expect(try bench.visit(server).acknowledged == 1)
    #expect(keeper.rotations.count == 2)
    #expect(Set(keeper.rotations.map(\.publicKey)).count == 1)
    #expect(try Membership.read(in: bench.directory).signing.keyId == "m1.2")
  }

  @Test func usesTheNewKeyOnceOnlyThatIsAdmitted() throws {
    let (keeper, bench, server) = try afterALostReply()
    keeper.admitted = ["m1.2"]
    _ = try bench.spool(["{}", "{}"])
    let summary = try bench.visit(server)
    #expect(summary.acknowledged == 2)
    #expect(summary.stopped == nil)
    #expect(DeliveryWait.read(in: bench.directory) == nil)
    #expect(try Membership.read(in: bench.directory).signing.keyId == "m1.2")
  }

  @Test func stopsIfNeitherKeyIsAdmitted() throws {
    let (keeper, bench, server) = try afterALostReply()
    keeper.admitted = []
    _ = try bench.spool(["{}"])
    let summary = try bench.visit(server)
    #expect(summary.stopped?.code == .notAllowed)
    #expect(summary.kept == 1)
    #expect(DeliveryWait.read(in: bench.directory)?.seconds == 86_400)
    #expect(try Membership.read(in: bench.directory).signing.keyId == "m1.1")
  }

  /// Interrupts an accepted change of keys at each step: the next start completes it.
  @Test(arguments: 0..<4)
  func completesAnAcceptedChange(_ step: Int) throws {
    let keeper = ScriptedCentre(Keeper())
    let (bench, server) = try bench(keeper)
    let oldKey = try bench.bytes("machine.key")
    let new = Ed25519.PrivateKey()
    var change = KeyChange(
      .rotation, key: new, identity: try #require(try Identity.read(in: bench.directory)))
    change.identity.registration?.keyId = "m1.2"
    change.isAgreed = true
    try change.write(in: bench.directory)
    if step > 0 { try DurableFile.write(oldKey, to: bench.directory.previousKey) }
    if step > 1 { try DurableFile.write(new.rawRepresentation, to: bench.directory.key) }
    if step > 2 { try change.identity.write(in: bench.directory) }
    keeper.admitted = ["m1.2"]
    _ = try bench.spool(["{}"])
    #expect(try bench.visit(server).acknowledged == 1)
    #expect(try bench.bytes("machine.key") == new.rawRepresentation)
    #expect(try bench.bytes("machine.key.previous") == oldKey)
    #expect(!FileManager.default.fileExists(atPath: bench.directory.keyChange))
  }

  @Test func rotatesWithoutAWorkingClock() throws {
    let keeper = ScriptedCentre(Keeper())
    let (bench, server) = try bench(keeper)
    let dead = AgentClock(wallSeconds: { 315_532_800 }, boot: AgentClock.system.boot)
    var identity = try #require(try Identity.read(in: bench.directory))
    identity.keySince = nil
    try identity.write(in: bench.directory)
    _ = try bench.visit(server, clock: dead)
    #expect(keeper.rotations.isEmpty)
    try Data("402\n".utf8).write(to: URL(fileURLWithPath: bench.directory.sequence))
    _ = try bench.visit(server, clock: dead)
    #expect(keeper.rotations.count == 1)
  }
}

extension KeyChangeTests.Keeper: CentreScript {
  mutating func answer(_ request: ScriptedServer.Request) -> ScriptedServer.Reply {
    let input = request.fields["signature-input"] ?? ""
    switch request.path {
    case "/agent/v1/enroll":
      guard let asked = try? JSONDecoder().decode(EnrolmentRequest.self, from: request.body)
      else { return .problem(400, "notJSON") }
      enrolments.append(asked)
      guard asked.token.isEmpty else { return .json(200, ScriptedServer.registration) }
      if lost > 0 {
        lost -= 1
        return .init(status: 0, hangsUp: true)
      }
      admitted.insert("m2.1")
      return .json(
        200,
        EnrolmentReply(
          machine: "m2", keyId: "m2.1", commune: "19318", communeName: "Xã Thử",
          provinceName: "Huế", nextSeq: 1))
    case "/agent/v1/keys":
      guard let asked = try? JSONDecoder().decode(KeyRotationRequest.self, from: request.body),
        admitted.contains("m1.1"), input.contains("m1.1")
      else { return .problem(401, "keyUnknown") }
      rotations.append(asked)
      admitted.insert("m1.2")
      if lost > 0 {
        lost -= 1
        return .init(status: 0, hangsUp: true)
      }
      return .json(
        200, KeyRotationReply(keyId: "m1.2", previousUntil: "2027-01-01T00:00:00Z"))
    default:
      return admitted.contains { input.contains("keyid=\"\($0)\"") }
        ? .stored(request) : .problem(401, "keyUnknown")
    }
  }
}
