import Foundation
import GRDB
import Prioritization
import Reporting
import Testing

@testable import InventoryStore

/// Results of communes' own browser checks: stored with author and time, beside machine reports.
struct CheckTests {
  let inventory: TestInventory
  let officer: User
  private let finder = CheckFinder(name: "binh", isByLink: false)
  private let line = CheckResult.Facts.line(
    .init(
      downloadBitsPerSecond: 20_000_000, uploadBitsPerSecond: 8_000_000, latencySeconds: 0.02,
      isSettled: true))

  init() async throws {
    inventory = try TestInventory()
    officer = try await inventory.store.people.invite(
      "binh", role: .officer, scope: .province("51"), now: TestInventory.start
    ).user
  }

  private var checks: InventoryStore.Checks { inventory.store.checks }

  private func now(_ days: Double) -> Date {
    TestInventory.start.addingTimeInterval(days * 86_400)
  }

  private func value(_ id: String, after days: Double) async throws -> ClosedRange<Double>? {
    let index = try #require(inventory.policy.criteria.firstIndex { $0.id == id })
    return try await inventory.situation(of: "21250", at: now(days)).values[index]
  }

  private func keep(
    _ facts: CheckResult.Facts, machine: String? = nil, after days: Double
  ) async throws {
    try await checks.keep(
      facts, commune: "21250", machine: machine, within: .country, by: finder, now: now(days))
  }

  private func prove(
    _ code: String, commune: String = "21250", machine: String? = nil, after days: Double
  ) async throws {
    try await checks.proveScanner(
      code: code, commune: commune, machine: machine, within: .country, format: "pdf", signs: [],
      by: finder, now: now(days))
  }

  @Test func lineCheckCountsUntilStale() async throws {
    try await keep(line, after: 1)
    let value = try #require(try await value("line", after: 1))
    #expect(value.lowerBound == 8_000_000 && value.upperBound > 1e9)
    #expect(try await self.value("line", after: 70) == nil)
    let kept = try #require(try await checks.latest(of: "21250", within: .country).first)
    #expect(kept.foundBy == "binh" && kept.foundAt == now(1) && kept.facts == line)
  }

  @Test func unsettledLineCheckHasOpenUpperEnd() async throws {
    try await keep(
      .line(
        .init(
          downloadBitsPerSecond: 20_000_000, uploadBitsPerSecond: 8_000_000, latencySeconds: nil,
          isSettled: false)), after: 1)
    let value = try #require(try await value("line", after: 1))
    #expect(value.lowerBound == 8_000_000 && value.upperBound > 1e9)
  }

  private static func line(_ bitsPerSecond: Int) -> CheckResult.Facts {
    .line(
      .init(
        downloadBitsPerSecond: bitsPerSecond, uploadBitsPerSecond: bitsPerSecond,
        latencySeconds: 0.02, isSettled: true))
  }

  /// A browser can be made slow: measuring once more never proves a greater need, whichever device
  /// or link it is done with.
  @Test func slowerCheckWidensAndProvesNothing() async throws {
    let id = try await machineId(inventory.enrol(at: now(1)))
    try await keep(Self.line(155_000_000), after: 1)
    #expect(try await value("line", after: 1)?.lowerBound == 155_000_000)
    for (machine, slow) in [(nil, 1_000_000), (id, 900_000), (id, 800_000)] {
      try await keep(Self.line(slow), machine: machine, after: 2)
      let value = try #require(try await value("line", after: 2))
      #expect(value.lowerBound == Double(slow) && value.upperBound >= 155_000_000)
    }
    // The slow ones remain when the fast one has expired.
    try await keep(Self.line(1_000_000), after: 50)
    let later = try #require(try await value("line", after: 62))
    #expect(later.lowerBound == 1_000_000 && later.upperBound > 1e9)
  }

