import Foundation
import InventoryStore
import Prioritization
import Reporting
import Testing

/// Retired computers count as known to be gone: retiring one never lowers a need.
struct RetiredComputerTests {
  let inventory: TestInventory
  let code = "21250"

  init() async throws {
    inventory = try TestInventory()
    _ = try await inventory.store.register.importTable(
      Data("code,officials\n21250,10\n".utf8), now: .now)
  }

  private func day(_ days: Double) -> Date { TestInventory.start.addingTimeInterval(days * 86_400) }

  private func report(_ machine: MachineKey, _ sequence: Int, on days: Double) async throws {
    let accounts = ["civil-registration", "digital-signature"].map {
      AccountFacts.Account(service: $0, status: .notIssued, evidence: .probed, checkedAt: "x")
    }
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: sequence, hardware: TestInventory.computer(gibibytes: 2),
        scanners: TestInventory.scanner,
        bandwidth: TestInventory.line(4_000_000, .wired),
        accounts: .observed(AccountFacts(accounts: accounts)), at: day(days)))
  }

  private func situation(_ days: Double) async throws -> CommuneSituation {
    try await inventory.situation(of: code, at: day(days))
  }

  private func value(_ id: String, _ days: Double) async throws -> ClosedRange<Double>? {
    let index = try #require(inventory.policy.criteria.firstIndex { $0.id == id })
    return try await situation(days).values[index]
  }

  private func points(_ days: Double) async throws -> Double {
    Standing(policy: inventory.policy, measures: try await situation(days).measures).points
  }

  private func retire(_ machine: MachineKey, on days: Double) async throws {
    try await inventory.store.machines.retire(
      machine.machineId, within: .country, now: day(days))
  }

  @Test func communeHasNoneAfterLastRetirement() async throws {
    let machine = try await inventory.enrol(at: day(0))
    try await report(machine, 1, on: 0)
    #expect(try await value("computers", 0) == 0.05...0.05)
    let before = try await points(1)
    try await retire(machine, on: 1)
    #expect(try await value("computers", 1) == 0...0)
    #expect(try await value("scanners", 1) == 0...0)
    #expect(try await value("signatures", 1) == 0...0)
    // The office's line and its accounts do not leave with a computer.
    #expect(try await value("line", 1)?.upperBound == 4e6)
    #expect(try await value("services", 1)?.upperBound == 0.8)
    #expect(try await points(1) >= before)
    let situation = try await situation(1)
    #expect(situation.machines == 0 && situation.reporting == .neverEnrolled)
    #expect(situation.measures.vacancies.first == .some(10))
    // Its accounts go stale like those of a silent computer; that it is gone does not.
    #expect(try await value("services", 30) == nil)
    #expect(try await value("computers", 400) == 0...0)
  }

  @Test func unreportedComputersCountInUpperEnd() async throws {
    let machine = try await inventory.enrol(at: day(0))
    _ = try await inventory.enrol(at: day(0))
    try await report(machine, 1, on: 0)
    let before = try await points(1)
    try await retire(machine, on: 1)
    #expect(try await value("computers", 1) == 0...0.1)
    #expect(try await points(1) >= before)
  }

  /// A computer that never reported proves nothing by leaving.
  @Test func retiringUnreportedComputerProvesNothing() async throws {
    let machine = try await inventory.enrol(at: day(0))
    try await retire(machine, on: 1)
    #expect(try await value("computers", 1) == nil)
  }

  @Test func reinstalledComputerStillCounts() async throws {
    let former = try await inventory.enrol(at: day(0))
    try await report(former, 1, on: 0)
    let later = try await inventory.enrol(at: day(1))
    try await report(later, 1, on: 1)
    try await inventory.store.machines.merge(
      former.machineId, into: later.machineId, within: .country, now: day(1))
    #expect(try await value("computers", 1) == 0.05...0.05)
    try await retire(later, on: 2)
    #expect(try await value("computers", 2) == 0...0)
  }

  @Test func pastSituationsRespectRetirementDate() async throws {
    let machine = try await inventory.enrol(at: day(0))
    try await report(machine, 1, on: 0)
    var shown: [Double: Double] = [:]
    for days in [0.5, 1] { shown[days] = try await points(days) }
    try await retire(machine, on: 2)
    for days in [2.5, 20, 40] { shown[days] = try await points(days) }
    for (days, points) in shown {
      let past = try await inventory.store.situations.past(
        policy: inventory.policy, within: .commune(code), asOf: day(days))
      let standing = Standing(policy: inventory.policy, measures: try #require(past.first).measures)
      #expect(standing.points == points, "day \(days)")
    }
  }
}
