import Foundation
import InventoryStore
import Prioritization
import Reporting
import Testing

/// Officers' attestations count beside machine reports, each by its date.
struct AttestationTests {
  typealias Status = AccountFacts.Account.Status

  let inventory: TestInventory
  let officer: User

  init() async throws {
    inventory = try TestInventory()
    officer = try await inventory.store.people.invite(
      "binh", role: .officer, scope: .province("51"), now: TestInventory.start
    ).user
  }

  /// The same with a number of officials in the register.
  init(officials: Int) async throws {
    try await self.init()
    _ = try await inventory.store.register.importTable(
      Data("code,officials\n21250,\(officials)\n".utf8), now: .now)
  }

  /// Records a visit of a day.
  ///
  /// - Parameter days: when it is recorded; nil for the day itself.
  func visit(
    _ figures: Visit.Figures, on day: Double, after days: Double? = nil, by user: User? = nil
  ) async throws {
    try await inventory.store.communes.recordVisit(
      of: "21250", at: now(day), figures, within: .province("51"), by: user ?? officer,
      now: now(days ?? day))
  }

  func now(_ days: Double) -> Date { TestInventory.start.addingTimeInterval(days * 86_400) }

  func attest(
    _ service: String = "official-mail", _ status: AccountStatus = .active, until: Double? = nil,
    after days: Double, within scope: Scope = .province("51")
  ) async throws {
    try await inventory.store.communes.attest(
      commune: "21250", service: service, status: status, until: until.map(now), note: nil,
      within: scope, by: officer, now: now(days))
  }

  func enrol(after days: Double) async throws -> MachineKey {
    try await inventory.enrol(at: now(days))
  }

