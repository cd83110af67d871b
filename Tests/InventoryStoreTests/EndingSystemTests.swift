import Foundation
import InventoryStore
import Prioritization
import Reporting
import Testing

/// What letters say of systems and rights, with the certainty of a forecast.
struct EndingSystemTests {
  private let inventory: TestInventory
  /// Thirty days after the silent computers' last report.
  private let now = TestInventory.start.addingTimeInterval(30 * 86_400)

  init() throws { inventory = try TestInventory() }

  @discardableResult
  private func file(
    _ commune: String, build: String = "19045.6456", isSilent: Bool = false,
    accounts: [AccountFacts.Account]? = nil
  ) async throws -> MachineKey {
    let time = isSilent ? TestInventory.start : now
    var hardware = try #require(TestInventory.computer().facts)
    hardware.system = .init(
      name: "Windows 10 Pro", version: "22H2", architecture: "x86_64", build: build)
    let machine = try await inventory.enrol(commune: commune, at: time)
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: 1, hardware: .observed(hardware),
        accounts: accounts.map { .observed(AccountFacts(accounts: $0)) }, at: time))
    return machine
  }

  private func cliffs(_ scope: Scope) async throws -> [SystemCliff] {
    let situations = try await inventory.store.situations.current(
      policy: inventory.policy, within: scope, now: now)
    return try Forecast(
      policy: inventory.policy,
      fleet: inventory.store.fleet.communesBlocking(
        situations, policy: inventory.policy, within: scope, now: now),
      period: ForecastPeriod(today: CalendarDay(now), years: 5)
    ).cliffs
  }

  @Test func lettersCountAsForecastsDo() async throws {
    try await file("21250", isSilent: true)
    try await file("21244", isSilent: true)
    try await file("21250")
    let held = try await file("21250", build: "19045.7291")
    try await inventory.store.machines.quarantine(
      held.machineId, because: "test", within: .country, now: now)
    // Whether it gets paid updates is unknown.
    try await file("21244", build: "19045")
    for scope in [Scope.country, .province("51"), .commune("21250"), .commune("21244")] {
      let systems = try await inventory.store.letters.endingSystems(
        policy: inventory.policy, within: scope, now: now)
      let expected = try await cliffs(scope)
      #expect(!expected.isEmpty)
      for cliff in expected {
        let parts = systems.filter {
          ($0.cliff.system, $0.cliff.lastDay, $0.cliff.isPaid)
            == (cliff.system, cliff.lastDay, cliff.isPaid)
        }
        #expect(parts.reduce(.zero) { $0 + $1.cliff.computers } == cliff.computers, "\(cliff)")
      }
      #expect(
        systems.reduce(0) { $0 + $1.cliff.computers.high }
          == expected.reduce(0) { $0 + $1.computers.high })
    }
    let all = try await inventory.store.letters.endingSystems(
      policy: inventory.policy, within: .country, now: now)
    #expect(all.map(\.commune) == ["21244", "21250", "21244", "21250"])
    #expect(all.map(\.hasEnded) == [true, true, false, false])
    #expect(all.map(\.cliff.isPaid) == [false, false, true, true])
    #expect(
      all.map(\.cliff.computers) == [
        CountRange(low: 0, high: 2), CountRange(low: 1, high: 2), CountRange(low: 0, high: 1),
        CountRange(low: 0, high: 1),
      ])
    #expect(
      try await inventory.store.letters.endingSystems(
        policy: inventory.policy, within: .province("01"), now: now
      ).isEmpty)
  }

  @Test(arguments: [true, false]) func rightsOfSilentComputersAreDoubted(
    _ isSilent: Bool
  ) async throws {
    let end = now.addingTimeInterval(86_400)
    try await file(
      "21250", isSilent: isSilent,
      accounts: [
        .init(
          service: "digital-signature", status: .active, evidence: .certificate,
          expiresAt: end.formatted(.iso8601), checkedAt: now.formatted(.iso8601))
      ])
    let found = try await inventory.store.letters.expiringRights(
      since: now, until: end, policy: inventory.policy, within: .country, now: now)
    #expect(found.map(\.doubt) == [isSilent ? .silent : nil])
  }

  /// The later end counts, whatever else was reported: of a computer that reports, of a silent one.
  @Test(arguments: [(2.0, 1.0, nil), (1.0, 2.0, ExpiringRight.Doubt.silent)])
  func doubtIsOfTheLastRightToExpire(
    _ heard: Double, _ silent: Double, _ doubt: ExpiringRight.Doubt?
  ) async throws {
    for (days, isSilent) in [(silent, true), (heard, false)] {
      try await file(
        "21250", isSilent: isSilent,
        accounts: [
          .init(
            service: "official-mail", status: .active, evidence: .probed,
            expiresAt: now.addingTimeInterval(days * 86_400).formatted(.iso8601),
            checkedAt: now.formatted(.iso8601))
        ])
    }
    let found = try await inventory.store.letters.expiringRights(
      since: now, until: now.addingTimeInterval(7 * 86_400), policy: inventory.policy,
      within: .country, now: now)
    #expect(found.map(\.doubt) == [doubt])
    #expect(found.map(\.expiresAt) == [now.addingTimeInterval(2 * 86_400)])
  }

  /// A commune's own word is not certain until the province attests the same.
  @Test func ownStatementsAreDoubted() async throws {
    let people = inventory.store.people
    let end = now.addingTimeInterval(86_400)
    for (name, scope, doubt) in [
      ("an", Scope.commune("21250"), ExpiringRight.Doubt.unconfirmed), ("lan", .country, nil),
    ] {
      let user = try await people.invite(name, role: .officer, scope: scope, now: now).user
      try await inventory.store.communes.attest(
        commune: "21250", service: "official-mail", status: .active, until: end, note: nil,
        within: scope, by: user, now: now)
      let found = try await inventory.store.letters.expiringRights(
        since: now, until: end, policy: inventory.policy, within: .country, now: now)
      #expect(found.map(\.doubt) == [doubt], "\(name)")
    }
  }
}
