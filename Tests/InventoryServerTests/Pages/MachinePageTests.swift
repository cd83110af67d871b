import Delivery
import Foundation
import InventoryServer
import InventoryStore
import Presentation
import Reporting
import Testing

struct MachinePageTests {
  private static func body(_ gibibytes: Int, disks: [String] = ["sda"]) throws -> Data {
    try Report(
      agent: AgentFacts(
        version: "0.1.0", clock: ClockReading(bootId: "b", bootSeconds: 1, wall: "now")),
      hardware: .observed(
        HardwareFacts(
          machine: .init(
            manufacturer: "Dell", model: "<script>alert(1)</script>", serialNumber: "SERIAL7",
            uuid: "UUID7", firmwareDate: "2015-03-01"),
          processor: .init(model: "i5", cores: 4, threads: 8, frequencyHz: 3_000_000_000),
          memory: .init(totalBytes: gibibytes << 30),
          disks: disks.map {
            .init(name: $0, sizeBytes: 256_000_000_000, rotational: false, removable: false)
          }, system: .init(name: "Debian"))),
      scanners: .absent, bandwidth: .failed(reason: "no line"),
      accounts: .observed(
        .init(accounts: [
          .init(
            service: "official-mail", status: .expired, evidence: .probed,
            expiresAt: "2026-01-31T00:00:00Z", checkedAt: "now")
        ]))
    ).body()
  }

  @Test(arguments: Language.allCases)
  func pageIsCompleteAndEscaped(_ language: Language) async throws {
    try await TestCentre.run { centre in
      let agent = try await centre.enrol()
      #expect(try await centre.send(agent.report(Self.body(4))).status == 200)
      let after = try Self.body(8, disks: ["sda", "sdb"])
      #expect(try await centre.send(agent.report(after, sequence: 2)).status == 200)
      let reply = try await centre.get(
        "/machines/\(agent.machine)?language=\(language.rawValue)")
      #expect(reply.status == 200)
      #expect(reply.text.contains(language == .vi ? "4 GiB → 8 GiB" : "4 GiB → 8 GiB"))
      #expect(reply.text.contains(language == .vi ? "Thêm ổ đĩa sdb" : "Added disk sdb"))
      #expect(reply.text.contains("&lt;script&gt;alert(1)"))
      #expect(!reply.text.contains("<script>alert"))
      #expect(reply.text.contains(language == .vi ? "31/01/2026" : "31 Jan 2026"))
      #expect(reply.text.contains("no line"))
      // A visitor who is not signed in sees no forms and no identifiers of the computer.
      #expect(!reply.text.contains("<form method=\"post\" action=\"/machines"))
      #expect(!reply.text.contains("SERIAL7") && !reply.text.contains("UUID7"))
      let bareKey = reply.text.firstMatch(
        of: /(machine|fact|value|time|status|kind|chassis|connection)\.[a-z]/)
      #expect(bareKey == nil, "\(bareKey?.output.0 ?? "")")
    }
  }

  @Test func documentRespectsRoleAndScope() async throws {
    try await TestCentre.run(access: .signIn) { centre in
      let agent = try await centre.enrol()
      #expect(try await centre.send(agent.report(Self.body(4))).status == 200)
      let path = "/api/v1/machines/\(agent.machine)"
      #expect(try await centre.get(path).status == 401)
      for role in [UserRole.planner, .officer] {
        let reply = try await get(path, role, .province("51"), centre)
        #expect(reply.status == 200 && reply.fields["content-type"] == "application/json")
        let object = try JSONSerialization.jsonObject(with: reply.body)
        let document = try #require(object as? [String: Any])
        let summary = try #require(document["summary"] as? [String: Any])
        #expect(summary["id"] as? String == agent.machine)
        #expect((summary["enrolledAt"] as? String)?.hasSuffix("Z") == true)
        let facts = try #require(document["facts"] as? [String: Any])
        let hardware = try #require(facts["hardware"] as? [String: Any])
        let present = try #require(hardware["present"] as? [String: Any])
        let section = try #require(present["section"] as? [String: Any])
        #expect(section["outcome"] as? String == "observed")
        #expect((section["memory"] as? [String: Any])?["totalBytes"] as? Int == 4 << 30)
        let serial = (section["machine"] as? [String: Any])?["serialNumber"] as? String
        #expect(serial == (role == .officer ? "SERIAL7" : nil))
        #expect(
          ((facts["scanners"] as? [String: Any])?["present"] as? [String: Any])?["section"]
            as? [String: String] == ["outcome": "absent"])
      }
      for (unknown, scope) in [
        (path, Scope.province("01")), ("/api/v1/machines/m0", .country),
        ("/api/v1/machines/%27%20OR%201", .country),
      ] {
        let reply = try await get(unknown, .officer, scope, centre)
        #expect(reply.status == 404 && reply.code == "notFound", "\(unknown)")
      }
    }
  }

  private func get(
    _ path: String, _ role: UserRole, _ scope: Scope, _ centre: TestCentre
  ) async throws -> IncomingReply {
    let name = "u\(UUID().uuidString.prefix(8))"
    let user = try await centre.store.people.invite(name, role: role, scope: scope, now: Date())
      .user
    let token = try await centre.store.apiTokens.create(for: user, label: "t", now: Date())
      .secret
    return try await centre.send(
      OutgoingRequest(
        method: "GET", path: path, fields: [("authorization", "Bearer \(token)")], body: Data()))
  }

  @Test func unknownMachinesAreNotFound() async throws {
    try await TestCentre.run { centre in
      for path in ["/machines/m0", "/machines/%3Cscript%3E", "/machines/m0.1"] {
        let reply = try await centre.get(path)
        #expect(reply.status == 404 && reply.text.hasPrefix("<!DOCTYPE html>"), "\(path)")
        #expect(!reply.text.contains("<script>"))
      }
    }
  }

  /// Without a session no form has any effect, whatever it contains.
  @Test func actionsRequireSession() async throws {
    try await TestCentre.run { centre in
      let agent = try await centre.enrol()
      for act in ["approve", "quarantine", "retire", "keys/1/revoke", "merge"] {
        let reply = try await centre.send(
          OutgoingRequest(
            method: "POST", path: "/machines/\(agent.machine)/\(act)",
            fields: [
              ("origin", centre.address), ("content-type", "application/x-www-form-urlencoded"),
            ], body: Data("reason=x&into=m1".utf8)))
        // redirected to the sign-in page
        #expect(reply.status == 303, "\(act)")
        #expect(reply.fields["location"]?.hasPrefix("/sign-in") == true, "\(act)")
        let machine = try await centre.store.machines.details(
          agent.machine, within: .country, now: Date())
        #expect(machine.summary.state == .active && machine.keys.allSatisfy { $0.revokedAt == nil })
      }
    }
  }
}
