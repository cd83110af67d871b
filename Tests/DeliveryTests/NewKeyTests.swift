import Cryptography
import Foundation
import Reporting
import Testing

@testable import Delivery

/// A computer whose key the centre no longer accepts enrols under a new one if given a token.
struct NewKeyTests {
  /// A centre that refuses some keys with a code, and admits any other as the next machine.
  struct Keeper {
    /// Codes by public key, base64.
    var refused: [String: String] = [:]
    /// Key ids by public key.
    var known: [String: String] = [:]
    var commune = "19318"
    var lost = 0
    var asked: [EnrolmentRequest] = []
  }

  func bench(
    evidence: [String: String] = ["serial": "00"]
  ) throws -> (ScriptedCentre<Keeper>, Workbench, ScriptedServer) {
    let keeper = ScriptedCentre(Keeper())
    let bench = try Workbench()
    let server = try ScriptedServer { keeper.answer($0) }
    try bench.enroll(at: server, evidence: evidence)
    return (keeper, bench, server)
  }

  /// In base64, as in requests.
  func publicKey(_ bench: Workbench) throws -> String {
    try Ed25519.PrivateKey(rawRepresentation: bench.bytes("machine.key"))
      .publicKey.rawRepresentation.base64EncodedString()
  }

  @Test(arguments: ["machineRetired", "keyRevoked"])
  func enrolsUnderANewKey(_ code: String) throws {
    let (keeper, bench, server) = try bench()
    _ = try bench.spool(["{}"])
    #expect(try bench.deliver(to: server).acknowledged == 1)
    let waiting = try bench.spool([#"{"a":1}"#, #"{"a":2}"#])
    let (oldKey, oldName) = (try bench.bytes("machine.key"), try publicKey(bench))
    keeper.refused[oldName] = code

    #expect(try bench.enroll(at: server, token: "new").machine == "m2")
    let asked = Array(keeper.asked.dropFirst())
    #expect(asked.map(\.publicKey) == [oldName, try publicKey(bench)])
    #expect(asked.allSatisfy { $0.token == "new" && $0.previousKeyId == nil })
    #expect(try bench.bytes("machine.key") != oldKey)
    #expect(try bench.bytes("machine.key.previous") == oldKey)
    #expect(try bench.mode("machine.key") == 0o600)
    #expect(!FileManager.default.fileExists(atPath: bench.directory.keyChange))
    // What waited goes out under the new key, from the number that the centre named.
    #expect(try bench.deliver(to: server).acknowledged == 2)
    let sent = server.reports.suffix(2)
    #expect(sent.map { $0.fields["report-id"] } == waiting.map(\.id))
    #expect(sent.map { $0.fields["agent-seq"] } == ["1", "2"])
    #expect(
      sent.allSatisfy { $0.fields["signature-input"]?.contains("keyid=\"m2.1\"") == true })
    // Enrolling again with a known key gives the same machine.
    #expect(try bench.enroll(at: server, token: "new").machine == "m2")
    #expect(keeper.asked.count == 4)
  }

  /// A new key would evade a quarantine; other refusals say nothing about the key.
  @Test(arguments: [
    (403, "machineQuarantined"), (403, "tokenExpired"), (403, "tokenUsedUp"), (403, "keyInvalid"),
    (409, "enrolledElsewhere"), (429, "rateLimited"), (409, "machineRetired"), (403, ""),
  ])
  func keepsItsKeyOtherwise(_ status: Int, _ code: String) throws {
    let (_, bench, _) = try bench()
    let key = try bench.bytes("machine.key")
    let refusing = try ScriptedServer { _ in
      code.isEmpty
        ? .init(status: status, body: Data("machineRetired".utf8)) : .problem(status, code)
    }
    #expect(throws: DeliveryError.self) { try bench.enroll(at: refusing) }
    #expect(refusing.requests.count == 1)
    #expect(try bench.bytes("machine.key") == key)
    #expect(!FileManager.default.fileExists(atPath: bench.directory.keyChange))
  }

  /// Each key costs one use of the token, so a retry must ask with the same one.
  @Test func aLostReplyCostsNoSecondToken() throws {
    let (keeper, bench, server) = try bench()
    let oldName = try publicKey(bench)
    keeper.refused[oldName] = "machineRetired"
    // libcurl itself retries once on a connection that it reuses.
    keeper.lost = .max
    for _ in 0..<2 {
      let error = #expect(throws: DeliveryError.self) { try bench.enroll(at: server) }
      #expect(error?.code == .unreachable)
      #expect(try publicKey(bench) == oldName, "the old key stays until the centre answers")
      #expect(try Membership.read(in: bench.directory).signing.keyId == "m1.1")
    }
    keeper.lost = 0
    #expect(try bench.enroll(at: server).machine == "m2")
    #expect(Set(keeper.asked.dropFirst().map(\.publicKey)) == [oldName, try publicKey(bench)])
    #expect(keeper.known.count == 2)
  }

  /// The key of the lost reply was retired as well before the next attempt.
  @Test func aRefusedPendingKeyIsReplaced() throws {
    let (keeper, bench, server) = try bench()
    keeper.refused[try publicKey(bench)] = "machineRetired"
    keeper.lost = .max
    #expect(throws: DeliveryError.self) { try bench.enroll(at: server) }
    keeper.lost = 0
    let pending = try #require(keeper.asked.last).publicKey
    keeper.refused[pending] = "machineRetired"
    #expect(try bench.enroll(at: server).machine == "m3")
    #expect(try publicKey(bench) != pending)
  }

  /// A rotation whose answer never came has replaced the old key: the computer is still the same.
  @Test func anUnansweredRotationIsFound() throws {
    let (keeper, bench, server) = try bench()
    try DurableFile.write(Data("40\n".utf8), to: bench.directory.sequence)
    let new = Ed25519.PrivateKey()
    try KeyChange(
      .rotation, key: new, identity: try #require(try Identity.read(in: bench.directory))
    ).write(in: bench.directory)
    keeper.refused[try publicKey(bench)] = "keyRevoked"
    keeper.known[new.publicKey.rawRepresentation.base64EncodedString()] = "m1.2"
    #expect(try bench.enroll(at: server).machine == "m1")
    #expect(try Membership.read(in: bench.directory).signing.keyId == "m1.2")
    #expect(try bench.bytes("machine.key") == new.rawRepresentation)
    _ = try bench.spool(["{}"])
    #expect(try bench.deliver(to: server).acknowledged == 1)
    #expect(server.reports.last?.fields["agent-seq"] == "40", "it keeps counting")
    #expect(keeper.known.count == 2, "no machine was added")
  }

  /// A copied disk holds the other computer's key, and perhaps a pending change of it. With a token
  /// the copy gets a key of its own, as it does without one.
  @Test(arguments: [false, true], [KeyChangeTests.original, KeyChangeTests.copy])
  func aCopyTakesNoOthersKey(_ isRotating: Bool, _ evidence: [String: String]) throws {
    let (keeper, bench, server) = try bench(evidence: KeyChangeTests.original)
    let (oldKey, oldName) = (try bench.bytes("machine.key"), try publicKey(bench))
    let former = try #require(try Identity.read(in: bench.directory))
    let rotated = Ed25519.PrivateKey()
    if isRotating {
      try KeyChange(.rotation, key: rotated, identity: former).write(in: bench.directory)
    }
    let isCopy = evidence == KeyChangeTests.copy
    #expect(try bench.enroll(at: server, evidence: evidence).machine == (isCopy ? "m2" : "m1"))
    let identity = try #require(try Identity.read(in: bench.directory))
    #expect(identity.evidence == evidence)
    #expect((identity.installId != former.installId) == isCopy)
    #expect(try (publicKey(bench) != oldName) == isCopy)
    #expect(try bench.bytes("machine.key") != rotated.rawRepresentation)
    #expect(keeper.asked.count == (isCopy ? 3 : 2))
    if isCopy { #expect(try bench.bytes("machine.key.previous") == oldKey) }
  }

  /// Another centre does not know the copied key yet: one request, one use of the token.
  @Test func aKeyThatIsNobodysIsKept() throws {
    let (_, bench, _) = try bench(evidence: KeyChangeTests.original)
    let key = try bench.bytes("machine.key")
    let other = ScriptedCentre(Keeper(known: ["a": "m1.1", "b": "m2.1"]))
    let elsewhere = try ScriptedServer { other.answer($0) }
    #expect(
      try bench.enroll(at: elsewhere, evidence: KeyChangeTests.copy).machine == "m3")
    #expect(other.asked.count == 1)
    #expect(try bench.bytes("machine.key") == key)
  }

  /// A copy of a quarantined computer gets no new key.
  @Test func aCopyStaysInQuarantine() throws {
    let (keeper, bench, server) = try bench(evidence: KeyChangeTests.original)
    let name = try publicKey(bench)
    keeper.refused[name] = "machineQuarantined"
    #expect(throws: DeliveryError.self) {
      try bench.enroll(at: server, evidence: KeyChangeTests.copy)
    }
    #expect(try publicKey(bench) == name && keeper.asked.count == 2)
  }

