import Foundation
import GRDB
import Prioritization
import TestSupport
import Testing

@testable import InventoryStore

/// The run-length history of measures, from which trends are drawn.
struct MeasureHistoryTests {
  private static let day = 86_400.0

  /// An inventory whose history begins with the tests' time; its file is a copy of one made before.
  private static func inventory() async throws -> TestInventory {
    let inventory = try TestInventory()
    try await inventory.store.pool.write { database in
      try database.execute(sql: "DELETE FROM setting WHERE name = 'measureHistorySince'")
      try MeasureHistory.begin(at: TestInventory.start, database)
    }
    return inventory
  }

  /// What pages showed for a commune.
  private struct Shown: Equatable {
    var values: [ClosedRange<Double>?]
    var reporting: ReportingState
    var machines: Int

    init(_ situation: CommuneSituation) {
      (values, reporting, machines) = (
        situation.values, situation.reporting, situation.machines
      )
    }
  }

  private func shown(_ inventory: TestInventory, at now: Date) async throws -> [String: Shown] {
    Dictionary(
      uniqueKeysWithValues: try await inventory.store.situations.current(
        policy: inventory.policy, province: "51", within: .country, now: now
      ).map { ($0.code, Shown($0)) })
  }

  private func recorded(
    _ inventory: TestInventory, at moment: Date
  ) async throws -> [String: RecordedCommune] {
    Dictionary(
      uniqueKeysWithValues: try #require(
        try await inventory.store.situations.recorded(
          policy: inventory.policy, province: "51", within: .country, at: moment)
      ).map { ($0.situation.code, $0) })
  }

  private func rows(_ inventory: TestInventory) async throws -> Int {
    try await inventory.store.pool.read {
      try Int.fetchOne(
        $0,
        sql: """
          SELECT (SELECT count(*) FROM commune_measure_past)
            + (SELECT count(*) FROM commune_reporting_past)
          """) ?? 0
    }
  }

  /// Weeks with reports, silence, new machines, an officer's decision and a line measured again; at
  /// each moment the history matches what was shown then.
  @Test(arguments: [11, 12, 13]) func historyMatchesWhatWasShown(seed: Int) async throws {
    let inventory = try await Self.inventory()
    let store = inventory.store
    var generator = Seeded(seed)
    func at(_ days: Double) -> Date { TestInventory.start.addingTimeInterval(days * Self.day) }
    let communes = ["21250", "21244", "21205"]
    var machines: [(key: MachineKey, sequence: Int, stops: Double)] = []
    var remembered: [(moment: Date, shown: [String: Shown])] = []
    for night in 1..<70 {
      let time = Double(night)
      if night % 8 == 1 {
        let commune = communes.randomElement(using: &generator) ?? "21250"
        machines.append(
          (
            try await inventory.enrol(commune: commune, at: at(time)), 0,
            time + Double.random(in: 1...40, using: &generator)
          ))
      }
      for index in machines.indices where machines[index].stops > time {
        guard Double.random(in: 0..<1, using: &generator) < 0.8 else { continue }
        let moment = at(time + 0.001 * Double(index + 1))
        // As the serving process does each minute.
        try await store.upkeep.keepTime(now: moment.addingTimeInterval(-1), leap: 0)
        machines[index].sequence += 1
        let isRich = Bool.random(using: &generator)
        _ = try await store.reports.file(
          inventory.report(
            machines[index].key, sequence: machines[index].sequence,
            hardware: TestInventory.computer(gibibytes: isRich ? 16 : 2), at: moment))
      }
      if night == 33, let machine = machines.first {
        try await store.machines.quarantine(
          machine.key.machineId, because: "x", within: .country, now: at(time + 0.3))
        // A quarantined machine's reports are refused.
        machines[0].stops = time
      }
      let moment = at(time + Double.random(in: 0.4..<0.9, using: &generator))
      try await store.upkeep.keepTime(now: moment, leap: 0)
      remembered.append((moment, try await shown(inventory, at: moment)))
      // Nothing was renewed at this moment; a later renewal records it.
      let later = moment.addingTimeInterval(3_000)
      remembered.append((later, try await shown(inventory, at: later)))
    }
    try await store.upkeep.keepTime(now: at(120), leap: 0)
    for day in stride(from: 71.5, to: 119, by: 3.7) {
      let recorded = try await recorded(inventory, at: at(day))
      // Silence alone: the history matches what a reader computes without it.
      let past = try await store.situations.past(
        policy: inventory.policy, province: "51", within: .country, asOf: at(day))
      for situation in past where communes.contains(situation.code) {
        #expect(
          recorded[situation.code].map { Shown($0.situation) } == Shown(situation),
          "seed \(seed), day \(day), \(situation.code)")
      }
    }
    #expect(try await store.situations.recordedSince() == TestInventory.start)
    for (moment, shown) in remembered {
      let recorded = try await recorded(inventory, at: moment)
      for commune in communes {
        #expect(
          recorded[commune].map { Shown($0.situation) } == shown[commune],
          "seed \(seed), \(moment), \(commune)")
      }
    }
  }

  @Test func unchangedNightsWriteNoHistory() async throws {
    let inventory = try await Self.inventory()
    let machine = try await inventory.enrol()
    func file(_ night: Int) async throws {
      let now = TestInventory.start.addingTimeInterval(Double(night) * Self.day)
      _ = try await inventory.store.reports.file(
        inventory.report(
          machine, sequence: night, hardware: TestInventory.computer(),
          scanners: TestInventory.scanner, at: now))
      try await inventory.store.upkeep.keepTime(now: now.addingTimeInterval(60), leap: 0)
    }
    try await file(1)
    let before = try await rows(inventory)
    for night in 2..<30 { try await file(night) }
    #expect(try await rows(inventory) == before)
    let counts = try await recorded(
      inventory, at: TestInventory.start.addingTimeInterval(29.5 * Self.day))
    #expect(
      counts["21250"]?.machines
        == .init(reporting: 1, late: 0, silent: 0, waiting: 0, quarantined: 0))
  }

  @Test func timesBeforeHistoryAreUnknown() async throws {
    let inventory = try await Self.inventory()
    let before = TestInventory.start.addingTimeInterval(-1)
    #expect(
      try await inventory.store.situations.recorded(
        policy: inventory.policy, within: .country, at: before) == nil)
    #expect(
      try await inventory.store.situations.recorded(
        policy: inventory.policy, within: .country, at: TestInventory.start)?.count == 3_321)
    await #expect(throws: InventoryError.self) {
      try await inventory.store.situations.recorded(
        policy: inventory.policy, province: "51", within: .province("01"), at: TestInventory.start)
    }
    #expect(
      try await inventory.store.situations.recorded(
        policy: inventory.policy, within: .commune("21250"), at: TestInventory.start)?
        .map(\.situation.code) == ["21250"])
  }

  /// Entries written by a clock in the future disappear once the clock is right.
  @Test func entriesFromFutureClockAreRemoved() async throws {
    let inventory = try await Self.inventory()
    let machine = try await inventory.enrol()
    let now = TestInventory.start.addingTimeInterval(3_600)
    let wrong = now.addingTimeInterval(400 * Self.day)
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 1, hardware: TestInventory.computer(), at: wrong))
    try await inventory.store.upkeep.keepTime(now: wrong, leap: 0)
    try await inventory.store.upkeep.keepTime(now: now, leap: nil)
    let right = now.addingTimeInterval(60)
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 2, hardware: TestInventory.computer(), at: right))
    let shown = try await shown(inventory, at: right)
    #expect(
      try await recorded(inventory, at: right)["21250"].map { Shown($0.situation) }
        == shown["21250"])
    let ahead = try await inventory.store.pool.read {
      try Int.fetchOne(
        $0, sql: "SELECT count(*) FROM commune_measure_past WHERE fromAt > ?",
        arguments: [right.microseconds])
    }
    #expect(ahead == 0)
  }

  /// In a file written by an earlier version, the history begins when it is opened.
  @Test func historyOfEarlierFileBeginsOnOpening() async throws {
    let inventory = try await Self.inventory()
    let machine = try await inventory.enrol()
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 1, hardware: TestInventory.computer()))
    let path = inventory.folder.appending(path: "old.sqlite").path
    let earlier = Array(Schema.migrations.prefix { $0 != "v020_measure_history" })
    let old = try OldInventory.make(of: earlier, from: inventory.path, path)
    try await old.write {
      try $0.execute(sql: "DELETE FROM setting WHERE name = 'measureHistorySince'")
    }
    try old.close()
    let now = TestInventory.start.addingTimeInterval(2 * Self.day)
    let store = try InventoryStore(
      path: path, role: .serving, policy: inventory.policy, now: now)
    #expect(try await store.situations.recordedSince() == now)
    let recorded = try #require(
      try await store.situations.recorded(
        policy: inventory.policy, province: "51", within: .country, at: now))
    let shown = try await store.situations.current(
      policy: inventory.policy, province: "51", within: .country, now: now)
    #expect(recorded.map { Shown($0.situation) } == shown.map(Shown.init))
    #expect(
      try await store.situations.recorded(
        policy: inventory.policy, within: .country, at: now.addingTimeInterval(-1)) == nil)
  }
}
