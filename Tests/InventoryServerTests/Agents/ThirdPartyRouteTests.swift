import Compression
import Delivery
import Foundation
import InventoryStore
import Reporting
import Testing

@testable import InventoryServer

/// `/glpi`, as GLPI Agent, FusionInventory and OCS use it.
struct ThirdPartyRouteTests {
  static func exchange(_ name: String) throws -> Data {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try Data(
      contentsOf: tests.appending(path: "ThirdPartyInventoryTests/Exchanges/\(name)"))
  }

  static let agentID = "3f2c1d9e-7a55-4b0e-9a11-2f6a5d0c8e21"

  /// - Parameter agentID: as GLPI Agent sends it in JSON mode.
  static func post(
    _ centre: TestCentre, _ body: Data, commune: String = "21250", token: String?,
    agentID: String? = Self.agentID
  ) async throws -> IncomingReply {
    var fields = [("content-type", "application/json"), ("user-agent", "GLPI-Agent_v1.7.3")]
    if let agentID { fields.append(("GLPI-Agent-ID", agentID)) }
    if let token {
      let pair = Data("\(commune):\(token)".utf8).base64EncodedString()
      fields.append(("authorization", "Basic \(pair)"))
    }
    return try await centre.send(
      OutgoingRequest(method: "POST", path: "/glpi", fields: fields, body: body))
  }

  struct Status: Decodable {
    var status: String
    var message: String?
  }

  static func status(_ reply: IncomingReply) throws -> Status {
    try JSONDecoder().decode(Status.self, from: reply.body)
  }

  static func machines(_ centre: TestCentre) async throws -> [MachineSummary] {
    try await centre.store.machines.list(within: .country)
  }

  /// PROLOG, CONTACT, the whole inventory, then a part of it.
  @Test func glpiAgentRunIsAccepted() async throws {
    try await TestCentre.run { centre in
      let token = try await centre.token()
      let prolog = Data(
        "<REQUEST><DEVICEID>PC-1</DEVICEID><QUERY>PROLOG</QUERY></REQUEST>".utf8)
      let asked = try await Self.post(centre, prolog, token: nil)
      #expect(asked.status == 401)
      #expect(asked.fields["www-authenticate"]?.hasPrefix("Basic ") == true)
      #expect(try Self.status(await Self.post(centre, prolog, token: token)).status == "pending")

      let contact = try await Self.post(
        centre, try Self.exchange("contact.json"), token: token)
      #expect(contact.status == 200 && contact.text.contains("no-category"))
      #expect(try await Self.machines(centre).isEmpty)

      let whole = try Self.exchange("windows10-mfp-office.json")
      #expect(try Self.status(await Self.post(centre, whole, token: token)).status == "ok")
      let machine = try #require(try await Self.machines(centre).first)
      #expect(machine.agentVersion == "GLPI-Agent 1.7.3" && machine.commune == "21250")
      #expect(machine.memoryTotalBytes == 8 << 30)

      let part = try Self.exchange("partial.json")
      #expect(try Self.status(await Self.post(centre, part, token: token)).status == "ok")
      let details = try await centre.store.machines.details(
        machine.id, within: .country, now: Date())
      #expect(details.summary.memoryTotalBytes == 8 << 30)
      #expect(try await Self.machines(centre).count == 1)
      for language in ["vi", "en"] {
        let page = try await centre.get("/machines/\(machine.id)?language=\(language)")
        #expect(page.status == 200 && page.text.contains("GLPI-Agent 1.7.3"))
      }
      #expect(try await centre.get("/communes/21250").text.contains(machine.id))
    }
  }