  /// Reports recorded in another commune describe that office: they are kept, but not sent.
  @Test(arguments: [("19318", 2, 0), ("00001", 0, 2)])
  func reportsOfAnotherCommuneAreSetAside(
    _ commune: String, _ waiting: Int, _ aside: Int
  ) throws {
    let (keeper, bench, server) = try bench()
    let reports = try bench.spool([#"{"a":1}"#, #"{"a":2}"#])
    keeper.refused[try publicKey(bench)] = "machineRetired"
    keeper.commune = commune
    try bench.enroll(at: server)
    let status = try AgentStatus.read(in: bench.directory)
    #expect(status.commune == commune)
    #expect(status.spool.reports == waiting && status.spool.quarantined == aside)
    #expect(status.spool.dropped == 0)
    if aside > 0 {
      let reasons = try bench.files("quarantine").filter { $0.hasSuffix(".reason") }
        .map { String(decoding: try bench.bytes("quarantine/\($0)"), as: UTF8.self) }
      #expect(
        reasons == Array(repeating: "recorded in commune 19318, before commune 00001\n", count: 2))
      #expect(try Spool(bench.lock()).requeue() == (2, 0))
    }
    #expect(try bench.deliver(to: server).acknowledged == 2)
    #expect(server.reports.map { $0.fields["report-id"] } == reports.map(\.id))
  }

  /// Interrupts an accepted new key at each step: the next start completes it.
  @Test(arguments: 0..<4)
  func completesAnAcceptedNewKey(_ step: Int) throws {
    let (_, bench, server) = try bench()
    try DurableFile.write(Data("40\n".utf8), to: bench.directory.sequence)
    let oldKey = try bench.bytes("machine.key")
    let new = Ed25519.PrivateKey()
    var change = KeyChange(
      .enrolment, key: new, identity: try #require(try Identity.read(in: bench.directory)))
    change.identity.registration?.machine = "m2"
    change.identity.registration?.keyId = "m2.1"
    change.identity.registration?.nextSeq = 7
    change.isAgreed = true
    try change.write(in: bench.directory)
    if step > 0 { try DurableFile.write(oldKey, to: bench.directory.previousKey) }
    if step > 1 { try DurableFile.write(Data("7\n".utf8), to: bench.directory.sequence) }
    if step > 2 { try DurableFile.write(new.rawRepresentation, to: bench.directory.key) }
    _ = try bench.spool(["{}"])
    #expect(try bench.visit(server).acknowledged == 1)
    let sent = try #require(server.reports.last)
    #expect(sent.fields["agent-seq"] == "7")
    #expect(sent.fields["signature-input"]?.contains("keyid=\"m2.1\"") == true)
    #expect(try bench.bytes("machine.key.previous") == oldKey)
    #expect(!FileManager.default.fileExists(atPath: bench.directory.keyChange))
  }
}

extension NewKeyTests.Keeper: CentreScript {
  mutating func answer(_ request: ScriptedServer.Request) -> ScriptedServer.Reply {
    guard request.path == "/agent/v1/enroll" else { return .stored(request) }
    guard let wanted = try? JSONDecoder().decode(EnrolmentRequest.self, from: request.body) else {
      return .problem(400, "notJSON")
    }
    asked.append(wanted)
    if let code = refused[wanted.publicKey] { return .problem(403, code) }
    let keyId = known[wanted.publicKey] ?? "m\(known.count + 1).1"
    known[wanted.publicKey] = keyId
    if lost > 0 {
      lost -= 1
      return .init(status: 0, hangsUp: true)
    }
    return .json(
      200,
      EnrolmentReply(
        machine: String(keyId.prefix { $0 != "." }), keyId: keyId, commune: commune,
        communeName: "Xã Thử", provinceName: "Huế", nextSeq: 1))
  }
}
