import Delivery
import Foundation
import InventoryStore
import Reporting
import Testing

@testable import InventoryServer

/// Machines with other projects' agents among the rest: retired, found again, or never sending an
/// inventory.
struct ThirdPartyStandingTests {
  private typealias Routes = ThirdPartyRouteTests

  /// After an officer retires a machine and issues a new token, the agent, whose state is
  /// unchanged, starts over with a whole inventory.
  @Test func retiredMachineReturnsWithNewToken() async throws {
    try await TestCentre.run { centre in
      let old = try await centre.token(uses: 2)
      let whole = try Routes.exchange("windows10-mfp-office.json")
      #expect(try await Routes.post(centre, whole, token: old).status == 200)
      let former = try #require(try await Routes.machines(centre).first?.id)
      try await centre.store.machines.retire(former, within: .country, now: Date())
      #expect(try await Routes.post(centre, whole, token: old).status == 403)

      let new = try await centre.token()
      let part = try await Routes.post(
        centre, try Routes.exchange("partial.json"), token: new)
      #expect(part.status == 422, "\(part.text)")
      let returned = try await Routes.post(centre, whole, token: new)
      #expect(returned.status == 200, "\(returned.text)")
      let machines = try await Routes.machines(centre)
      #expect(machines.count(where: { $0.state == .active }) == 1)
      #expect(machines.contains { $0.id == former && $0.state == .retired })
    }
  }

  /// Their inventories count as reports in the metrics.
  @Test func inventoriesAreCounted() async throws {
    try await TestCentre.run { centre in
      let token = try await centre.token()
      let whole = try Routes.exchange("windows10-mfp-office.json")
      for status in [200, 200] {
        #expect(try await Routes.post(centre, whole, token: token).status == status)
      }
      let machine = try #require(try await Routes.machines(centre).first?.id)
      try await centre.store.machines.quarantine(
        machine, because: "test", within: .country, now: Date())
      #expect(try await Routes.post(centre, whole, token: token).status == 403)
      let metrics = try await centre.get("/metrics").text
      for line in [
        #"reports_total{outcome="stored"} 2"#, "enrolments_total 1",
        #"reports_refused_total{code="machineQuarantined"} 1"#,
      ] { #expect(metrics.contains("commune_inventory_" + line), "\(line)") }
    }
  }

  /// So does what is refused before an inventory is read; a first request without a token is none.
  @Test func refusalsAreCounted() async throws {
    try await TestCentre.run { centre in
      let token = try await centre.token()
      let whole = try Routes.exchange("windows10-mfp-office.json")
      #expect(try await Routes.post(centre, whole, token: "wrong").status == 401)
      #expect(try await Routes.post(centre, Data("garbage".utf8), token: token).status == 400)
      #expect(try await centre.ask("POST", "/glpi", "{}").status == 401)
      let metrics = try await centre.get("/metrics").text
      for code in ["tokenUnknown", "inventoryMalformed"] {
        let line = #"commune_inventory_reports_refused_total{code="\#(code)"} 1"#
        #expect(metrics.contains(line), "\(code)")
      }
    }
  }

  /// The same PC running Linux, or seen by the survey stick: the identifiers are equal however they
  /// arrive.
  @Test func sameComputerIsProposedForMerge() async throws {
    try await TestCentre.run { centre in
      let token = try await centre.token(uses: 2)
      let key = Data(repeating: 7, count: 32)
      _ = try await centre.store.enrolments.enrol(
        EnrolmentRequest(
          token: token, publicKey: key, installId: "i", agentVersion: "0.1.0",
          evidence: IdentifierHashes.of([
            "serial": "5XQ7YT2", "uuid": "4C4C4544-0058-5110-8037-B5C04F595432",
          ])), publicKey: key, now: Date())
      let reply = try await Routes.post(
        centre, try Routes.exchange("windows10-22h2.json"), token: token)
      #expect(reply.status == 200)
      let proposals = try await centre.store.machines.mergeProposals(within: .country)
      #expect(proposals.map(\.evidence) == [["serial", "uuid"]])
    }
  }

  /// An agent that is installed but sends no inventory within a day is listed on the coverage page
  /// until one arrives.
  @Test func agentsWithoutInventoryAreShown() async throws {
    let clock = TestClock()
    try await TestCentre.run(now: { clock.now }) { centre in
      let token = try await centre.token(uses: 2)
      let contact = try Routes.exchange("contact.json")
      let title = "Installed, but nothing arrives"
      func isShown(_ address: String = "/coverage?province=51&language=en") async throws -> Bool {
        try await centre.get(address).text.contains(title)
      }
      #expect(try await Routes.post(centre, contact, token: "wrong").status == 401)
      #expect(try await Routes.post(centre, contact, token: token).status == 200)
      #expect(try await !isShown())
      clock.advance(toDay: 1.5)
      #expect(try await isShown())
      #expect(try await isShown("/coverage?language=en"))
      #expect(try await !isShown("/coverage?province=01&language=en"))
      #expect(
        try await centre.get("/coverage?language=vi").text
          .contains("Đã cài đặt nhưng chưa gửi dữ liệu"))

      let whole = try Routes.exchange("windows10-22h2.json")
      #expect(try await Routes.post(centre, whole, token: token).status == 200)
      #expect(try await !isShown())
      #expect(try await Routes.post(centre, contact, token: token).status == 200)
      clock.advance(toDay: 3)
      #expect(try await !isShown(), "its machine is on file")
    }
  }

  /// The page uses everything that was reported: installed updates, Secure Boot, antivirus.
  @Test func machinePageShowsReportedSystemState() async throws {
    // Two months after the update that it lacks (10 February), its payment would be uncertain.
    let day = try Date("2026-03-29T00:00:00Z", strategy: .iso8601)
    try await TestCentre.run(now: { day }) { centre in
      let token = try #require(
        try await centre.store.tokens.create(
          communes: ["21250"], uses: 2, within: .country, now: day
        ).first?.token)
      let paid = try Routes.exchange("windows10-22h2-esu.json")
      #expect(try await Routes.post(centre, paid, token: token).status == 200)
      let id = try #require(try await Routes.machines(centre).first?.id)
      let page = try await centre.get("/machines/\(id)?language=en").text
      #expect(page.contains("receives paid security updates"), "its revision came to those who pay")
      #expect(page.contains("Antivirus") && page.contains("Bkav Pro · on · out of date"))
      #expect(!page.contains("machine.antivirus") && !page.contains("machine.adapter"))
      #expect(page.contains("Network adapters") && page.contains("wired · 100 Mbit/s · connected"))
      let facts = try await centre.get("/api/v1/machines/\(id)").text
      #expect(
        facts.contains(#""source":{"agent":"GLPI-Agent""#) && facts.contains(#""protection""#))
    }
  }

  /// These agents do not report their clock, so it is unknown rather than right.
  @Test func machineClockIsUnknown() async throws {
    try await TestCentre.run { centre in
      let token = try await centre.token()
      _ = try await Routes.post(
        centre, try Routes.exchange("windows10-22h2.json"), token: token)
      let machine = try #require(try await Routes.machines(centre).first)
      #expect(machine.clockSkewSeconds == nil && !machine.isClockWrong)
      let page = try await centre.get("/machines/\(machine.id)?language=en")
      #expect(page.status == 200)
    }
  }
}
