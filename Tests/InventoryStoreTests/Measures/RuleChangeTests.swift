import Foundation
import GRDB
import InventoryFixtures
import Prioritization
import Testing

@testable import InventoryStore

/// A policy that computes measures differently comes into force while the centre serves.
struct RuleChangeTests {
  private static let change = TestInventory.start.addingTimeInterval(86_400)
  /// More communes than one transaction renews.
  private static let count = 110

  /// Eight gigabytes are too little, and a computer is silent earlier.
  private func stricter() throws -> Policy {
    let text = String(
      decoding: try #require(EmbeddedFile.bytes("policies/standard.toml")), as: UTF8.self)
    let changed = text.replacing(
      /minimumMemoryBytes = [\d_]+/, with: "minimumMemoryBytes = 9_000_000_000"
    )
    .replacing("silentDays = 14.0", with: "silentDays = 4.0")
    return try Policy(toml: changed)
  }

  /// What pages show of each commune that has a computer.
  private func shown(
    _ inventory: TestInventory, _ policy: Policy, province: String? = nil, at now: Date = change
  ) async throws -> [String: [ClosedRange<Double>?]] {
    let all = try await inventory.store.situations.current(
      policy: policy, province: province, within: .country, now: now)
    return Dictionary(
      uniqueKeysWithValues: all.filter { $0.machines > 0 }.map { ($0.code, $0.values) })
  }

  private func filled() async throws -> TestInventory {
    let inventory = try TestInventory()
    let codes = try await inventory.store.pool.read {
      try String.fetchAll(
        $0, sql: "SELECT code FROM commune WHERE province = '01' ORDER BY code LIMIT ?",
        arguments: [Self.count])
    }
    try #require(codes.count == Self.count)
    _ = try await inventory.store.register.importTable(
      Data("code,officials\n\(codes.map { "\($0),9\n" }.joined())".utf8), now: TestInventory.start)
    for code in codes {
      let machine = try await inventory.enrol(commune: code)
      _ = try await inventory.store.reports.file(
        inventory.report(machine, sequence: 1, hardware: TestInventory.computer(gibibytes: 8)))
    }
    return inventory
  }

  /// Communes whose measures were computed at the change or later.
  private func renewed(_ inventory: TestInventory) throws -> Int {
    try inventory.count(
      "SELECT count(*) FROM commune_reporting WHERE madeAt >= \(Self.change.microseconds)")
  }

  @Test func pagesNeverMixOldAndNewRules() async throws {
    let inventory = try await filled()
    let fresh = try stricter()
    let before = try await shown(inventory, inventory.policy)
    let after = try await shown(inventory, fresh)
    #expect(before.count == Self.count && before != after)
    let revision = try await inventory.store.upkeep.revision()

    try await inventory.store.upkeep.adopt(fresh, digest: "d", now: Self.change)
    // One short write, however many computers there are.
    #expect(try renewed(inventory) == 0)
    #expect(try await inventory.store.upkeep.revision() == revision + 1)
    #expect(try await shown(inventory, fresh) == after)
    #expect(try await shown(inventory, inventory.policy) == before)

    let renewal = Task { [upkeep = inventory.store.upkeep] in
      try await upkeep.renewOvertaken(now: Self.change)
    }
    var looks = 0
    while looks < 1000, try renewed(inventory) < Self.count {
      #expect(try await shown(inventory, fresh, province: "01") == after)
      #expect(try await shown(inventory, inventory.policy, province: "01") == before)
      looks += 1
    }
    #expect(try await renewal.value == Self.count)
    #expect(looks > 0)
    #expect(try await inventory.store.upkeep.revision() > revision + 2, "in parts")
    #expect(try await shown(inventory, fresh) == after)
    #expect(try await shown(inventory, inventory.policy) == before)
    #expect(try await inventory.store.upkeep.renewOvertaken(now: Self.change) == 0)
  }

  /// A report that arrives before the renewal is filed under the new rules at once.
  @Test func reportsBeforeRenewalUseNewRules() async throws {
    let inventory = try await filled()
    let fresh = try stricter()
    try await inventory.store.upkeep.adopt(fresh, digest: "d", now: Self.change)
    let machine = try await inventory.enrol(at: Self.change)
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: 1, hardware: TestInventory.computer(gibibytes: 8), at: Self.change))
    #expect(try renewed(inventory) == 1)
    let read = try await shown(inventory, fresh)
    _ = try await inventory.store.upkeep.renewOvertaken(now: Self.change)
    #expect(try await shown(inventory, fresh) == read)
  }

  /// The history shows the change at the time when it happened.
  @Test func historyRecordsWhenRulesChanged() async throws {
    let inventory = try await filled()
    try await inventory.store.upkeep.adopt(try stricter(), digest: "d", now: Self.change)
    let later = Self.change.addingTimeInterval(20)
    _ = try await inventory.store.upkeep.renewOvertaken(now: later)
    let number = MeasureHistory.number(.adequateComputersPerOfficial)
    let turns = try await inventory.store.pool.read {
      try Int64.fetchAll(
        $0,
        sql: """
          SELECT fromAt FROM commune_measure_past p WHERE measure = ? AND fromAt > ?
            AND low < (SELECT low FROM commune_measure_past
              WHERE commune = p.commune AND measure = p.measure AND untilAt = p.fromAt)
          """, arguments: [number, TestInventory.start.microseconds])
    }
    #expect(turns.count == Self.count)
    let minute = Self.change.addingTimeInterval(-61).microseconds...later.microseconds
    #expect(turns.allSatisfy { minute.contains($0) })
  }

  /// Changes by time alone before the new policy came into force follow the former rules.
  @Test func earlierExpiryUsesFormerRules() async throws {
    let inventory = try await filled()
    let silent = TestInventory.start.addingTimeInterval(30 * 86_400)
    let fresh = try stricter()
    let after = try await shown(inventory, fresh, at: silent)
    try await inventory.store.upkeep.adopt(fresh, digest: "d", now: silent)
    #expect(try await shown(inventory, fresh, at: silent) == after)
    // Silent after fourteen days, as the rules in force then say, not after four.
    let turns = try await inventory.store.pool.read {
      try Int64.fetchAll(
        $0,
        sql: """
          SELECT DISTINCT fromAt FROM commune_reporting_past WHERE silentMachines > 0
          """)
    }
    let day = { (days: Double) in
      TestInventory.start.addingTimeInterval(days * 86_400).microseconds
    }
    #expect(!turns.isEmpty && turns.allSatisfy { $0 > day(13.9) && $0 < day(14.1) }, "\(turns)")
  }
}