  /// Nor does it make a line faster than a computer has measured it since, or slower than before.
  @Test func slowerCheckDoesNotSlowComputersLine() async throws {
    let machine = try await inventory.enrol(at: now(1))
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: 1, hardware: TestInventory.computer(),
        bandwidth: TestInventory.line(50_000_000, settled: true), at: now(1)))
    try await keep(Self.line(1_000_000), after: 2)
    #expect(try await value("line", after: 2) == 50_000_000...50_000_000)
  }

  /// A check never overrides a fresher fact from an agent.
  @Test func laterAgentMeasurementWins() async throws {
    try await keep(line, after: 1)
    let machine = try await inventory.enrol(at: now(2))
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: 1, hardware: TestInventory.computer(),
        bandwidth: TestInventory.line(5_000_000, settled: true), at: now(2)))
    #expect(try await value("line", after: 2) == 5_000_000...5_000_000)
  }

  @Test func sheetProvesScannerOnce() async throws {
    let code = try await checks.makeSheet(
      commune: "21250", machine: nil, within: .country, now: now(1))
    try await prove(code, after: 1.01)
    let value = try #require(try await value("scanners", after: 1.02))
    #expect(value.lowerBound == 1)
    #expect(value.upperBound >= 2, "how many more there are is unknown")
    await #expect(throws: InventoryStore.Checks.SheetRefusal.used) {
      try await prove(code, after: 1.02)
    }
    #expect(try await self.value("scanners", after: 70) == nil, "it expires")
  }

  @Test func wrongOrExpiredSheetsAreRejected() async throws {
    let code = try await checks.makeSheet(
      commune: "21250", machine: nil, within: .country, now: now(1))
    await #expect(throws: InventoryStore.Checks.SheetRefusal.otherCommune) {
      try await prove(code, commune: "00004", after: 1)
    }
    await #expect(throws: InventoryStore.Checks.SheetRefusal.expired) {
      try await prove(code, after: 2)
    }
    // Made by a clock that ran ahead.
    await #expect(throws: InventoryStore.Checks.SheetRefusal.expired) {
      try await prove(code, after: 0.5)
    }
    for other in [
      "", "COMMUNE-CHECK:", "COMMUNE-CHECK:AAAAAAAAAAAAAAAAAAAAAA", "https://x.example",
    ] {
      await #expect(throws: InventoryStore.Checks.SheetRefusal.unknown) {
        try await prove(other, after: 1)
      }
    }
    let machine = try await inventory.enrol(at: now(1))
    await #expect(throws: InventoryStore.Checks.SheetRefusal.otherComputer) {
      try await prove(code, machine: try await machineId(machine), after: 1)
    }
    #expect(try await checks.latest(of: "21250", within: .country).isEmpty, "nothing is stored")
    // It still works for its own commune.
    try await prove(code, after: 1)
  }

  private func machineId(_ key: MachineKey) async throws -> String {
    let details = try await inventory.store.communes.details("21250", within: .country, now: now(1))
    return try #require(details.machines.first).id
  }

  @Test func scannerCheckWithoutSheetIsRejected() async throws {
    await #expect(throws: InventoryError.self) {
      try await keep(.scanner(.init(format: "pdf", signs: [])), after: 1)
    }
  }

  @Test func communesAndMachinesOutsideScopeAreRejected() async throws {
    await #expect(throws: InventoryError.self) {
      try await checks.keep(
        line, commune: "21250", machine: nil, within: .province("01"), by: finder, now: now(1))
    }
    await #expect(throws: InventoryError.self) { try await keep(line, machine: "mx", after: 1) }
    await #expect(throws: InventoryError.self) {
      _ = try await checks.makeSheet(
        commune: "21250", machine: nil, within: .commune("00004"), now: now(1))
    }
  }

  @Test func linkWorksOnce() async throws {
    let link = try await checks.makeLink(
      commune: "21250", within: .province("51"), by: officer, now: now(1))
    let session = try #require(try await checks.open(link, now: now(1.5)))
    #expect(try await checks.open(link, now: now(1.5)) == nil)
    #expect(try await checks.session(session, now: now(1.5))?.commune == "21250")
    #expect(try await checks.session(session, now: now(1.6)) == nil, "it ends after two hours")
    #expect(try await checks.session(link, now: now(1.5)) == nil)
    let late = try await checks.makeLink(
      commune: "21250", within: .country, by: officer, now: now(1))
    #expect(try await checks.open(late, now: now(2.1)) == nil)
  }

  /// A link and its session carry the rights that their maker has now.
  @Test func linksEndWithTheirMakersRights() async throws {
    let people = inventory.store.people
    func links() async throws -> (open: String, session: String) {
      let made = try await [
        checks.makeLink(commune: "21250", within: .country, by: officer, now: now(1)),
        checks.makeLink(commune: "21250", within: .country, by: officer, now: now(1)),
      ]
      return (made[0], try #require(try await checks.open(made[1], now: now(1))))
    }
    func areOver(_ links: (open: String, session: String)) async throws -> Bool {
      let isOver = try await checks.session(links.session, now: now(1)) == nil
      return try await checks.open(links.open, now: now(1)) == nil && isOver
    }
    func place(_ role: UserRole, _ scope: Scope) async throws {
      try await people.change(officer.name, role: role, scope: scope, now: now(1))
    }
    for (role, scope) in [
      (UserRole.planner, Scope.province("51")), (.officer, .province("01")),
      (.officer, .commune("00004")),
    ] {
      let made = try await links()
      try await place(role, scope)
      #expect(try await areOver(made), "\(role) of \(scope)")
      try await place(.officer, .province("51"))
      #expect(try await areOver(made), "rights that return bring back no link")
    }
    let signedOut = try await links()
    try await inventory.store.sessions.signOutEverywhere(officer, now: now(1))
    #expect(try await areOver(signedOut))
    let invited = try await links()
    _ = try await people.inviteAgain(officer.name, now: now(1))
    #expect(try await areOver(invited))
    // As after a restore, which brings back rows.
    let restored = try await links()
    try await inventory.store.write { [officer] group in
      try group.database.execute(
        sql: "UPDATE user SET role = 'planner' WHERE number = ?", arguments: [officer.number])
    }
    #expect(try await areOver(restored))
  }

  /// Past days stay as they were.
  @Test func pastSituationsIncludeCheck() async throws {
    try await keep(line, after: 5)
    let index = try #require(inventory.policy.criteria.firstIndex { $0.id == "line" })
    for (days, isKnown) in [(4.0, false), (6.0, true)] {
      let past = try await inventory.store.situations.past(
        policy: inventory.policy, province: "51", within: .country, asOf: now(days)
      ).first { $0.code == "21250" }
      #expect((past?.values[index] != nil) == isKnown)
    }
  }

  /// A trial policy recomputes measures; nothing else is known of this commune.
  @Test func trialPolicyIncludesCheck() async throws {
    try await keep(line, after: 1)
    var trial = inventory.policy
    trial.adequacy.minimumThreads += 1
    let index = try #require(trial.criteria.firstIndex { $0.id == "line" })
    let situation = try await inventory.store.situations.current(
      policy: trial, province: "51", within: .country, now: now(1)
    ).first { $0.code == "21250" }
    #expect(situation?.values[index] != nil)
  }
}
