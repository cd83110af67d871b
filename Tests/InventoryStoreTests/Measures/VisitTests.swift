import Foundation
import InventoryStore
import Prioritization
import Reporting
import Testing

/// Figures from visits count as dated observations.
struct VisitTests {
  private let tests: AttestationTests
  private var inventory: TestInventory { tests.inventory }

  init() async throws { tests = try await AttestationTests(officials: 10) }

  private func visit(
    _ figures: Visit.Figures, on day: Double, after days: Double? = nil, by user: User? = nil
  ) async throws {
    try await tests.visit(figures, on: day, after: days, by: user)
  }

  private func standing(_ days: Double) async throws -> Standing {
    Standing(policy: inventory.policy, measures: try await tests.situation(days).measures)
  }

  private let all = Visit.Figures(
    adequateComputers: 2, otherComputers: 3, scanners: 1, digitalSignatures: 1,
    lineBitsPerSecond: 20_000_000)

  /// Visits used to leave no trace, so they were paid for again.
  @Test func visitedCommuneIsPlannedInsteadOfRevisited() async throws {
    let code = "21250"
    func plan(_ days: Double) async throws -> Plan {
      let situations = try await inventory.store.situations.current(
        policy: inventory.policy, within: .commune(code), now: tests.now(days))
      return try Plan(
        policy: inventory.policy, communes: situations.map(\.measures), budget: 100_000_000)
    }
    #expect(try await plan(0).visits.map(\.code) == [code])
    try await visit(all, on: 1)
    #expect(try await tests.value("computers", after: 1) == 0.35...0.35)
    #expect(try await tests.value("scanners", after: 1) == 1...1)
    #expect(try await tests.value("signatures", after: 1) == 1...1)
    #expect(try await tests.value("line", after: 1) == 2e7...2e7)
    #expect(try await tests.value("oldComputers", after: 1) == 0.6...0.6)
    let after = try await plan(1)
    #expect(after.visits.isEmpty && after.communes.map(\.code) == [code])
    // Five officials have no computer at all: theirs come first, at full value.
    let situation = try await tests.situation(1)
    #expect(situation.measures.vacancies.first == .some(5))
    // The visit's figures age and finally expire.
    let (fresh, old) = (try await standing(1), try await standing(101))
    #expect(old.points < fresh.points && old.confidence < fresh.confidence)
    #expect(try await tests.value("computers", after: 1 + Visit.validDays) == nil)
    #expect(try await standing(1 + Visit.validDays).points == 0)
  }

  @Test func visitSettlesSilentComputers() async throws {
    for _ in 0..<3 {
      try await tests.report(try await tests.enrol(after: 0), 1, [:], after: 0)
    }
    let speaking = try await tests.enrol(after: 0)
    try await tests.report(speaking, 1, [:], after: 30)
    #expect(try await tests.value("computers", after: 30) == 0.1...0.4)
    // Two of the three were broken.
    try await visit(.init(adequateComputers: 2, otherComputers: 0), on: 31)
    #expect(try await tests.value("computers", after: 31) == 0.2...0.2)
    let known = try await standing(31).points
    // A computer that reports again has been repaired since.
    for day in [32.0, 33] { try await tests.report(speaking, Int(day) - 30, [:], after: day) }
    #expect(try await tests.value("computers", after: 33) == 0.2...0.2)
    // Falling silent proves nothing.
    #expect(try await standing(80).points <= known)
    #expect(try await tests.value("computers", after: 80) == 0.2...0.2)
  }

