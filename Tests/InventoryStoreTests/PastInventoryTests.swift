import Foundation
import InventoryStore
import Prioritization
import Reporting
import Testing

/// A ranking of a past day can be reproduced exactly.
struct PastInventoryTests {
  let inventory: TestInventory
  let day = 86_400.0

  init() throws { inventory = try TestInventory() }

  func now(_ days: Double) -> Date { TestInventory.start.addingTimeInterval(days * day) }

  func situation(_ days: Double) async throws -> CommuneSituation {
    try await inventory.situation(of: "21250", at: now(days))
  }

  func past(_ days: Double) async throws -> CommuneSituation {
    let all = try await inventory.store.situations.past(
      policy: inventory.policy, province: "51", within: .country, asOf: now(days))
    return try #require(all.first { $0.code == "21250" })
  }

  func accounts(_ status: AccountFacts.Account.Status) -> Outcome<AccountFacts> {
    .observed(
      AccountFacts(accounts: [
        .init(service: "treasury-payment", status: status, evidence: .probed, checkedAt: "x")
      ]))
  }

  /// A month in which everything changes: each day's measures are recorded on that day and compared
  /// at the end with those reproduced from the history.
  @Test func everyDayOfMonthIsReproduced() async throws {
    let store = inventory.store
    _ = try await store.register.importTable(Data("code,officials\n21250,4\n".utf8), now: now(0))
    var seen: [Double: CommuneSituation] = [:]
    seen[0.5] = try await situation(0.5)
    let one = try await inventory.enrol(at: now(1))
    seen[1.2] = try await situation(1.2)
    _ = try await store.reports.file(
      inventory.report(
        one, sequence: 1, hardware: TestInventory.computer(), scanners: TestInventory.scanner,
        bandwidth: TestInventory.line(10_000_000), accounts: accounts(.notIssued), at: now(2)))
    seen[2.5] = try await situation(2.5)
    let two = try await inventory.enrol(at: now(3))
    _ = try await store.reports.file(
      inventory.report(
        two, sequence: 1, hardware: TestInventory.computer(gibibytes: 4), scanners: .absent,
        bandwidth: TestInventory.line(30_000_000), at: now(4)))
    seen[4.5] = try await situation(4.5)
    _ = try await store.reports.file(
      inventory.report(
        one, sequence: 2, hardware: .failed(reason: "EIO"), scanners: .failed(reason: "EIO"),
        bandwidth: .observed(BandwidthFacts(skipped: .notDue)), accounts: accounts(.active),
        at: now(6)))
    seen[6.5] = try await situation(6.5)
    let machines = try await store.machines.list(within: .country)
    let first = try #require(machines.first { $0.enrolledAt < now(2) }).id
    try await store.machines.quarantine(first, because: "a test", within: .country, now: now(8))
    seen[8.5] = try await situation(8.5)
    try await store.machines.approve(first, within: .country, now: now(9))
    seen[9.5] = try await situation(9.5)
    _ = try await store.reports.file(
      inventory.report(
        one, sequence: 3, hardware: TestInventory.computer(gibibytes: 32), scanners: .absent,
        bandwidth: TestInventory.line(50_000_000), accounts: accounts(.expired), at: now(12)))
    seen[12.5] = try await situation(12.5)
    // silence: only time passes
    seen[25] = try await situation(25)
    let second = try #require(machines.first { $0.id != first }).id
    try await store.machines.retire(second, within: .country, now: now(26))
    seen[26.5] = try await situation(26.5)

    for (days, then) in seen.sorted(by: { $0.key < $1.key }) {
      let again = try await past(days)
      #expect(again.values == then.values, "day \(days)")
      #expect(again.observedAt == then.observedAt, "day \(days)")
      #expect(again.measures == then.measures, "day \(days)")
      #expect(again.reporting == then.reporting && again.machines == then.machines)
    }
    #expect(Set(seen.values.map { "\($0.measures)" }).count > 6, "the days must differ")
  }

  @Test func eventsListChangesInPeriod() async throws {
    let one = try await inventory.enrol(at: now(1))
    for (sequence, gibibytes) in [(1, 4), (2, 8), (3, 8)] {
      _ = try await inventory.store.reports.file(
        inventory.report(
          one, sequence: sequence, hardware: TestInventory.computer(gibibytes: gibibytes),
          scanners: .absent, at: now(Double(sequence) + 1)))
    }
    // The register was imported when the test began, whatever day that is.
    let events = try await inventory.store.communes.events(
      commune: "21250", within: .country, since: now(0), until: now(10)
    ).filter { $0.machine != nil }
    #expect(
      events.map(\.what) == [
        "section.hardware", "section.hardware", "section.scanners", "machine.enrolled",
      ])
    let late = try await inventory.store.communes.events(
      commune: "21250", within: .country, since: now(2.5), until: now(10)
    ).filter { $0.machine != nil }
    #expect(late.map(\.what) == ["section.hardware"])
    await #expect(throws: InventoryError.self) {
      try await inventory.store.communes.events(
        commune: "99999", within: .country, since: now(0), until: now(1))
    }
  }

  @Test func unknownProvinceIsRejected() async throws {
    await #expect(throws: InventoryError.self) {
      try await inventory.store.situations.past(
        policy: inventory.policy, province: "00", within: .country, asOf: now(0))
    }
  }
}