  func report(
    _ machine: MachineKey, _ sequence: Int, _ statuses: [String: Status], checked: String = "x",
    evidence: AccountFacts.Account.Evidence = .probed, after days: Double
  ) async throws {
    let accounts = statuses.map {
      AccountFacts.Account(
        service: $0.key, status: $0.value, evidence: evidence, checkedAt: checked)
    }.sorted { $0.service < $1.service }
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: sequence, hardware: TestInventory.computer(),
        accounts: .observed(AccountFacts(accounts: accounts)), at: now(days)))
  }

  func situation(_ days: Double) async throws -> CommuneSituation {
    try await inventory.situation(of: "21250", at: now(days))
  }

  func value(_ id: String = "services", after days: Double) async throws -> ClosedRange<Double>? {
    let index = try #require(inventory.policy.criteria.firstIndex { $0.id == id })
    return try await situation(days).values[index]
  }

  /// A second click says nothing new; the same after machines have reported does.
  @Test func sameAttestationAtOnceIsStoredOnce() async throws {
    func count() throws -> Int { try inventory.count("SELECT count(*) FROM commune_attestation") }
    let minute = 1.0 / 1440
    try await attest(after: 1)
    try await attest(after: 1)
    try await attest(after: 1 + minute)
    #expect(try count() == 1)
    #expect(
      try inventory.count("SELECT count(*) FROM audit WHERE action = 'commune.attested'") == 1)
    try await attest(until: 90, after: 1 + minute)
    try await attest("official-mail", .notIssued, until: 90, after: 1 + minute)
    try await attest("treasury-payment", after: 1 + minute)
    #expect(try count() == 4)
    try await attest("treasury-payment", after: 1 + 20 * minute)
    #expect(try count() == 5)
    try await inventory.store.communes.withdrawAttestation(
      commune: "21250", service: "treasury-payment", within: .country, by: officer,
      now: now(1 + 20 * minute))
    try await attest("treasury-payment", after: 1 + 21 * minute)
    #expect(try count() == 6, "a withdrawn one is said again")
  }

  /// Five services are required.
  @Test func attestationCountsWithoutMachineReport() async throws {
    #expect(try await value(after: 0) == nil)
    try await attest(after: 1)
    #expect(try await value(after: 1) == 0.2...1)
    try await attest("treasury-payment", .locked, after: 1)
    #expect(try await value(after: 1) == 0.2...0.8)
    let index = try #require(inventory.policy.criteria.firstIndex { $0.id == "services" })
    let situation = try await situation(30)
    #expect(situation.observedAt[index] == now(1), "it has its date")
    #expect(situation.reporting == .neverEnrolled, "still no machine reports")
  }

  @Test func laterMachineReportWins() async throws {
    try await attest(after: 1)
    let machine = try await enrol(after: 2)
    try await report(machine, 1, ["official-mail": .unauthorised], after: 2)
    #expect(try await value(after: 2) == 0...0.8)
  }

  @Test func inconclusiveMachineReportDoesNotWin() async throws {
    try await attest(after: 1)
    let machine = try await enrol(after: 2)
    try await report(machine, 1, ["official-mail": .unreachable], after: 2)
    #expect(try await value(after: 2) == 0.2...1)
  }

  @Test(arguments: [AccountFacts.Account.Evidence.probed, .certificate])
  func attestationOverridesEarlierMachineReport(
    _ evidence: AccountFacts.Account.Evidence
  ) async throws {
    let machine = try await enrol(after: 1)
    try await report(machine, 1, ["official-mail": .locked], evidence: evidence, after: 1)
    #expect(try await value(after: 1) == 0...0.8)
    try await attest(after: 2)
    #expect(try await value(after: 2) == 0.2...1)
    // The same status in a section that changed for another service is not newer.
    try await report(
      machine, 2, ["official-mail": .locked, "treasury-payment": .active], evidence: evidence,
      after: 3)
    #expect(try await value(after: 3) == 0.4...1)
    // A new check of it is.
    try await report(
      machine, 3, ["official-mail": .locked], checked: "y", evidence: evidence, after: 4)
    #expect(try await value(after: 4) == 0...0.8)
  }

  /// Whatever is entered at a machine is the commune's own claim.
  @Test func statusTypedAtMachineProvesNothing() async throws {
    let machine = try await enrol(after: 1)
    try await report(machine, 1, ["official-mail": .locked], evidence: .attested, after: 1)
    #expect(try await value(after: 1) == nil)
    try await attest(after: 2)
    #expect(try await value(after: 2) == 0.2...1)
    try await report(
      machine, 2, ["official-mail": .locked, "treasury-payment": .active], evidence: .attested,
      after: 3)
    #expect(try await value(after: 3) == 0.2...1)
    try await report(
      machine, 3, ["official-mail": .locked], checked: "y", evidence: .attested, after: 4)
    #expect(try await value(after: 4) == 0...1)
  }

  @Test func unchangedReportsKeepAttestation() async throws {
    let machine = try await enrol(after: 1)
    for night in 1...5 {
      try await report(machine, night, ["treasury-payment": .active], after: Double(night))
      if night == 2 { try await attest(after: 2.5) }
    }
    #expect(try await value(after: 5) == 0.4...1)
  }

  @Test func attestationExpiresAfterLastDay() async throws {
    try await attest(until: 10, after: 1)
    #expect(try await value(after: 9) == 0.2...1)
    #expect(try await value(after: 11) == 0...0.8)
    await #expect(throws: InventoryError.self) { try await attest(until: 1, after: 2) }
  }

  @Test func attestationCanBeReplacedAndWithdrawn() async throws {
    try await attest(after: 1)
    try await attest("official-mail", .notIssued, after: 2)
    #expect(try await value(after: 2) == 0...0.8)
    try await withdraw(after: 3)
    #expect(try await value(after: 3) == nil, "the first stays replaced")
    await #expect(throws: InventoryError.self) { try await withdraw(after: 4) }
    let kept = try await inventory.store.communes.details("21250", within: .country, now: now(4))
      .attestations
    #expect(kept.map(\.status) == [.notIssued, .active])
    #expect(kept[0].withdrawnBy == "binh" && kept[0].withdrawnAt == now(3))
  }

  func withdraw(after days: Double) async throws {
    try await inventory.store.communes.withdrawAttestation(
      commune: "21250", service: "official-mail", within: .country, by: officer, now: now(days))
  }

  @Test func signatureAttestationCountsForOneComputer() async throws {
    let machine = try await enrol(after: 1)
    try await report(machine, 1, [:], after: 1)
    try await attest("digital-signature", after: 2)
    #expect(try await value("signatures", after: 2) == 1...1)
    try await attest("digital-signature", .expired, after: 3)
    #expect(try await value("signatures", after: 3) == 0...0)
  }

  /// Each past day is reproduced as it was, whatever was attested or withdrawn since.
  @Test func pastDaysAreReproducedExactly() async throws {
    var seen: [Double: CommuneSituation] = [:]
    let machine = try await enrol(after: 1)
    try await report(machine, 1, ["official-mail": .locked], after: 1)
    seen[1.5] = try await situation(1.5)
    try await attest(after: 2)
    seen[2.5] = try await situation(2.5)
    try await report(
      machine, 2, ["official-mail": .locked, "treasury-payment": .active], after: 3)
    seen[3.5] = try await situation(3.5)
    try await attest("official-mail", .expired, after: 4)
    seen[4.5] = try await situation(4.5)
    try await report(machine, 3, ["official-mail": .active], checked: "y", after: 5)
    seen[5.5] = try await situation(5.5)
    try await attest("official-mail", .notIssued, after: 6)
    seen[6.5] = try await situation(6.5)
    try await withdraw(after: 7)
    seen[7.5] = try await situation(7.5)

    let moments = seen.keys.sorted()
    let alone = try inventory.store.situations.past(
      of: "21250", policy: inventory.policy, at: moments.map(now), within: .country)
    for (days, one) in zip(moments, alone) {
      let all = try await inventory.store.situations.past(
        policy: inventory.policy, province: "51", within: .country, asOf: now(days))
      let past = try #require(all.first { $0.code == "21250" })
      #expect(past.measures == seen[days]?.measures, "day \(days)")
      #expect(past.observedAt == seen[days]?.observedAt, "day \(days)")
      #expect(one.measures == past.measures && one.reporting == past.reporting, "day \(days)")
    }
    #expect(Set(seen.values.map { "\($0.values)" }).count > 3, "the days must differ")
  }

  @Test func bestStatusOfEachServiceIsShown() async throws {
    let machine = try await enrol(after: 1)
    try await report(machine, 1, ["treasury-payment": .active, "other": .locked], after: 1)
    try await attest(after: 2)
    func service(_ name: String, after days: Double) async throws -> CommuneDetails.Service {
      let services = try await inventory.store.communes.details(
        "21250", within: .country, now: now(days)
      ).services
      return try #require(services.first { $0.service == name })
    }
    #expect(try await service("official-mail", after: 2).evidence == .officer)
    #expect(try await service("treasury-payment", after: 2).isUsable)
    #expect(try await service("treasury-payment", after: 40).isStale)
    #expect(try await service("civil-registration", after: 2).status == .unknown)
    let other = try await service("other", after: 2)
    #expect(other.status == .locked && !other.isRequired)
  }

  @Test func invalidAttestationsAreRejected() async throws {
    let attestations: [(String, AccountStatus)] = [
      ("official-mail", .unknown), ("<b>", .active), ("", .active),
    ]
    for (service, status) in attestations {
      await #expect(throws: InventoryError.self) { try await attest(service, status, after: 1) }
    }
    await #expect(throws: InventoryError.self) {
      try await attest(after: 1, within: .province("01"))
    }
    let events = try await inventory.store.communes.events(
      commune: "21250", within: .country, since: now(-1), until: now(9))
    #expect(!events.contains { $0.what == "commune.attested" })
  }

  @Test func attestationsAreLogged() async throws {
    let before = try await inventory.store.upkeep.revision()
    try await attest(after: 1)
    #expect(try await inventory.store.upkeep.revision() > before)
    try await withdraw(after: 2)
    let events = try await inventory.store.communes.events(
      commune: "21250", within: .country, since: now(0.5), until: now(9))
    #expect(
      events.map(\.what).filter { $0.hasPrefix("commune.") } == [
        "commune.attestationWithdrawn", "commune.attested",
      ])
  }
}