  /// After a visit that found nothing, a computer is enrolled and falls silent.
  @Test func silenceAfterVisitProvesNothing() async throws {
    try await visit(.init(adequateComputers: 0, otherComputers: 0, scanners: 0), on: 0)
    let machine = try await tests.enrol(after: 1)
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: 1, hardware: TestInventory.computer(),
        scanners: TestInventory.scanner, at: tests.now(1)))
    let points = try await standing(1).points
    #expect(try await tests.value("scanners", after: 1) == 1...1)
    #expect(try await tests.value("scanners", after: 40) == 0...1)
    #expect(try await tests.value("computers", after: 40) == 0...0.1)
    #expect(try await standing(40).points <= points)
  }

  /// A later line measurement stays the later figure even after it has expired.
  @Test func laterLineFigureCounts() async throws {
    try await visit(.init(lineBitsPerSecond: 5_000_000), on: 0)
    #expect(try await tests.value("line", after: 0) == 5e6...5e6)
    try await visit(.init(lineBitsPerSecond: 8_000_000), on: 3)
    #expect(try await tests.value("line", after: 3) == 8e6...8e6)
    // An earlier day that is recorded late does not replace it.
    try await visit(.init(lineBitsPerSecond: 1_000_000), on: 2, after: 4)
    #expect(try await tests.value("line", after: 4) == 8e6...8e6)
  }

  /// A computer that measures less may have a worse cable; its measurement does not make the figure
  /// newer.
  @Test func slowerMeasurementDoesNotProveSlowLine() async throws {
    try await visit(.init(lineBitsPerSecond: 20_000_000), on: 0)
    let before = try await standing(10).points
    let machine = try await tests.enrol(after: 10)
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: 1, hardware: TestInventory.computer(),
        bandwidth: TestInventory.line(1_000_000, .wired), at: tests.now(10)))
    #expect(try await tests.value("line", after: 10) == 1e6...2e7)
    let line = try #require(inventory.policy.criteria.firstIndex { $0.id == "line" })
    #expect(try await tests.situation(10).observedAt[line] == tests.now(0))
    let contributions = try await standing(10)
    #expect(contributions.gapLow[line] <= 0.6 && before > 0)
  }

  /// The newer of report and visit dates the figure, not the one that counted more.
  @Test func newerOfReportAndVisitDatesFigure() async throws {
    for adequate in [0, 1, 2] {
      let tests = try await VisitTests()
      try await tests.visit(.init(adequateComputers: 1, otherComputers: 0), on: 0)
      for _ in 0..<max(1, adequate) {
        let machine = try await tests.tests.enrol(after: 20)
        if adequate > 0 { try await tests.tests.report(machine, 1, [:], after: 20) }
      }
      let index = try #require(
        tests.inventory.policy.criteria.firstIndex { $0.id == "computers" })
      let observedAt = try await tests.tests.situation(20).observedAt[index]
      #expect(observedAt == tests.tests.now(adequate > 0 ? 20 : 0), "\(adequate)")
    }
  }

  /// A report that repeats a known figure renews its date, even if a visit had set it.
  @Test func repeatedReportRenewsDate() async throws {
    let machine = try await tests.enrol(after: 0)
    try await tests.report(machine, 1, [:], after: 0)
    try await visit(.init(adequateComputers: 5, otherComputers: 0), on: 1)
    let index = try #require(inventory.policy.criteria.firstIndex { $0.id == "computers" })
    #expect(try await tests.situation(1).observedAt[index] == tests.now(1))
    for day in [2.0, 3] {
      try await tests.report(machine, Int(day), [:], after: day)
      #expect(try await tests.situation(day).observedAt[index] == tests.now(day))
    }
  }

  /// Retired computers that reported after a visit are known to be gone, whether it was recorded
  /// before or after.
  @Test(arguments: [2.0, 3.5], 1...3)
  func retiredComputersLeaveWhatVisitCounted(_ recordedOn: Double, _ gone: Int) async throws {
    let (visitOn, retiredOn) = (2.0, 3.0)
    var machines: [MachineKey] = []
    for _ in 0..<3 {
      machines.append(try await tests.enrol(after: 1))
    }
    func visit() async throws {
      try await self.visit(
        .init(adequateComputers: 3, otherComputers: 2, digitalSignatures: 3), on: visitOn,
        after: recordedOn)
    }
    if recordedOn == visitOn { try await visit() }
    for machine in machines {
      try await tests.report(machine, 1, ["digital-signature": .active], after: 2.5)
    }
    for machine in machines.prefix(gone) {
      try await inventory.store.machines.retire(
        machine.machineId, within: .country, now: tests.now(retiredOn))
    }
    if recordedOn > retiredOn { try await visit() }
    let left = Double(3 - gone)
    let computers = (left + 1) / 10
    #expect(try await tests.value("computers", after: 7) == computers...computers)
    #expect(try await tests.value("signatures", after: 7) == left...left)
    #expect(try await tests.situation(7).measures.vacancies.first == .some(5 + Double(gone)))
    let past = try await inventory.store.situations.past(
      policy: inventory.policy, within: .commune("21250"), asOf: tests.now(7))
    #expect(past.first?.values == (try await tests.situation(7)).values)
  }

  /// Five old computers are counted, then all are retired: the commune has none.
  @Test func communeWhoseCountedComputersAreAllRetiredHasNone() async throws {
    var machines: [MachineKey] = []
    for _ in 0..<5 {
      let machine = try await tests.enrol(after: 0)
      _ = try await inventory.store.reports.file(
        inventory.report(
          machine, sequence: 1, hardware: TestInventory.computer(),
          scanners: TestInventory.scanner, at: tests.now(0)))
      machines.append(machine)
    }
    try await visit(
      .init(adequateComputers: 0, otherComputers: 5, scanners: 5, digitalSignatures: 0), on: 1)
    for machine in machines { try await tests.report(machine, 2, [:], after: 1.5) }
    for machine in machines {
      try await inventory.store.machines.retire(
        machine.machineId, within: .country, now: tests.now(2))
    }
    #expect(try await tests.value("computers", after: 2) == 0...0)
    #expect(try await tests.value("scanners", after: 2) == 0...0)
    let situation = try await tests.situation(2)
    #expect(situation.measures.vacancies.first == .some(10))
    let plan = try Plan(
      policy: inventory.policy, communes: [situation.measures], budget: 1_000_000_000)
    let bought = plan.communes.flatMap(\.purchases)
    #expect(bought.first { $0.item == "computer" }?.count == 10)
  }

  /// One that was retired by mistake and enrolled again has not gone.
  @Test func returnedComputerHasNotGone() async throws {
    let evidence = ["mac": String(repeating: "a", count: 64)]
    let former = try await inventory.enrol(evidence: evidence, at: tests.now(0))
    try await tests.report(former, 1, [:], after: 0)
    try await visit(.init(adequateComputers: 0, otherComputers: 5), on: 1)
    try await tests.report(former, 2, [:], after: 1.5)
    try await inventory.store.machines.retire(
      former.machineId, within: .country, now: tests.now(2))
    #expect(try await tests.value("computers", after: 2) == 0.2...0.2)
    let again = try await inventory.enrol(evidence: evidence, at: tests.now(3))
    try await tests.report(again, 1, [:], after: 3)
    #expect(try await tests.value("computers", after: 3) == 0.25...0.25)
    let past = try await inventory.store.situations.past(
      policy: inventory.policy, within: .commune("21250"), asOf: tests.now(3))
    #expect(past.first?.values == (try await tests.situation(3)).values)
  }

  @Test func withdrawnVisitNoLongerCounts() async throws {
    try await visit(.init(scanners: 2), on: 1)
    try await visit(.init(scanners: 0), on: 2)
    #expect(try await tests.value("scanners", after: 2) == 0...0)
    let visits = try await inventory.store.communes.details(
      "21250", within: .country, now: tests.now(3)
    ).visits
    #expect(visits.map(\.figures.scanners) == [0, 2] && visits[0].recordedBy == "binh")
    try await inventory.store.communes.withdrawVisit(
      visits[0].number, of: "21250", within: .province("51"), by: tests.officer,
      now: tests.now(3))
    #expect(try await tests.value("scanners", after: 3) == 2...2)
    await #expect(throws: InventoryError.self) {
      try await inventory.store.communes.withdrawVisit(
        visits[0].number, of: "21250", within: .province("51"), by: tests.officer,
        now: tests.now(3))
    }
    // Past days stay as they were shown.
    for (days, value) in [(1.5, 2.0...2.0), (2.5, 0...0), (3.5, 2...2)] {
      let past = try await inventory.store.situations.past(
        policy: inventory.policy, within: .commune("21250"), asOf: tests.now(days))
      let index = try #require(inventory.policy.criteria.firstIndex { $0.id == "scanners" })
      #expect(past.first?.values[index] == value)
    }
    try await inventory.store.situations.current(
      policy: inventory.policy, within: .country, now: tests.now(4)
    ).forEach { #expect($0.measures.observations.count == inventory.policy.criteria.count) }
  }

  @Test func invalidVisitsAreRejected() async throws {
    let own = try await inventory.store.people.invite(
      "an", role: .officer, scope: .commune("21250"), now: TestInventory.start
    ).user
    await #expect(throws: InventoryError.self) { try await visit(all, on: 1, by: own) }
    await #expect(throws: InventoryError.self) { try await visit(.init(), on: 1) }
    await #expect(throws: InventoryError.self) {
      try await visit(.init(adequateComputers: 1), on: 1)
    }
    await #expect(throws: InventoryError.self) { try await visit(.init(scanners: -1), on: 1) }
    await #expect(throws: InventoryError.self) {
      try await visit(.init(scanners: 10_001), on: 1)
    }
    await #expect(throws: InventoryError.self) { try await visit(all, on: 2, after: 1) }
    await #expect(throws: InventoryError.self) { try await visit(all, on: 0, after: 366) }
    await #expect(throws: InventoryError.self) {
      try await inventory.store.communes.recordVisit(
        of: "21250", at: tests.now(1), all, within: .province("01"), by: tests.officer,
        now: tests.now(1))
    }
  }
}
