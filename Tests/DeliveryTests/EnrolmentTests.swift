import Cryptography
import Foundation
import Reporting
import Testing

@testable import Delivery

struct EnrolmentTests {
  @Test func sendsItsKeyAndSignsWithIt() throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre()
    #expect(try bench.enroll(at: server, token: "abc") == ScriptedServer.registration)

    let request = try #require(server.requests.first)
    #expect(request.method == "POST")
    #expect(request.fields["content-type"] == "application/json")
    #expect(request.fields["content-encoding"] == nil)
    let body = try JSONDecoder().decode(EnrolmentRequest.self, from: request.body)
    #expect(body.token == "abc")
    #expect(body.agentVersion == "0.1.0")
    #expect(body.evidence == ["serial": "00"])
    #expect(UUID(uuidString: body.installId) != nil)
    let received = try ReceivedSignature(
      signatureInput: try #require(request.fields["signature-input"]),
      signature: try #require(request.fields["signature"]), tag: .enrolment)
    #expect(received.keyId == body.publicKey)
    let publicKey = try #require(Data(base64Encoded: body.publicKey))
    try received.verify(
      request.components, with: Ed25519.PublicKey(rawRepresentation: publicKey))
    #expect(
      ContentDigest.matches(try #require(request.fields["content-digest"]), body: request.body))

    for name in ["machine.key", "identity.json", "sequence", "lock"] {
      #expect(try bench.mode(name) == 0o600, "\(name)")
    }
    let status = try AgentStatus.read(in: bench.directory)
    #expect(status.enrolled)
    #expect(status.server == server.address)
    #expect(status.commune == "19318")
  }

  @Test func writesTheKeyBeforeSendingIt() throws {
    let bench = try Workbench()
    let path = bench.path
    let seen = Collected<Data?>()
    let server = try ScriptedServer { _ in
      seen.append(FileManager.default.contents(atPath: "\(path)/machine.key"))
      return .json(200, ScriptedServer.registration)
    }
    try bench.enroll(at: server)
    #expect(seen.all == [try bench.bytes("machine.key")])
  }

  @Test func aLostReplyCostsNothing() throws {
    let bench = try Workbench()
    let calls = Collected<Int>()
    let server = try ScriptedServer { _ in
      calls.append(1)
      return calls.all.count < 2
        ? .init(status: 0, hangsUp: true) : .json(200, ScriptedServer.registration)
    }
    let error = #expect(throws: DeliveryError.self) { try bench.enroll(at: server) }
    #expect(error?.code == .unreachable)
    #expect(try AgentStatus.read(in: bench.directory).enrolled == false)
    #expect(throws: DeliveryError.self) { try Membership.read(in: bench.directory) }
    try bench.enroll(at: server)
    try bench.enroll(at: server)
    let bodies = try server.requests.map {
      try JSONDecoder().decode(EnrolmentRequest.self, from: $0.body)
    }
    #expect(bodies.count == 3)
    #expect(Set(bodies.map(\.publicKey)).count == 1)
    #expect(Set(bodies.map(\.installId)).count == 1)
  }

  @Test func enrollingAgainKeepsTheSequence() throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre()
    try bench.enroll(at: server)
    _ = try bench.spool(["{}", "{}"])
    _ = try bench.deliver(to: server)
    try bench.enroll(at: server)
    #expect(String(decoding: try bench.bytes("sequence"), as: UTF8.self) == "3\n")
  }

