import Foundation
import GRDB
import Prioritization
import Reporting
import TestSupport
import Testing

@testable import InventoryStore

/// A computer that is enrolled again without saying what it is confirms no further delivery: its
/// reports say it.
struct ReportedTwinTests {
  private let inventory: TestInventory

  init() throws { inventory = try TestInventory() }

  private func at(_ days: Double) -> Date {
    TestInventory.start.addingTimeInterval(days * 86_400)
  }

  private func day(_ offset: Double) -> String { VietnamDay.text(at(offset)) }

  private static let uuid = "4c4c4544-0042-3510-8052-b4c04f4d3732"

  /// An adequate computer of the given hardware; nil leaves its first report out.
  private func computer(
    _ serial: String?, _ uuid: String?, commune: String = TestProgramme.commune,
    evidence: [String: String]? = [:], maker: String = "Dell Inc.", reported: Double?,
    at days: Double
  ) async throws -> MachineKey {
    let machine = try await inventory.enrol(commune: commune, evidence: evidence, at: at(days))
    if let reported { try await report(machine, serial, uuid, maker: maker, at: reported) }
    return machine
  }

  private func report(
    _ machine: MachineKey, _ serial: String?, _ uuid: String?, maker: String = "Dell Inc.",
    sequence: Int = 1, at days: Double
  ) async throws {
    var facts = try #require(RandomComputer.adequate.facts)
    facts.machine.manufacturer = maker
    facts.machine.serialNumber = serial
    facts.machine.uuid = uuid
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: sequence, hardware: .observed(facts), at: at(days)))
  }

  private func programme(adopted: Double) async throws -> TestProgramme {
    let programme = try await TestProgramme(
      inventory, items: ["computer": (2, 1)], adopted: at(adopted))
    for commune in [TestProgramme.commune, TestProgramme.other] {
      try await programme.deliver(
        "computer", 2, day: day(adopted + 1), commune: commune, now: at(adopted + 2))
    }
    return programme
  }

  private func confirmed(
    _ programme: TestProgramme, in commune: String = TestProgramme.commune, at days: Double
  ) async throws -> Int {
    try await programme.search(now: at(days))
    return try await programme.item("computer", of: commune)
      .progress(inventory.policy.evidence, now: at(days)).confirmed
  }

  @Test(arguments: [TestProgramme.commune, TestProgramme.other], [false, true])
  func computerKnownBeforeConfirmsNothing(_ commune: String, _ isRetired: Bool) async throws {
    let known = try await computer("ABC123X", Self.uuid, commune: commune, reported: 0, at: 0)
    if isRetired {
      try await inventory.store.machines.retire(known.machineId, within: .country, now: at(1))
    }
    let programme = try await programme(adopted: 40)
    // As another agent writes them: in other letters, the first bytes of the UUID reversed.
    _ = try await computer(
      "abc123x", "44454C4C-4200-1035-8052-B4C04F4D3732", reported: 43, at: 43)
    #expect(try await confirmed(programme, at: 44) == 0)
    // A computer of other hardware does.
    _ = try await computer(
      "ABC124X", "4c4c4544-0042-3510-8052-b4c04f4d3733", reported: 45, at: 45)
    #expect(try await confirmed(programme, at: 46) == 1)
  }

  @Test func twinInAnotherCommuneVoidsWhatWasConfirmed() async throws {
    let programme = try await programme(adopted: 0)
    _ = try await computer("ABC123X", Self.uuid, reported: 3, at: 3)
    #expect(try await confirmed(programme, at: 4) == 1)
    _ = try await computer(
      "ABC123X", Self.uuid, commune: TestProgramme.other, reported: 5, at: 5)
    #expect(try await confirmed(programme, at: 6) == 0)
    #expect(try await confirmed(programme, in: TestProgramme.other, at: 6) == 0)
  }

  /// The first enrolment reports last: still one computer.
  @Test func oneComputerConfirmsOneDelivery() async throws {
    let programme = try await programme(adopted: 0)
    let first = try await computer("ABC123X", nil, reported: nil, at: 3)
    _ = try await computer("ABC123X", Self.uuid, reported: 3.5, at: 3.5)
    #expect(try await confirmed(programme, at: 4) == 1)
    try await report(first, "ABC123X", Self.uuid, at: 5)
    #expect(try await confirmed(programme, at: 6) == 1)
    #expect(try await confirmed(programme, at: 7) == 1)
  }

  /// What makers leave in place of a number names nothing, nor does one number for a whole batch,
  /// nor an equal number of another maker.
  @Test func placeholdersAndBatchesNameNothing() async throws {
    let programme = try await programme(adopted: 0)
    for (at, serial) in ["To be filled by O.E.M.", "To be filled by O.E.M."].enumerated() {
      _ = try await computer(
        serial, "00000000-0000-0000-0000-000000000000", evidence: nil, reported: 3,
        at: 3 + Double(at) / 10)
    }
    #expect(try await confirmed(programme, at: 4) == 2)
    for place in 0..<5 {
      _ = try await computer(
        "BATCH7", nil, commune: TestProgramme.other, evidence: nil, reported: 3,
        at: 3 + Double(place) / 10)
    }
    #expect(try await confirmed(programme, in: TestProgramme.other, at: 4) == 2)
  }

  @Test func numbersOfOtherMakersDiffer() async throws {
    _ = try await computer("100200", nil, maker: "FPT Elead", reported: 0, at: 0)
    let programme = try await programme(adopted: 40)
    _ = try await computer("100200", nil, maker: "Dell Inc.", reported: 43, at: 43)
    #expect(try await confirmed(programme, at: 44) == 1)
  }

  @Test func computerThatNothingNamesConfirmsNothing() async throws {
    let programme = try await programme(adopted: 0)
    _ = try await computer("System Serial Number", nil, reported: 3, at: 3)
    #expect(try await confirmed(programme, at: 4) == 0)
    _ = try await computer(nil, nil, evidence: nil, reported: 5, at: 5)
    #expect(try await confirmed(programme, at: 6) == 1)
  }

  /// A country has some 160,000 computers: neither search may read them all.
  @Test(arguments: ["serialNumber", "uuid"])
  func twinsAreFoundByAnIndex(_ column: String) async throws {
    let plan = try await inventory.store.pool.read { database in
      try String.fetchAll(
        database, sql: "EXPLAIN QUERY PLAN " + ReportedTwins.query(column),
        arguments: ["x", 1], adapter: RangeRowAdapter(3..<4))
    }
    #expect(plan.contains { $0.contains("machine_hardware_by_") }, "\(plan)")
    #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
  }
}