  @Test func xmlAgentsAreAccepted() async throws {
    try await TestCentre.run { centre in
      let token = try await centre.token(uses: 2)
      for file in ["fusioninventory-linux.xml", "ocs-linux.xml"] {
        let text = String(decoding: try Self.exchange(file), as: UTF8.self)
          .replacing("pc-van-phong-", with: "\(file)-")
        let packed = try #require(ZlibStream.deflated(Data(text.utf8)))
        let reply = try await Self.post(centre, packed, token: token, agentID: nil)
        #expect(reply.status == 200, "\(reply.text)")
        #expect(reply.fields["content-type"] == "application/x-compress-zlib")
        // The default compression level: FusionInventory accepts no other.
        #expect(reply.body.prefix(2) == Data([0x78, 0x9C]))
      }
      #expect(try await Self.machines(centre).count == 2)
    }
  }

  /// Further reports do not use up the token, and its expiry does not lock out an enrolled machine.
  @Test func tokenIsUsedOncePerMachine() async throws {
    let clock = TestClock()
    try await TestCentre.run(now: { clock.now }) { centre in
      let token = try await centre.token(uses: 1)
      let whole = try Self.exchange("windows10-22h2.json")
      #expect(try await Self.post(centre, whole, token: token).status == 200)
      let other = try await Self.post(
        centre, try Self.exchange("windows7-tower.json"), token: token,
        agentID: "11111111-7a55-4b0e-9a11-2f6a5d0c8e21")
      #expect(other.status == 403, "\(other.text)")
      #expect(try Self.status(other).message?.contains("used for all its computers") == true)
      clock.advance(toDay: 40)
      #expect(try await Self.post(centre, whole, token: token).status == 200)
      #expect(try await Self.machines(centre).count == 1)
    }
  }