  /// Minutes after an acknowledgement, nothing is due.
  @Test func enrollingAgainKeepsTheAcknowledgement() throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre()
    try bench.enroll(at: server)
    _ = try bench.spool(["{}"])
    _ = try bench.deliver(to: server)
    var kept = try #require(LastAcknowledgement.read(in: bench.directory))
    try bench.enroll(at: server)
    // The next report is complete all the same.
    kept.acknowledgement.sections = [:]
    #expect(LastAcknowledgement.read(in: bench.directory) == kept)
    #expect(!Schedule.isDue(in: bench.directory))
    // Another centre has acknowledged nothing, even if it gives the computer the same name.
    try bench.enroll(at: try ScriptedServer.centre())
    #expect(LastAcknowledgement.read(in: bench.directory) == nil)
  }

  @Test func anotherCentreReplacesOnlyIfItAnswers() throws {
    let bench = try Workbench()
    let first = try ScriptedServer.centre()
    try bench.enroll(at: first)
    let refusing = try ScriptedServer { _ in .problem(403, "tokenExpired") }
    let error = #expect(throws: DeliveryError.self) { try bench.enroll(at: refusing) }
    #expect(error?.code == .notAllowed)
    #expect(error?.message.contains("tokenExpired: Said by the script.") == true)
    #expect(try AgentStatus.read(in: bench.directory).server == first.address)
    let second = try ScriptedServer.centre(
      registration: EnrolmentReply(
        machine: "other", keyId: "other.1", commune: "00001", communeName: "", provinceName: "",
        nextSeq: 5))
    try bench.enroll(at: second)
    #expect(try AgentStatus.read(in: bench.directory).machine == "other")
    #expect(String(decoding: try bench.bytes("sequence"), as: UTF8.self) == "5\n")
  }

  /// A proxy's refusal is not the centre's.
  @Test(arguments: [400, 401, 403, 409, 413, 422])
  func aForeignRefusalIsNone(_ status: Int) throws {
    let bench = try Workbench()
    let server = try ScriptedServer { _ in
      .init(status: status, fields: [("Content-Type", "text/html")], body: Data("<html>".utf8))
    }
    let error = #expect(throws: DeliveryError.self) { try bench.enroll(at: server) }
    #expect(error?.code == .unexpectedReply)
  }

  @Test(arguments: [
    #"{}"#, "<html>", #"{"machine":"m","keyId":"m.1"}"#,
    #"{"machine":"m\r\nX: y","keyId":"m.1","commune":"00001","communeName":"","provinceName":"","nextSeq":1}"#,
    #"{"machine":"m","keyId":"\"m\"","commune":"00001","communeName":"","provinceName":"","nextSeq":1}"#,
    #"{"machine":"m","keyId":"m.1","commune":"1","communeName":"","provinceName":"","nextSeq":1}"#,
    #"{"machine":"m","keyId":"m.1","commune":"00001","communeName":"","provinceName":"","nextSeq":-5}"#,
    #"{"machine":"m","keyId":"m.1","commune":"00001","communeName":"","provinceName":"","nextSeq":9223372036854775807}"#,
  ])
  func refusesHostileReplies(_ body: String) throws {
    let bench = try Workbench()
    let server = try ScriptedServer { _ in .init(status: 200, body: Data(body.utf8)) }
    let error = #expect(throws: DeliveryError.self) { try bench.enroll(at: server) }
    #expect(error?.code == .unexpectedReply)
    #expect(try AgentStatus.read(in: bench.directory).enrolled == false)
  }

  @Test func stripsControlCharactersFromReplies() throws {
    let reply = IncomingReply(
      status: 403, fields: ["content-type": "application/problem+json"],
      body: try JSONEncoder().encode(
        Problem(
          title: "", status: 403, code: "x",
          detail: "a\u{1B}[2Jb\nc" + String(repeating: "d", count: 9999))))
    let error = reply.failure(from: try CentreAddress("https://c"))
    #expect(!error.message.contains("\u{1B}"))
    #expect(!error.message.contains("\n"))
    #expect(error.message.count < 600)
  }

  @Test func refusesAnOverlongTokenLocally() throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre()
    let error = #expect(throws: DeliveryError.self) {
      try bench.enroll(at: server, token: String(repeating: "x", count: 4096))
    }
    #expect(error?.code == .refused)
    #expect(server.requests.isEmpty)
  }

  @Test func evidenceIsSaltedAndFolded() {
    let hashes = IdentifierHashes.of(["serial": " ABC 1 ", "uuid": "", "mac": "abc  1"])
    #expect(hashes.keys.sorted() == ["mac", "serial"])
    #expect(hashes["serial"] == hashes["mac"])
    #expect(hashes["serial"]?.count == 64)
    #expect(hashes["serial"] != SHA256Digest.hexadecimal(of: Data("abc 1".utf8)))
    // The centre compares them for years, so they must never change.
    #expect(
      hashes["serial"]
        == "d5e2a39de12ec5b7ff768b389f4929e3fe4d3c27b0107533401319ac74a98ba5")
  }
}
