import Delivery
import Foundation
import InventoryStore
import Testing

@testable import InventoryServer

/// `GET /api/v1/machines?silent=yes`, and where a commune's figures come from.
struct SilentMachineRouteTests {
  private struct List: Decodable {
    struct Machine: Decodable {
      struct Contact: Decodable { var phone: String? }
      var id, commune, province: String
      var silentSince: Date?
      var contact: Contact?
    }
    var total: Int
    var machines: [Machine]
  }

  private static func list(_ reply: IncomingReply) throws -> List {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return try decoder.decode(List.self, from: reply.body)
  }

  @Test func silentMachinesAreListedInPages() async throws {
    let clock = TestClock()
    try await TestCentre.run(access: .signIn, now: { clock.now }) { centre in
      let agents = try await [centre.enrol(), centre.enrol()]
      for agent in agents { #expect(try await centre.send(agent.report()).status == 200) }
      clock.advance(toDay: 60)
      let later = clock.now
      try await centre.store.communes.setContact(
        ContactDetails(name: nil, phone: "0905 123 456", email: nil), of: "21250",
        within: .country, by: nil, now: Date())
      for (role, seesContact) in [(UserRole.officer, true), (.planner, false)] {
        _ = try await centre.addUser("a-\(role)", role, .province("51"))
        let program = try await centre.store.apiTokens.create(
          for: try await centre.user("a-\(role)"), label: "x", now: later
        ).secret
        func ask(_ query: String) async throws -> IncomingReply {
          try await centre.ask("GET", "/api/v1/machines\(query)", program: program)
        }
        let all = try Self.list(try await ask("?silent=yes"))
        #expect(all.total == 2 && all.machines.count == 2)
        #expect(all.machines.allSatisfy { $0.commune == "21250" && $0.province == "51" })
        #expect(all.machines.first?.silentSince != nil)
        #expect((all.machines.first?.contact?.phone != nil) == seesContact, "\(role)")
        let one = try Self.list(try await ask("?silent=yes&limit=1&offset=1"))
        #expect(one.total == 2 && one.machines.map(\.id) == [all.machines[1].id])
        #expect(try Self.list(try await ask("?silent=yes&since=1")).total == 0)
        #expect(try await ask("?silent=yes&province=01").status == 404)
        #expect(try await ask("?silent=yes&group=x").status == 404)
        for query in [
          "", "?silent=no", "?silent=yes&since=0", "?silent=yes&limit=1001",
          "?silent=yes&limit=-1", "?silent=yes&offset=x", "?silent=yes&asOf=2020-01-01",
        ] {
          #expect(try await ask(query).status == 400, "\(query)")
        }
      }
    }
  }

  @Test func figuresNameTheirImport() async throws {
    struct Commune: Decodable {
      struct Source: Decodable { var document, importedBy: String? }
      struct Register: Decodable {
        var officials: Int?
        var sources: [String: Source]
      }
      var register: Register
    }
    try await TestCentre.run { centre in
      _ = try await centre.store.register.file(
        RegisterImport(
          Data("code,officials\n21250,31\n".utf8), source: "QĐ 12/2026", simulated: false),
        allowErasing: true,
        now: Date())
      let reply = try await centre.get("/api/v1/communes/21250")
      let register = try JSONDecoder().decode(Commune.self, from: reply.body).register
      #expect(register.officials == 31)
      #expect(register.sources["officials"]?.document == "QĐ 12/2026")
    }
  }
}
