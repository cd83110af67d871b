import Foundation
import InventoryStore
import Prioritization
import Reporting
import TestSupport
import Testing

/// Evidence that later turns out not to show a delivery.
struct RefutedEvidenceTests {
  private let inventory: TestInventory

  init() throws { inventory = try TestInventory() }

  private func at(_ days: Double) -> Date {
    TestInventory.start.addingTimeInterval(days * 86_400)
  }

  private func day(_ offset: Double) -> String { VietnamDay.text(at(offset)) }

  /// A computer with unique hardware.
  private func computer(_ letter: Character, at days: Double) async throws -> MachineKey {
    let machine = try await inventory.enrol(
      evidence: ["mac": String(repeating: letter, count: 64)], at: at(days))
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 1, hardware: RandomComputer.adequate, at: at(days)))
    return machine
  }

  private func merge(_ former: MachineKey, into later: MachineKey, at days: Double) async throws {
    try await inventory.store.machines.merge(
      former.machineId, into: later.machineId, within: .country, now: at(days))
  }

  private func confirmed(_ programme: TestProgramme, at days: Double) async throws -> Int {
    try await programme.progress("computer", now: at(days)).confirmed
  }

  @Test func computerThatIsAnOldOneIsNotEvidence() async throws {
    let old = try await computer("0", at: 0)
    let programme = try await TestProgramme(
      inventory, items: ["computer": (2, 1)], adopted: at(40))
    try await programme.deliver("computer", 2, day: day(50), now: at(51))
    let new = try await computer("1", at: 52)
    try await programme.search(now: at(52))
    #expect(try await confirmed(programme, at: 52) == 1)
    try await merge(old, into: new, at: 53)
    #expect(try await confirmed(programme, at: 53) == 0)
    // The evidence stays void; a computer that is really new counts.
    _ = try await computer("2", at: 54)
    try await programme.search(now: at(54))
    #expect(try await confirmed(programme, at: 54) == 1)
  }

  /// Two units confirmed by what was one computer, whichever was merged into which.
  @Test(arguments: [false, true])
  func oneNewComputerIsEvidenceOnce(_ isReversed: Bool) async throws {
    let programme = try await TestProgramme(inventory, items: ["computer": (2, 1)])
    try await programme.deliver("computer", 2, day: day(1), now: at(2))
    let (one, two) = (try await computer("1", at: 3), try await computer("2", at: 4))
    try await programme.search(now: at(5))
    #expect(try await confirmed(programme, at: 5) == 2)
    try await merge(isReversed ? two : one, into: isReversed ? one : two, at: 6)
    for days in [6.0, 7, 8] {
      #expect(try await confirmed(programme, at: days) == 1, "\(days)")
      try await programme.search(now: at(days))
    }
  }

  @Test func withdrawnVisitIsNotEvidence() async throws {
    let number = try await inventory.store.programmes.adopt(
      Adoption(
        name: "visits", area: .province("51"), budget: 1,
        purchases: [
          .init(
            commune: "21250", item: LineItem.visit, count: 1, price: 3_000_000, evidence: "visit")
        ], document: Data("{}".utf8), policy: try JSONEncoder().encode(inventory.policy),
        baseline: Data("{}".utf8)), within: .country, now: at(0))
    _ = try await inventory.store.programmes.record(
      [PurchaseEntry.Kind.order, .delivery].map {
        TestProgramme.record($0, LineItem.visit, 1, day: day(1), document: "HD")
      }, in: number, within: .country, now: at(2))
    func shown() async throws -> Int {
      let record = try await inventory.store.programmes.record(number, within: .country)
      return record.items.flatMap(\.entries).flatMap(\.evidence).count
    }
    func visit(on days: Double) async throws -> Int64 {
      try await inventory.store.communes.recordVisit(
        of: "21250", at: at(days),
        .init(adequateComputers: 3, otherComputers: 2, scanners: 1), within: .country, by: nil,
        now: at(days))
      try await inventory.store.programmes.searchForEvidence(
        of: number, within: .country, now: at(days))
      return try #require(
        try await inventory.store.communes.details(
          "21250", within: .country, now: at(days)
        ).visits.first?.number)
    }
    let first = try await visit(on: 3)
    #expect(try await shown() == 1)
    try await inventory.store.communes.withdrawVisit(
      first, of: "21250", within: .country, by: nil, now: at(4))
    #expect(try await shown() == 0)
    _ = try await visit(on: 5)
    #expect(try await shown() == 1)
  }
}
