import Foundation
import GRDB
import InventoryStore
import Prioritization
import Reporting
import Testing

/// A computer that reports but sees nothing any more counts like one that fell silent when it last
/// saw something.
struct UnseenSectionTests {
  /// How a computer stops seeing; each report has no more than that.
  enum Blindness: CaseIterable {
    case failing, missing, failingDifferently

    func report(
      _ inventory: TestInventory, _ machine: MachineKey, sequence: Int, at now: Date
    ) throws -> ReceivedReport {
      let reason = self == .failing ? "disk full" : "EIO \(sequence)"
      return switch self {
      case .missing: try inventory.report(machine, sequence: sequence, at: now)
      case .failing, .failingDifferently:
        try inventory.report(
          machine, sequence: sequence, hardware: .failed(reason: reason),
          scanners: .failed(reason: reason), bandwidth: .failed(reason: reason),
          accounts: .failed(reason: reason), at: now)
      }
    }
  }

  let inventory: TestInventory

  init() throws { inventory = try TestInventory() }

  func now(_ days: Double) -> Date { TestInventory.start.addingTimeInterval(days * 86_400) }

  private static func account(
    _ service: String, _ status: AccountFacts.Account.Status,
    _ evidence: AccountFacts.Account.Evidence = .probed
  ) -> AccountFacts.Account {
    .init(
      service: service, status: status, evidence: evidence, checkedAt: "2026-11-19T00:00:00Z")
  }

  static let accounts: Outcome<AccountFacts> = .observed(
    AccountFacts(accounts: [
      account("treasury-payment", .active), account("official-mail", .notIssued),
      account("digital-signature", .active, .certificate),
    ]))

  /// A scanner of its own and one on the network.
  static let scanners: Outcome<ScannerFacts> = .observed(
    ScannerFacts(scanners: [
      .init(
        manufacturer: "Canon", model: "LiDE 300", connection: .usb, evidence: .usb, ready: nil),
      .init(
        manufacturer: "Ricoh", model: "MP 2555", connection: .network, evidence: .escl, ready: true),
    ]))

  func whole(_ machine: MachineKey, _ sequence: Int, at days: Double) throws -> ReceivedReport {
    try inventory.report(
      machine, sequence: sequence, hardware: TestInventory.computer(), scanners: Self.scanners,
      bandwidth: TestInventory.line(10_000_000), accounts: Self.accounts, at: now(days))
  }

  func register() async throws {
    _ = try await inventory.store.register.importTable(
      Data("code,officials\n21250,2\n".utf8), now: now(0))
  }

  func value(_ id: String, at days: Double) async throws -> ClosedRange<Double>? {
    let index = try #require(inventory.policy.criteria.firstIndex { $0.id == id })
    return try await inventory.situation(of: "21250", at: now(days)).values[index]
  }

  /// Days since the start.
  func dated(_ id: String, at days: Double) async throws -> Double? {
    let index = try #require(inventory.policy.criteria.firstIndex { $0.id == id })
    return try await inventory.situation(of: "21250", at: now(days)).observedAt[index].map {
      $0.timeIntervalSince(now(0)) / 86_400
    }
  }

  /// A past day is as it was, also once a section that was missing or failed is back unchanged.
  @Test(arguments: Blindness.allCases)
  func pastRemembersWhatWasNotSeen(_ blindness: Blindness) async throws {
    try await register()
    let machine = try await inventory.enrol()
    var presents: [(moment: Double, situation: CommuneSituation)] = []
    for day in 0...40 {
      let at = Double(day)
      let report =
        (5..<35).contains(day)
        ? try blindness.report(inventory, machine, sequence: day + 1, at: now(at))
        : try whole(machine, day + 1, at: at)
      _ = try await inventory.store.reports.file(report)
      presents.append((at + 0.1, try await inventory.situation(of: "21250", at: now(at + 0.1))))
    }
    for (moment, present) in presents {
      let past = try await inventory.store.situations.past(
        policy: inventory.policy, within: .commune("21250"), asOf: now(moment)
      ).first
      #expect(past?.values == present.values, "day \(moment)")
      #expect(past?.observedAt == present.observedAt, "day \(moment)")
    }
  }

