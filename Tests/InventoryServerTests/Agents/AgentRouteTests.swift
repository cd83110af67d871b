import Cryptography
import Delivery
import Foundation
import InventoryStore
import Reporting
import Testing

struct AgentRouteTests {
  @Test func reportIsAcknowledgedAndStored() async throws {
    try await TestCentre.run { centre in
      let agent = try await centre.enrol()
      let reply = try await centre.send(try agent.report())
      #expect(reply.status == 200)
      let acknowledged = try JSONDecoder().decode(Acknowledgement.self, from: reply.body)
      #expect(acknowledged.status == .stored)
      #expect(
        Set(acknowledged.sections.keys) == ["accounts", "bandwidth", "hardware", "scanners"])
      let machine = try #require(try await centre.store.machines.list(within: .country).first)
      #expect(machine.id == agent.machine && machine.lastReportAt != nil)
    }
  }

  @Test func repeatedReportIsDuplicate() async throws {
    try await TestCentre.run { centre in
      let agent = try await centre.enrol()
      let request = try agent.report()
      #expect(try await centre.send(request).text.contains(#""status":"stored""#))
      #expect(try await centre.send(request).text.contains(#""status":"duplicate""#))
    }
  }

  @Test func sequenceBehindGetsNextNumber() async throws {
    try await TestCentre.run { centre in
      let agent = try await centre.enrol()
      _ = try await centre.send(try agent.report(sequence: 41))
      let reply = try await centre.send(try agent.report(sequence: 41))
      #expect(reply.status == 409)
      let problem = try JSONDecoder().decode(Problem.self, from: reply.body)
      #expect(problem.code == "sequenceBehind" && problem.nextSeq == 42)
    }
  }

  @Test func expiredSignatureIsRejected() async throws {
    try await TestCentre.run { centre in
      let agent = try await centre.enrol()
      let now = Int(Date().timeIntervalSince1970)
      // an agent's clock may be in 1980: a signature without an expiry is accepted
      for (sequence, created, expires, isTaken) in [
        (1, 315_532_800, nil, true), (2, now, now + 300, true), (3, 315_532_800, now + 300, true),
        (4, now - 600, now - 300, false), (5, now, now, false), (6, now + 900, now + 600, false),
        (7, 315_532_800, 315_532_860, false), (8, 0, -1, false),
      ] as [(Int, Int, Int?, Bool)] {
        let reply = try await centre.send(
          try agent.signed(
            TestAgent.body, sequence: String(sequence), created: created, expires: expires))
        #expect(reply.status == (isTaken ? 200 : 401), "\(sequence): \(reply.text)")
        #expect(reply.code == (isTaken ? nil : "signatureExpired"))
      }
    }
  }

  @Test func sequenceFarAheadGetsNextNumber() async throws {
    try await TestCentre.run { centre in
      let agent = try await centre.enrol()
      for sequence in ["999999999999998", "1000003"] {
        let reply = try await centre.send(try agent.signed(TestAgent.body, sequence: sequence))
        #expect(reply.status == 409 && reply.code == "sequenceAhead")
        #expect(try JSONDecoder().decode(Problem.self, from: reply.body).nextSeq == 1)
      }
      #expect(try await centre.send(try agent.report(sequence: 1)).status == 200)
    }
  }

  /// The remembered sequence of a machine advances with its reports.
  @Test func replayIsRejectedBeforeDecompression() async throws {
    try await TestCentre.run { centre in
      let agent = try await centre.enrol()
      for sequence in 1...3 {
        #expect(try await centre.send(try agent.report(sequence: sequence)).status == 200)
      }
      let bomb = try Gzip.compress(Data(count: 50 << 20))
      let reply = try await centre.send(try agent.signed(bomb, sequence: "2"))
      #expect(reply.status == 409 && reply.code == "sequenceBehind", "\(reply.text)")
    }
  }

  @Test func oversizedMachineGetsRetryAfter() async throws {
    try await TestCentre.run { centre in
      let agent = try await centre.enrol()
      var last: IncomingReply?
      for sequence in 1...20 {
        let filler = String(repeating: "\(sequence)x", count: 25_000).prefix(60_000)
        let section = #","future":{"outcome":"observed","x":"\#(filler)"}}"#
        let body = Data(TestAgent.body.text.dropLast().utf8) + Data(section.utf8)
        last = try await centre.send(try agent.signed(body, sequence: String(sequence)))
        if last?.status != 200 { break }
      }
      #expect(last?.status == 429 && last?.code == "unknownBytesUsedUp", "\(last?.text ?? "")")
      #expect(last?.fields["retry-after"] == "86400")
      let figures = try await centre.get("/metrics")
      #expect(figures.text.contains("commune_inventory_machines_oversized 1"))
    }
  }

  /// Each of these is refused with its code and leaves no trace.
  @Test func rejectedRequestsLeaveNoTrace() async throws {
    try await TestCentre.run { centre in
      let agent = try await centre.enrol()
      let other = try await centre.enrol()
      let body = TestAgent.body

      func refuses(_ status: Int, _ code: String, _ request: OutgoingRequest) async throws {
        let reply = try await centre.send(request)
        #expect(reply.status == status, "\(code): \(reply.text)")
        #expect(reply.code == code, "\(reply.text)")
      }

      var tampered = try agent.report()
      tampered.body.append(0)
      try await refuses(400, "digestMismatch", tampered)

      var swapped = try agent.signed(body)
      let changed = Data("{}".utf8)
      swapped.body = changed
      swapped.fields.removeAll { $0.name == "content-digest" }
      swapped.fields.append(("content-digest", ContentDigest.field(for: changed)))
      try await refuses(401, "signatureInvalid", swapped)

      var stolen = agent
      stolen.identity = SigningIdentity(
        keyId: agent.identity.keyId, key: other.identity.key)
      try await refuses(401, "signatureInvalid", try stolen.report())
      for name in ["mnobody.1", "\(agent.machine).2", "\(agent.machine)", "", "a.b.c"] {
        stolen.identity = SigningIdentity(keyId: name, key: agent.identity.key)
        try await refuses(401, "keyUnknown", try stolen.report())
      }

      var unsigned = try agent.report()
      unsigned.fields.removeAll { $0.name.hasPrefix("signature") }
      try await refuses(400, "signatureMalformed", unsigned)
      try await refuses(400, "signatureMalformed", try agent.signed(body, tag: .enrolment))

      try await refuses(413, "bodyTooLarge", try agent.signed(Data(count: 300 << 10)))
      try await refuses(422, "notJSON", try agent.signed(Data("hello".utf8)))
      try await refuses(422, "notJSON", try agent.signed(Data([0xFF, 0xFE, 0x7B, 0])))
      try await refuses(
        422, "formatUnsupported",
        try agent.signed(Data(body.text.replacing(#""format":1"#, with: #""format":7"#).utf8)))
      try await refuses(
        422, "sectionMalformed",
        try agent.signed(Data(body.text.replacing(#""absent""#, with: #""gone""#).utf8)))
      try await refuses(400, "requestMalformed", try agent.signed(body, sequence: "0"))
      try await refuses(400, "requestMalformed", try agent.signed(body, sequence: "many"))
      try await refuses(400, "requestMalformed", try agent.signed(body, id: "not-a-uuid"))

      let bomb = try Gzip.compress(Data(count: 50 << 20))
      #expect(bomb.count < 256 << 10)
      try await refuses(413, "inflatedTooLarge", try agent.signed(bomb))
      let whole = try Gzip.compress(body)
      try await refuses(400, "gzipMalformed", try agent.signed(whole.dropLast(9)))
      try await refuses(400, "gzipMalformed", try agent.signed(whole + whole))

      #expect(
        try await centre.store.machines.list(within: .country).allSatisfy { $0.lastReportAt == nil }
      )
      // after all that, the machine's genuine report is accepted under its first sequence
      #expect(try await centre.send(try agent.report(sequence: 1)).status == 200)
    }
  }

  @Test func invalidEnrolmentsAreRejected() async throws {
    try await TestCentre.run { centre in
      let address = try CentreAddress(centre.address)

      func enrol(
        _ token: String, key: Ed25519.PrivateKey = .init(), named: Data? = nil
      ) async throws -> IncomingReply {
        let request = EnrolmentRequest(
          token: token, publicKey: named ?? key.publicKey.rawRepresentation, installId: "i",
          agentVersion: "0.1.0")
        return try await centre.send(
          AgentRequest.enrolment(request, key: key, to: address, clock: .system))
      }
      let used = try await centre.token()
      #expect(try await enrol(used).status == 200)
      for (token, code) in [(used, "tokenUsedUp"), ("nonsense", "tokenUnknown")] {
        let reply = try await enrol(token)
        #expect(reply.status == 403 && reply.code == code)
      }
      let other = Ed25519.PrivateKey().publicKey.rawRepresentation
      #expect(try await enrol(try await centre.token(), named: other).code == "signatureInvalid")
      #expect(
        try await enrol(try await centre.token(), named: Data([1])).code == "signatureMalformed")
      #expect(try await centre.store.machines.list(within: .country).count == 1)
    }
  }

  @Test func expiredTokenIsRejected() async throws {
    try await TestCentre.run(now: { Date(timeIntervalSinceNow: 15 * 86_400) }) { centre in
      let key = Ed25519.PrivateKey()
      let request = EnrolmentRequest(
        token: try await centre.token(), publicKey: key.publicKey.rawRepresentation, installId: "i",
        agentVersion: "0.1.0")
      let reply = try await centre.send(
        AgentRequest.enrolment(
          request, key: key, to: try CentreAddress(centre.address), clock: .system))
      #expect(reply.status == 403 && reply.code == "tokenExpired")
    }
  }
}

extension Data {
  fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}
