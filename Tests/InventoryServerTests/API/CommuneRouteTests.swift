import Delivery
import Foundation
import InventoryStore
import Presentation
import Reporting
import Testing

@testable import InventoryServer

struct CommuneRouteTests {
  private struct Document: Decodable {
    struct Contribution: Decodable { var points: Double }
    struct Commune: Decodable {
      var code: String
      var points: Double
      var contributions: [Contribution]
    }
    struct Machine: Decodable { var id, state, condition: String }
    struct Service: Decodable {
      var service, status: String
      var usable: Bool
    }
    struct Line: Decodable { var downloadBitsPerSecond: Int? }
    struct Country: Decodable { var rank, rankedAmong: Int }

    var commune: Commune
    var rankedAmong: Int
    var country: Country?
    var machines: [Machine]
    var services: [Service]
    var lineMeasurements: [Line]
  }

  @Test func communeDocumentIsServedToPrograms() async throws {
    try await TestCentre.run { centre in
      let agent = try await centre.enrol()
      _ = try await centre.send(try agent.report())
      let path = "/api/v1/communes/21250"
      let document: Document = try await centre.document(path)
      let commune = document.commune
      #expect(commune.code == "21250")
      #expect(commune.contributions.reduce(0) { $0 + $1.points } == commune.points)
      #expect(document.rankedAmong == 96 && document.country?.rankedAmong == 3_321)
      #expect(document.machines.map(\.id) == [agent.machine])
      #expect(document.services.count == 6)
      #expect(document.services.allSatisfy { $0.usable && $0.status == "active" })
      #expect(document.lineMeasurements.map(\.downloadBitsPerSecond) == [20_000_000])
      // Unknown values are present, as null.
      #expect(try await centre.get(path).text.contains(#""officials":null"#))
    }
  }

  /// A date of firmware that cannot be is no fact for programs either.
  @Test(arguments: [("2019-03-14", "\"2019-03-14\""), ("2098-01-01", "null")])
  func impossibleFirmwareDates(_ date: String, _ shown: String) async throws {
    try await TestCentre.run { centre in
      let body = try Report(
        agent: AgentFacts(
          version: "0.1.0", clock: ClockReading(bootId: "b", bootSeconds: 1, wall: "now")),
        hardware: .observed(
          HardwareFacts(
            machine: .init(manufacturer: "Dell", model: "OptiPlex", firmwareDate: date),
            processor: .init(model: "i5", cores: 4, threads: 8, frequencyHz: 3_000_000_000),
            memory: .init(totalBytes: 8 << 30), disks: [], system: .init(name: "Debian"))),
        scanners: .absent, bandwidth: .failed(reason: "no line"), accounts: .absent
      ).body()
      #expect(try await centre.send(try await centre.enrol().report(body)).status == 200)
      let document = try await centre.get("/api/v1/communes/21250").text
      #expect(document.contains("\"firmwareDate\":\(shown)"), "\(document.prefix(4000))")
    }
  }

  /// Its rank is the one in the province: every part says among how many.
  @Test func communesOfficerSeesRankInProvince() async throws {
    try await TestCentre.run(access: .signIn) { centre in
      _ = try await centre.addUser("xa", .officer, .commune("21250"))
      let session = try await centre.session(of: "xa")
      let page = try await centre.ask("GET", "/communes/21250?language=en", session: session)
      #expect(page.status == 200 && page.text.contains("of 96"))
      let compared = try await centre.ask(
        "GET", "/compare?first=21250&second=21250&firstAsOf=2026-01-01&language=en",
        session: session)
      #expect(compared.status == 200 && compared.text.contains("of 96"))
      #expect(!compared.text.contains("of 1 "))
    }
  }

  @Test func unknownCommunesAreNotFound() async throws {
    try await TestCentre.run { centre in
      for code in ["99999", "21250'", "%2e%2e", "0"] {
        let document = try await centre.get("/api/v1/communes/\(code)")
        #expect(document.status == 404 && document.code == "communeUnknown", "\(code)")
        #expect(!document.text.contains("communes list"), "a program has no such command")
        for path in ["/communes/\(code)", "/communes/\(code)/history"] {
          let page = try await centre.get(path)
          #expect(page.status == 404 && page.text.hasPrefix("<!DOCTYPE html>"), "\(path)")
        }
      }
    }
  }

  @Test(arguments: Language.allCases)
  func pageIsCompleteAndEscaped(_ language: Language) async throws {
    try await TestCentre.run { centre in
      _ = try await centre.store.register.importTable(
        Data("code,name\n21250,\"<script>alert('x')</script>&\"\n".utf8), now: Date())
      // It never reported, so nothing may look healthy.
      let silent = try await centre.get("/communes/21250?language=\(language.rawValue)")
      #expect(silent.status == 200)
      #expect(silent.text.contains("&lt;script&gt;alert("))
      #expect(silent.text.contains("class=\"state neverEnrolled\""))
      #expect(!silent.text.contains("class=\"right usable\""))
      let agent = try await centre.enrol()
      _ = try await centre.send(try agent.report())
      for path in ["/communes/21250", "/communes/21250/history"] {
        let page = try await centre.get("\(path)?language=\(language.rawValue)")
        #expect(page.status == 200)
        #expect(page.text.contains(agent.machine))
        #expect(!page.text.contains("style=") && !page.text.contains("<script>"))
        let bareKey = page.text.firstMatch(of: /\b(commune|column|explain|event)\.(?!js)[a-z]/)
        #expect(bareKey == nil)
      }
    }
  }

  @Test func readersCannotAttest() async throws {
    try await TestCentre.run { centre in
      let page = try await centre.get("/communes/21250")
      #expect(!page.text.contains("<form method=\"post\""))
      let reply = try await centre.ask(
        "POST", "/communes/21250/attestations", "service=official-mail&status=active")
      // redirected to the sign-in page
      #expect(reply.status == 303 && reply.fields["location"]?.hasPrefix("/sign-in") == true)
      #expect(
        try await centre.store.communes.details("21250", within: .country, now: Date()).attestations
          .isEmpty)
    }
  }
}