  /// Accounts that a computer begins to look for, in vain, are nothing that it used to see.
  @Test func whatWasNeverSeenIsNotMissed() async throws {
    try await register()
    let machine = try await inventory.enrol()
    for (sequence, accounts) in [(1, nil), (2, Outcome<AccountFacts>.failed(reason: "no folder"))] {
      _ = try await inventory.store.reports.file(
        inventory.report(
          machine, sequence: sequence, hardware: TestInventory.computer(), accounts: accounts,
          at: now(Double(sequence))))
    }
    let details = try await inventory.store.machines.details(
      machine.machineId, within: .country, now: now(3))
    #expect(details.unseenSince == nil)
  }

  @Test(arguments: Blindness.allCases)
  func factsAgeFromTheirLastObservation(_ blindness: Blindness) async throws {
    try await register()
    let machine = try await inventory.enrol()
    _ = try await inventory.store.reports.file(whole(machine, 1, at: 0))
    for day in 1...30 {
      let report = try blindness.report(
        inventory, machine, sequence: day + 1, at: now(Double(day)))
      _ = try await inventory.store.reports.file(report)
      let isRecent = day < 14
      // One failed night costs a healthy commune nothing; for ever, everything is uncertain.
      let computers = try await value("computers", at: Double(day) + 0.1)
      #expect(computers?.lowerBound == (isRecent ? 0.5 : 0.25), "day \(day)")
      #expect(computers?.upperBound == 0.5)
      #expect(
        try await value("services", at: Double(day) + 0.1) == (isRecent ? 0.2...0.8 : 0...1))
      #expect(
        try await value("scanners", at: Double(day) + 0.1)?.lowerBound == (isRecent ? 2 : 0))
      #expect(try await value("signatures", at: Double(day) + 0.1) == (isRecent ? 1...1 : 0...1))
      for id in ["computers", "services", "scanners", "signatures"] {
        #expect(try await dated(id, at: Double(day) + 0.1) == 0, "\(id), day \(day)")
      }
      #expect(try await value("coverage", at: Double(day) + 0.1) == 1...1, "it does report")
    }
    // Everything is back: as certain and as new as at first.
    _ = try await inventory.store.reports.file(whole(machine, 40, at: 31))
    #expect(try await value("services", at: 31.1) == 0.2...0.8)
    #expect(try await value("scanners", at: 31.1) == 2...2)
    #expect(try await dated("services", at: 31.1) == 31)
    #expect(
      try inventory.count(
        """
        SELECT count(*) FROM machine WHERE coalesce(hardwareUnseenSince, scannersUnseenSince,
          accountsUnseenSince) IS NOT NULL
        """) == 0)
  }

  /// The same facts, whether their computer falls silent or only blind.
  @Test(arguments: Blindness.allCases)
  func blindComputerCountsAsSilentOne(_ blindness: Blindness) async throws {
    let other = try TestInventory()
    for one in [inventory, other] {
      let machine = try await one.enrol()
      _ = try await one.store.reports.file(
        one.report(
          machine, sequence: 1, hardware: TestInventory.computer(gibibytes: 2),
          scanners: Self.scanners, accounts: Self.accounts, at: now(0)))
      if one === inventory {
        for (sequence, days) in [(2, 1.0), (3, 20.0)] {
          _ = try await one.store.reports.file(
            blindness.report(one, machine, sequence: sequence, at: now(days)))
        }
      }
    }
    for id in ["services", "signatures", "oldComputers"] {
      let index = try #require(inventory.policy.criteria.firstIndex { $0.id == id })
      let silent = try await other.situation(of: "21250", at: now(20.5)).values[index]
      #expect(try await value(id, at: 20.5) == silent, "\(id)")
    }
  }

  /// Time alone makes it so, in the file and for readers.
  @Test func figuresTurnBetweenReports() async throws {
    let machine = try await inventory.enrol()
    _ = try await inventory.store.reports.file(whole(machine, 1, at: 0))
    _ = try await inventory.store.reports.file(
      Blindness.failing.report(inventory, machine, sequence: 2, at: now(13.9)))
    #expect(try await value("services", at: 13.95) == 0.2...0.8)
    #expect(try await value("services", at: 14.1) == 0...1)
    #expect(try await inventory.store.upkeep.renewOvertaken(now: now(14.1)) == 1)
    #expect(try await value("services", at: 14.2) == 0...1)
  }

  /// What another computer sees is not older because of it, and stays cheap.
  @Test func anotherComputersFactsStayNew() async throws {
    let (blind, seeing) = (try await inventory.enrol(), try await inventory.enrol())
    for machine in [blind, seeing] {
      _ = try await inventory.store.reports.file(whole(machine, 1, at: 0))
    }
    for day in 1...20 {
      _ = try await inventory.store.reports.file(
        Blindness.failing.report(inventory, blind, sequence: day + 1, at: now(Double(day))))
      _ = try await inventory.store.reports.file(whole(seeing, day + 1, at: Double(day) + 0.01))
    }
    #expect(try await value("services", at: 20.1) == 0.2...0.8)
    #expect(try await dated("services", at: 20.1) == 20.01)
  }

  @Test func officersSeeWhichComputerIsBlind() async throws {
    let machine = try await inventory.enrol(at: now(-1))
    _ = try await inventory.store.reports.file(whole(machine, 1, at: 0))
    func unseen(_ days: Double) async throws -> Int? {
      try await inventory.store.coverage.communes(
        policy: inventory.policy, currentAgent: "0.1.0", within: .country, now: now(days)
      ).first { $0.code == "21250" }?.unseen
    }
    for day in 1...5 {
      _ = try await inventory.store.reports.file(
        Blindness.failing.report(inventory, machine, sequence: day + 1, at: now(Double(day))))
      #expect(try await unseen(Double(day) + 0.1) == (day > 3 ? 1 : 0), "day \(day)")
    }
    let troubled = try await inventory.store.coverage.troubledMachines(
      of: ["21250"], within: .country, now: now(5.1))
    #expect(troubled.map(\.trouble) == [.unseen] && troubled.first?.since == now(0))
    let services = try await inventory.store.communes.details(
      "21250", within: .country, now: now(15)
    ).services
    #expect(services.first { $0.service == "treasury-payment" }?.isStale == true)
    let details = try await inventory.store.machines.details(
      machine.machineId, within: .country, now: now(5.1))
    #expect(details.unseenSince == now(0))
  }

  @Test(arguments: Blindness.allCases)
  func pastIsReproduced(_ blindness: Blindness) async throws {
    try await register()
    let machine = try await inventory.enrol()
    _ = try await inventory.store.reports.file(whole(machine, 1, at: 0))
    var seen: [Double: CommuneSituation] = [:]
    for day in 1...20 {
      let report =
        day == 18 && blindness != .missing
        ? try whole(machine, day + 1, at: 18)
        : try blindness.report(inventory, machine, sequence: day + 1, at: now(Double(day)))
      _ = try await inventory.store.reports.file(report)
      seen[Double(day) + 0.5] = try await inventory.situation(
        of: "21250", at: now(Double(day) + 0.5))
    }
    for (days, then) in seen {
      let past = try await inventory.store.situations.past(
        policy: inventory.policy, province: "51", within: .country, asOf: now(days)
      ).first { $0.code == "21250" }
      #expect(past?.values == then.values, "day \(days)")
      #expect(past?.observedAt == then.observedAt, "day \(days)")
    }
  }

  /// An inventory of the version before, in which such computers count as seen tonight.
  @Test func migrationFindsLastObservation() async throws {
    let machines = [try await inventory.enrol(), try await inventory.enrol()]
    for machine in machines {
      _ = try await inventory.store.reports.file(whole(machine, 1, at: 0))
    }
    for (machine, blindness) in zip(machines, [Blindness.failingDifferently, .missing]) {
      for day in 1...2 {
        _ = try await inventory.store.reports.file(
          blindness.report(inventory, machine, sequence: day + 1, at: now(Double(day))))
      }
    }
    let query = """
      SELECT count(*) FROM machine WHERE hardwareUnseenSince = \(now(0).microseconds)
        AND scannersUnseenSince = \(now(0).microseconds)
        AND accountsUnseenSince = \(now(0).microseconds)
      """
    #expect(try inventory.count(query) == 2)
    let before = try DatabaseQueue(path: inventory.path)
    let migration = try String(
      contentsOfFile: "inventory/schema/v029_unseen_sections.sql", encoding: .utf8)
    try await before.write { database in
      for column in ["hardware", "scanners", "accounts"] {
        try database.execute(sql: "ALTER TABLE machine DROP COLUMN \(column)UnseenSince")
      }
      try database.execute(sql: "ALTER TABLE commune_reporting DROP COLUMN unseenMachines")
      try database.execute(sql: migration)
    }
    #expect(try inventory.count(query) == 2)
  }
}
