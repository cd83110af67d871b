import Foundation
import InventoryStore
import Prioritization
import Reporting
import Testing

/// What a forecast reads from the inventory and concludes from it.
struct FleetReadingTests {
  private let inventory: TestInventory
  /// 2026-11-18.
  private let now = TestInventory.start

  init() async throws {
    inventory = try TestInventory()
    _ = try await inventory.store.register.importTable(
      Data("code,officials\n21250,4\n".utf8), now: .now)
  }

  private func file(
    build: String? = nil, firmwareDate: String? = "2024-05-01",
    model: String = "Intel Core i5-6500",
    accounts: [AccountFacts.Account]? = nil, at time: Date? = nil
  ) async throws {
    var hardware = try #require(TestInventory.computer(firmwareDate: firmwareDate).facts)
    if let build {
      hardware.system = .init(
        name: "Windows 10 Pro", version: "22H2", architecture: "x86_64", build: build)
      hardware.processor.model = model
    }
    let machine = try await inventory.enrol(at: time ?? now)
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: 1, hardware: .observed(hardware), scanners: .absent,
        accounts: accounts.map { .observed(AccountFacts(accounts: $0)) }, at: time ?? now))
  }

  private func forecast(
    years: Int = 5, from: Int? = nil, policy: Policy? = nil, scope: Scope = .country
  ) async throws -> Forecast {
    let policy = policy ?? inventory.policy
    let situations = try await inventory.store.situations.current(
      policy: policy, within: scope, now: now)
    let fleet = try inventory.store.fleet.communesBlocking(
      situations, policy: policy, within: scope, now: now)
    #expect(fleet.map(\.measures.code) == situations.map(\.code))
    return try Forecast(
      policy: policy, fleet: fleet,
      period: ForecastPeriod(today: CalendarDay(now), firstYear: from, years: years))
  }

  @Test func calendarDayUsesVietnamTime() throws {
    #expect("\(CalendarDay(now))" == VietnamDay.text(now))
    for text in ["1999-12-31T16:59:59Z", "1999-12-31T17:00:00Z", "2028-02-29T12:00:00Z"] {
      let date = try Date(text, strategy: .iso8601)
      #expect("\(CalendarDay(date))" == VietnamDay.text(date))
    }
    #expect("\(CalendarDay(Date(timeIntervalSince1970: -86_400 * 1000)))" == "1967-04-07")
  }

  /// Windows 10 without paid updates is already out of support; with them its support ends in 2028.
  /// Neither computer can run Windows 11: its processor is of the 6th generation.
  @Test func windows10IsFirstSupportCliff() async throws {
    try await file(build: "19045.6456")
    try await file(build: "19045.7291")
    // One whose update is unknown.
    try await file(build: "19045")
    let forecast = try await forecast()
    let total = forecast.total
    #expect(total.places[0].computers == CountRange(low: 1, high: 2))
    #expect(total.places[0].bySystem == CountRange(low: 1, high: 2))
    let in2028 = forecast.period.place(after: CalendarDay(year: 2028, month: 10, day: 10))
    #expect(total.places[in2028].bySystem == CountRange(low: 1, high: 2))
    #expect(
      forecast.cliffs.map(\.system) == ["Windows 10 22H2", "Windows 10 22H2"]
        && forecast.cliffs.map { "\($0.lastDay)" } == ["2025-10-14", "2028-10-10"]
        && forecast.cliffs.map(\.isPaid) == [false, true])
    #expect(forecast.cliffs.map(\.toReplace) == forecast.cliffs.map(\.computers))
    // At 15 million each.
    #expect(total.places[0].cost == CountRange(low: 15_000_000, high: 30_000_000))
    // A policy need not require support.
    let indulgent = try Policy(
      toml: String(
        decoding: try #require(EmbeddedFile.bytes("policies/standard.toml")), as: UTF8.self
      )
      .replacing("supportedSystem = true", with: "supportedSystem = false"))
    let without = try await self.forecast(policy: indulgent)
    #expect(without.total.places[0].computers == .zero && without.cliffs == forecast.cliffs)
  }

  /// A computer reaches its age limit on the day when the measures begin to count it as old.
  @Test func ageLimitMatchesMeasures() async throws {
    try await file(firmwareDate: "2020-06-15")
    try await file(firmwareDate: nil)
    let forecast = try await forecast()
    let in2028 = forecast.period.place(after: CalendarDay(year: 2028, month: 6, day: 15))
    for place in forecast.total.places.indices {
      #expect(
        forecast.total.places[place].byAge
          == (place == in2028 ? CountRange(low: 1, high: 2) : CountRange(low: 0, high: 1)))
    }
    // Silent computers count in the high end only.
    let later = now.addingTimeInterval(30 * 86_400)
    let situations = try await inventory.store.situations.current(
      policy: inventory.policy, within: .country, now: later)
    let silent = try Forecast(
      policy: inventory.policy,
      fleet: inventory.store.fleet.communesBlocking(
        situations, policy: inventory.policy, within: .country, now: later),
      period: forecast.period)
    #expect(silent.total.places[in2028].computers == CountRange(low: 0, high: 2))
  }

  @Test func certificateAndAccountExpiryIsForecast() async throws {
    func account(
      _ service: String, _ status: AccountFacts.Account.Status, until: String? = nil
    ) -> AccountFacts.Account {
      .init(
        service: service, status: status, evidence: .certificate, expiresAt: until,
        checkedAt: "2026-11-18T00:00:00Z")
    }
    try await file(accounts: [
      account("digital-signature", .active, until: "2027-03-01T00:00:00Z"),
      account("official-mail", .active, until: "2028-03-01T00:00:00Z"),
    ])
    try await file(accounts: [
      account("digital-signature", .active), account("official-mail", .expired),
    ])
    try await file(accounts: [account("digital-signature", .notIssued)])
    let forecast = try await forecast()
    let total = forecast.total
    // One expires in 2027, one at an unknown time; the third was never issued.
    #expect(total.places[2].certificates == CountRange(low: 1, high: 2))
    #expect(total.places[3].certificates == CountRange(low: 0, high: 1))
    #expect(total.throughEnd.certificates == CountRange(low: 1, high: 2))
    // Mail works as long as it does on any of the computers.
    #expect(total.places[0].accounts == .zero)
    #expect(total.places[3].accounts == CountRange(low: 1, high: 1))
    // No line contract is known.
    #expect(total.throughEnd.lines == nil && forecast.unknown.lines == forecast.communes.count)
    #expect(forecast.unknown.certificates == forecast.communes.count - 1)
  }

  @Test func visitBoundsOtherwiseUnknownForecast() async throws {
    let empty = try await forecast()
    #expect(empty.total.throughEnd.computers == nil && empty.total.throughEnd.cost == nil)
    #expect(empty.unknown.computers == empty.communes.count)
    try await inventory.store.communes.recordVisit(
      of: "21250", at: now, .init(adequateComputers: 2, otherComputers: 1), note: nil,
      within: .country, by: nil, now: now)
    let seen = try await forecast()
    #expect(seen.total.places[2].computers == CountRange(low: 0, high: 3))
    #expect(seen.total.throughEnd.computers == CountRange(low: 0, high: 3))
    #expect(
      try await forecast(scope: .province("01")).communes.allSatisfy {
        !$0.code.isEmpty && $0.code != "21250"
      })
  }

  /// A commune that a visit found empty, or whose last computer was retired, is known to have none:
  /// at once, and for every year's plan.
  @Test(arguments: [true, false]) func noneIsNotUnknown(_ isVisited: Bool) async throws {
    let old = try await inventory.enrol(at: now.addingTimeInterval(-86_400))
    _ = try await inventory.store.reports.file(
      inventory.report(
        old, sequence: 1, hardware: RandomComputer.inadequate,
        at: now.addingTimeInterval(-86_400)))
    try await inventory.store.machines.retire(old.machineId, within: .country, now: now)
    if isVisited {
      try await inventory.store.communes.recordVisit(
        of: "21250", at: now,
        .init(
          adequateComputers: 0, otherComputers: 0, scanners: 2, digitalSignatures: 2,
          lineBitsPerSecond: 60_000_000), within: .country, by: nil, now: now)
    }
    let situation = try await inventory.situation(of: "21250", at: now)
    let fleet = try inventory.store.fleet.communesBlocking(
      [situation], policy: inventory.policy, within: .country, now: now)
    #expect(fleet.map(\.computers) == [[]])
    let forecast = try Forecast(
      policy: inventory.policy, fleet: fleet,
      period: ForecastPeriod(today: CalendarDay(now), years: 4), budgetPerYear: 600_000_000)
    #expect(forecast.unknown.computers == 0 && forecast.total.throughEnd.computers == .zero)
    let bought = try #require(forecast.plans).map {
      $0.purchases.first { $0.item == "computer" }?.count ?? 0
    }
    #expect(bought == [4, 0, 0, 0])
  }

  /// The stored row is that of before the visit until it is renewed within a minute.
  @Test func visitCountsAtOnce() async throws {
    try await inventory.store.communes.recordVisit(
      of: "21250", at: now, .init(adequateComputers: 0, otherComputers: 4), within: .country,
      by: nil, now: now)
    let fleet = try inventory.store.fleet.communesBlocking(
      [try await inventory.situation(of: "21250", at: now)], policy: inventory.policy,
      within: .country, now: now)
    #expect(fleet.first?.computers?.count == 4)
  }

  /// For a line that a programme delivered, the end of the contract is known; the last delivery
  /// counts.
  @Test func rentOfDeliveredLineIsForecast() async throws {
    let store = inventory.store
    let number = try await store.programmes.adopt(
      Adoption(
        name: "Lines", area: .province("51"), budget: 100_000_000,
        purchases: [
          .init(commune: "21250", item: "fibre20", count: 2, price: 9_600_000, evidence: "line"),
          .init(commune: "21250", item: "computer", count: 1, price: 1, evidence: "computer"),
          .init(commune: "21244", item: "fibre50", count: 1, price: 9_600_000, evidence: "line"),
        ], document: Data("{}".utf8), policy: try JSONEncoder().encode(inventory.policy),
        baseline: Data("{}".utf8)), within: .country, now: now.addingTimeInterval(-500 * 86_400))
    for (item, count) in [("fibre20", 2), ("computer", 1)] {
      _ = try await store.programmes.record(
        [
          .init(
            kind: .order, commune: "21250", item: item, day: "2025-07-01", count: count,
            price: nil, document: "HD \(item)")
        ], in: number, within: .country, now: now)
    }
    func deliver(_ item: String, _ day: String) async throws {
      _ = try await store.programmes.record(
        [
          .init(
            kind: .delivery, commune: "21250", item: item, day: day, count: 1, price: nil,
            document: "BB \(item) \(day)")
        ], in: number, within: .country, now: now)
    }
    #expect(try await forecast().total.throughEnd.lines == nil)
    try await deliver("computer", "2026-10-01")
    #expect(try await forecast().total.throughEnd.lines == nil)
    try await deliver("fibre20", "2025-08-01")
    let ended = try await forecast()
    #expect(ended.total.places[0].lines == CountRange(low: 1, high: 1))
    #expect(ended.unknown.lines == ended.communes.count - 1)
    try await deliver("fibre20", "2026-08-01")
    let renewed = try await forecast()
    #expect(renewed.total.places[0].lines == .zero)
    // Until 31 July 2027.
    #expect(renewed.total.places[2].lines == CountRange(low: 1, high: 1))
    #expect(renewed.total.places[2].cost == CountRange(low: 9_600_000, high: 21_600_000))
  }
}