  @Test func invalidRequestsAreRejected() async throws {
    try await TestCentre.run { centre in
      let token = try await centre.token()
      let whole = try Self.exchange("windows10-22h2.json")
      #expect(
        try await Self.post(centre, whole, commune: "21249", token: token).status == 401,
        "the token of another commune")
      #expect(try await Self.post(centre, whole, token: "not-a-token").status == 401)
      #expect(
        try await Self.post(centre, try Self.exchange("partial.json"), token: token).status == 422,
        "a part before the whole")
      let bomb = try #require(ZlibStream.deflated(Data(count: 100 << 20)))
      let entities = """
        <?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b"><!ENTITY x SYSTEM "file:///etc/passwd">]>
        <REQUEST><DEVICEID>&x;</DEVICEID><QUERY>INVENTORY</QUERY></REQUEST>
        """
      let bad: [(String, Data)] = [
        ("truncated", whole.prefix(whole.count / 2)), ("empty", Data()),
        ("no text", Data([0xFF, 0xFE, 0, 1])),
        ("10,000 levels", Data(String(repeating: "[", count: 10_000).utf8)),
        ("a bomb", bomb), ("entities", Data(entities.utf8)),
        ("no device", Data(#"{"action":"inventory","content":{"bios":{"ssn":"1"}}}"#.utf8)),
        ("no content", Data(#"{"action":"inventory","deviceid":"PC-1","content":{}}"#.utf8)),
      ]
      for (name, body) in bad {
        let id = name == "no device" ? nil : Self.agentID
        let reply = try await Self.post(centre, body, token: token, agentID: id)
        #expect(400...422 ~= reply.status, "\(name): \(reply.status) \(reply.text)")
      }
      let large = try await Self.post(centre, Data(count: 5 << 20), token: token)
      #expect(large.status == 413)
      #expect(try Self.status(large).status == "error")
      #expect(try await Self.machines(centre).isEmpty)
    }
  }

  /// Two PCs from one disk image claim to be the same agent: the second overwrites nothing.
  @Test func duplicateAgentIdentityIsRejected() async throws {
    try await TestCentre.run { centre in
      let token = try await centre.token(uses: 5)
      #expect(
        try await Self.post(centre, try Self.exchange("windows10-22h2.json"), token: token).status
          == 200)
      // Another serial number and UUID; then none at all, and another processor.
      let nameless = try Self.exchange("windows7-tower.json")
      let otherAdapter = String(decoding: nameless, as: UTF8.self)
        .replacing("3c:52:82:00:00:11", with: "3c:52:82:00:00:99")
      for other in [try Self.exchange("windows11-all-in-one.json"), Data(otherAdapter.utf8)] {
        let second = try await Self.post(centre, other, token: token)
        #expect(second.status == 409, "\(second.text)")
        #expect(try Self.status(second).message?.contains("on one of the two") == true)
      }
      #expect(try await Self.machines(centre).map(\.model) == ["OptiPlex 3060"])
    }
  }

  /// An address that both have proves nothing against two processors; nor does a processor's name
  /// alone, which agents write differently from version to version.
  @Test func copiedDiskWithOneAddressIsRejected() async throws {
    try await TestCentre.run { centre in
      let token = try await centre.token(uses: 5)
      let first = String(decoding: try Self.exchange("windows7-tower.json"), as: UTF8.self)
      let name = "Intel Core2 Duo CPU     E7500  @ 2.93GHz"
      #expect(first.contains(name))
      #expect(try await Self.post(centre, Data(first.utf8), token: token).status == 200)
      for (other, cores, status) in [
        ("Intel Core i3-10100 CPU @ 3.60GHz", 4, 409), ("Core 2 Duo", 2, 200), (name, 2, 200),
        ("Intel(R) Core(TM)2 Duo CPU     E7500  @ 2.93GHz", 2, 200), ("Core 2 Quad", 4, 409),
      ] {
        let text = first.replacing(name, with: other)
          .replacing("\"core\": 2", with: "\"core\": \(cores)")
        let reply = try await Self.post(centre, Data(text.utf8), token: token)
        #expect(reply.status == status, "\(other): \(reply.text)")
      }
      #expect(try await Self.machines(centre).count == 1)
    }
  }

  /// Quarantined, retired and revoked like machines with our own agent.
  @Test func officersDecisionsApplyToThirdPartyAgents() async throws {
    try await TestCentre.run { centre in
      let token = try await centre.token()
      let whole = try Self.exchange("windows10-22h2.json")
      #expect(try await Self.post(centre, whole, token: token).status == 200)
      let id = try #require(try await Self.machines(centre).first?.id)
      let machines = centre.store.machines
      try await machines.quarantine(id, because: "x", within: .country, now: Date())
      #expect(try await Self.post(centre, whole, token: token).status == 403)
      try await machines.approve(id, within: .country, now: Date())
      #expect(try await Self.post(centre, whole, token: token).status == 200)
      try await machines.retire(id, within: .country, now: Date())
      #expect(try await Self.post(centre, whole, token: token).status == 403)
    }
  }

  /// Each agent's first request has no credentials, so those must not lock an office out; wrong
  /// tokens do.
  @Test func onlyWrongTokensCountAsGuesses() async throws {
    try await TestCentre.run { centre in
      let token = try await centre.token()
      let body = try Self.exchange("contact.json")
      for _ in 0..<100 { #expect(try await Self.post(centre, body, token: nil).status == 401) }
      var statuses: Set<Int> = []
      for _ in 0..<60 {
        statuses.insert(try await Self.post(centre, body, token: "wrong").status)
      }
      #expect(statuses == [401, 429])
      #expect(
        try await Self.post(centre, body, token: token).status == 200,
        "a valid token is still accepted")
    }
  }

  /// A silent machine with another project's agent is shown like one with ours.
  @Test func silentMachineIsReportedSilent() async throws {
    let clock = TestClock()
    try await TestCentre.run(now: { clock.now }) { centre in
      let token = try await centre.token()
      _ = try await Self.post(centre, try Self.exchange("windows10-22h2.json"), token: token)
      let path = "/api/v1/communes/21250"
      #expect(try await centre.get(path).text.contains(#""reporting":"fresh""#))
      clock.advance(toDay: 30)
      #expect(try await centre.get(path).text.contains(#""reporting":"silent""#))
    }
  }
}
