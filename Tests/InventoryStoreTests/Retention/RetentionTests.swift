import Foundation
import GRDB
import Prioritization
import Reporting
import TestSupport
import Testing

@testable import InventoryStore

/// What retention deletes, and what it must keep.
struct RetentionTests {
  private func at(_ days: Double) -> Date {
    TestInventory.start.addingTimeInterval(days * 86_400)
  }

  private func number(_ inventory: TestInventory, _ sql: String) async throws -> Int {
    try await inventory.store.pool.read { try Int.fetchOne($0, sql: sql) ?? -1 }
  }

  private func requireSound(_ inventory: TestInventory) throws {
    #expect(try Verification.check(inventory.path).faults == [])
  }

  private func account(_ status: AccountFacts.Account.Status, checked: String) -> Outcome<
    AccountFacts
  > {
    .observed(
      AccountFacts(accounts: [
        .init(
          service: "treasury-payment", status: status, evidence: .probed, checkedAt: checked),
        .init(service: "vneid", status: .active, evidence: .attested, checkedAt: "2026-01-01"),
      ]))
  }

  private static let scanner = Outcome.observed(
    ScannerFacts(scanners: [
      .init(
        manufacturer: "Canon", model: "LiDE 300", connection: .usb, usbId: "04a9:1913",
        evidence: .sane, ready: true)
    ]))

  /// Two computers that report each night for 200 days while everything changes now and then.
  private func inventoryWithLongHistory() async throws -> (TestInventory, [MachineKey]) {
    let inventory = try TestInventory()
    try await inventory.store.pool.write { database in
      try database.execute(sql: "DELETE FROM setting WHERE name = 'measureHistorySince'")
      try MeasureHistory.begin(at: TestInventory.start, database)
    }
    _ = try await inventory.store.register.importTable(
      Data("code,officials\n21250,4\n".utf8), now: at(0))
    let machines = [
      try await inventory.enrol(evidence: ["mac": String(repeating: "a", count: 64)], at: at(0)),
      try await inventory.enrol(evidence: ["mac": String(repeating: "b", count: 64)], at: at(0)),
    ]
    for day in 1...200 {
      for (place, machine) in machines.enumerated() where !(place == 1 && 130...150 ~= day) {
        let isFailed = place == 0 && 80...125 ~= day
        _ = try await inventory.store.reports.file(
          inventory.report(
            machine, sequence: day,
            hardware: isFailed
              ? .failed(reason: "EIO \(day)")
              : TestInventory.computer(gibibytes: day < 60 ? 4 : 16),
            scanners: day / 20 % 2 == 0 ? Self.scanner : .absent,
            bandwidth: TestInventory.line(1_000_000 * day),
            accounts: account(day % 50 < 25 ? .active : .expired, checked: "day \(day)"),
            at: at(Double(day))))
      }
    }
    return (inventory, machines)
  }

  private func past(_ inventory: TestInventory, _ days: Double) async throws -> CommuneSituation {
    let all = try await inventory.store.situations.past(
      policy: inventory.policy, province: "51", within: .country, asOf: at(days))
    return try #require(all.first { $0.code == "21250" })
  }

  @Test func keptDaysStayReproducible() async throws {
    let (inventory, _) = try await inventoryWithLongHistory()
    let days = stride(from: 20.5, to: 200, by: 8.5).map { $0 }
    var before: [Double: CommuneSituation] = [:]
    for day in days { before[day] = try await past(inventory, day) }
    let bodies = try await number(inventory, "SELECT count(*) FROM section_body")
    let sections = try await number(inventory, "SELECT count(*) FROM section")
    let dry = try await inventory.store.upkeep.retain(
      RetentionSettings(), now: at(200.5), isDryRun: true)
    #expect(try await number(inventory, "SELECT count(*) FROM section_body") == bodies)
    #expect(try await inventory.store.situations.exactSince() == nil)
    let done = try await inventory.store.upkeep.retain(RetentionSettings(), now: at(200.5))
    #expect(done.items == dry.items && done[.sectionBodies].count > 300)
    let left = try await number(inventory, "SELECT count(*) FROM section_body")
    #expect(left == bodies - done[.sectionBodies].count)
    #expect(try await number(inventory, "SELECT count(*) FROM section") == sections)
    #expect(
      try await number(
        inventory,
        """
        SELECT count(*) FROM section s LEFT JOIN section_body b ON b.section = s.id
        WHERE (b.section IS NOT NULL) <> s.kept OR s.current = 1 AND s.kept = 0
        """) == 0)
    try requireSound(inventory)
    #expect(try await inventory.store.situations.exactSince() == at(110.5))

    var exact = 0
    for day in days {
      let (then, again) = (try #require(before[day]), try await past(inventory, day))
      #expect(again.values == then.values, "day \(day)")
      #expect(again.reporting == then.reporting && again.machines == then.machines, "day \(day)")
      if day > 110.5 {
        #expect(
          again.measures == then.measures && again.observedAt == then.observedAt, "day \(day)")
        exact += 1
      }
    }
    #expect(exact > 8)
    // Another run the same night finds nothing.
    let again = try await inventory.store.upkeep.retain(RetentionSettings(), now: at(200.5))
    #expect(again.items.allSatisfy { $0.count == 0 })
    // A later run continues where this one ended, and a year of silence deletes nothing current.
    _ = try await inventory.store.upkeep.retain(RetentionSettings(), now: at(400))
    #expect(
      try await number(
        inventory,
        "SELECT count(*) FROM section JOIN section_body ON section = id WHERE current = 1"
      ) == 8)
    let latest = try await past(inventory, 199.5)
    #expect(latest.values == (try await past(inventory, 199.5)).values)
    try requireSound(inventory)
  }

  /// If the history of measures does not reach back far enough, the day is refused rather than
  /// guessed.
  @Test func dayWithoutKeptDataIsRejected() async throws {
    let (inventory, _) = try await inventoryWithLongHistory()
    _ = try await inventory.store.upkeep.retain(RetentionSettings(), now: at(200.5))
    try await inventory.store.pool.write { database in
      try database.execute(sql: "DELETE FROM setting WHERE name = 'measureHistorySince'")
      try MeasureHistory.begin(at: at(100), database)
    }
    #expect(throws: Never.self) {
      try inventory.store.situations.pastBlocking(
        policy: inventory.policy, within: .country, asOf: at(105))
    }
    #expect {
      try inventory.store.situations.pastBlocking(
        policy: inventory.policy, within: .country, asOf: at(99))
    } throws: {
      // The refusal names the first day that is answered.
      ($0 as? InventoryError)?.message.contains("choose \(VietnamDay.text(at(100))) or a later day")
        == true
    }
    #expect {
      try inventory.store.situations.past(
        of: "21250", policy: inventory.policy, at: [at(99)], within: .country)
    } throws: { ($0 as? InventoryError)?.code == .pastNotKept }
  }

  @Test func longKnownObjectsAreNotEvidence() async throws {
    let (inventory, machines) = try await inventoryWithLongHistory()
    // In that history the scanner and the account come and go.
    func found() async throws -> [String] {
      try await inventory.store.pool.read { database in
        try ScannerSightings.new(commune: "21250", database).map { "\($0.subject) \($0.seenAt)" }
          + AccountSightings.services(
            ["treasury-payment"], commune: "21250", now: at(200), database
          ).map { "\($0.subject) \($0.seenAt)" }
      }.sorted()
    }
    let before = try await found()
    #expect(before.count == 3)
    let programme = try await TestProgramme(inventory, items: ["scanner": (2, 1)], adopted: at(199))
    try await programme.deliver("scanner", 2, day: VietnamDay.text(at(199)), now: at(200))
    _ = try await inventory.store.upkeep.retain(RetentionSettings(), now: at(200.5))
    #expect(try await found() == before)
    _ = try await inventory.store.upkeep.retain(RetentionSettings(), now: at(290))
    #expect(try await found() == before)
    try await programme.search(now: at(290))
    #expect(try await programme.progress("scanner", now: at(290)).confirmed == 0)
    // A few rows replace hundreds of texts.
    #expect(try await number(inventory, "SELECT count(*) FROM reported_past") < 60)

    // Nor is it evidence once its computer has been retired and its data deleted.
    try await inventory.store.machines.retire(machines[0].machineId, within: .country, now: at(300))
    _ = try await inventory.store.upkeep.retain(RetentionSettings(), now: at(680))
    #expect(try await found() == before)
  }

  @Test func retiredComputersDataIsDeletedButRowStays() async throws {
    let (inventory, machines) = try await inventoryWithLongHistory()
    let programme = try await TestProgramme(inventory, items: ["computer": (1, 1)], adopted: at(0))
    try await programme.deliver("computer", 1, day: VietnamDay.text(at(1)), now: at(2))
    try await programme.search(now: at(200))
    #expect(try await programme.progress("computer", now: at(200)).confirmed == 1)
    for machine in machines {
      try await inventory.store.machines.retire(machine.machineId, within: .country, now: at(201))
    }
    let early = try await inventory.store.upkeep.retain(RetentionSettings(), now: at(500))
    #expect(early[.retiredMachines].count == 0)
    let done = try await inventory.store.upkeep.retain(RetentionSettings(), now: at(201 + 366))
    #expect(done[.retiredMachines].count == 2 && done[.retiredMachines].bytes > 10_000)
    for table in [
      "section", "section_body", "report", "bandwidth_measurement", "machine_hardware",
      "scanner", "account",
    ] {
      #expect(try await number(inventory, "SELECT count(*) FROM \(table)") == 0, "\(table)")
    }
    try requireSound(inventory)
    #expect(try await programme.progress("computer", now: at(570)).confirmed == 1)
    let details = try await inventory.store.machines.details(
      machines[0].machineId, within: .country, now: at(570))
    #expect(details.summary.state == .retired && details.reports == 0)
    // Reinstalled, it is not a new computer: its hashes are known.
    let again = try await inventory.enrol(
      evidence: ["mac": String(repeating: "a", count: 64)], at: at(600))
    #expect(!machines.map(\.machineId).contains(again.machineId), "an id is never reused")
    _ = try await inventory.store.reports.file(
      inventory.report(again, sequence: 1, hardware: TestInventory.computer(), at: at(600)))
    let other = try await TestProgramme(
      inventory, items: ["computer": (1, 1)], name: "later", adopted: at(590))
    try await other.deliver("computer", 1, day: VietnamDay.text(at(595)), now: at(600))
    try await other.search(now: at(601))
    #expect(try await other.progress("computer", now: at(601)).confirmed == 0)
    // Before its retirement it was there, which only the history of measures still shows.
    #expect(try await past(inventory, 190).machines == 2)
    try requireSound(inventory)
  }

  @Test func unknownSectionsAreLimited() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    for day in 1...14 {
      let text = String(repeating: "x", count: 40_000)
      _ = try await inventory.store.reports.file(
        inventory.raw(
          """
          {"format":1,"agent":{"version":"0.1.0","clock":{"bootId":"b","bootSeconds":1,"wall":"x"}},\
          "novelty":{"outcome":"observed","facts":{"day":\(day),"text":"\(text)"}}}
          """, machine, sequence: day, at: at(Double(day))))
    }
    #expect(try await number(inventory, "SELECT unknownBytes FROM machine") > 560_000)
    var retention = RetentionSettings()
    retention.unknownSectionsBytes = 200_000
    let done = try await inventory.store.upkeep.retain(retention, now: at(15))
    #expect(done[.unknownSections].count == 10)
    #expect(try await number(inventory, "SELECT unknownBytes FROM machine") < 200_000)
    #expect(try await number(inventory, "SELECT max(length(body)) FROM section_body") > 40_000)
    let later = try await inventory.store.upkeep.retain(retention, now: at(14 + 91))
    #expect(later[.unknownSections].count == 3)
    #expect(
      try await number(inventory, "SELECT count(*) FROM section_body") == 1, "the current one")
    try requireSound(inventory)
  }

  @Test func oldSignInsAreDeleted() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    try await store.pool.write { database in
      try database.execute(
        sql: "INSERT INTO user (number, name, role, createdAt) VALUES (1, 'u', 'planner', 0)")
      for (place, days) in [0.0, 300].enumerated() {
        let time = at(days).microseconds
        try database.execute(
          sql: """
            INSERT INTO user_session VALUES (randomblob(32), 1, 'a', \(time), \(time));
            INSERT INTO user_address VALUES (1, 'a\(place)', \(time));
            INSERT INTO user_browser VALUES (randomblob(32), 1, \(time));
            INSERT INTO check_sheet VALUES (randomblob(32), '21250', NULL, \(time - 1), \(time), NULL);
            """)
      }
    }
    let done = try await store.upkeep.retain(RetentionSettings(), now: at(380))
    #expect(done[.signIns].count == 4)
    for table in ["user_session", "user_address", "user_browser", "check_sheet"] {
      #expect(try await number(inventory, "SELECT count(*) FROM \(table)") == 1, "\(table)")
    }
  }

  @Test func earlierMonthsKeepTheirStartValues() async throws {
    let (inventory, _) = try await inventoryWithLongHistory()
    func recorded(_ moment: Date) async throws -> [String] {
      try #require(
        try await inventory.store.situations.recorded(
          policy: inventory.policy, province: "51", within: .country, at: moment)
      ).map { "\($0.situation.values) \($0.situation.machines) \($0.machines)" }
    }
    let starts = (1...6).map { RetentionLimits.monthStart(at(Double($0) * 31)) }
    var before: [[String]] = []
    for start in starts { before.append(try await recorded(start)) }
    let rows = try await number(inventory, "SELECT count(*) FROM commune_measure_past")
    var retention = RetentionSettings()
    retention.measureHistoryMonths = 1
    let done = try await inventory.store.upkeep.retain(retention, now: at(260))
    #expect(done[.measureHistory].count > 100)
    #expect(try await number(inventory, "SELECT count(*) FROM commune_measure_past") < rows)
    for (place, start) in starts.enumerated() {
      #expect(try await recorded(start) == before[place])
      #expect(
        try await recorded(start.addingTimeInterval(10 * 86_400)) == before[place], "its month")
      guard place + 1 < starts.count else { continue }
      // The end of a month is shown by the beginning of the next, and says so.
      let end = starts[place + 1].addingTimeInterval(-1)
      #expect(try await recorded(end) == before[place + 1])
      #expect(inventory.store.situations.shown(for: end) == starts[place + 1])
    }
    #expect(
      try await inventory.store.upkeep.retain(retention, now: at(262))[.measureHistory].count == 0)
  }

  @Test func freedPagesAreReturned() async throws {
    let (inventory, _) = try await inventoryWithLongHistory()
    #expect(try await inventory.store.pool.read { try FreedPages.canBeGivenBack($0) })
    let done = try await inventory.store.upkeep.retain(RetentionSettings(), now: at(4000))
    #expect(done.longestHoldSeconds > 0)
    let free = try await number(inventory, "PRAGMA freelist_count")
    #expect(free <= 256)
  }

  @Test func implausibleClockDeletesNothing() async throws {
    let inventory = try TestInventory()
    await #expect(throws: InventoryError.self) {
      try await inventory.store.upkeep.retain(
        RetentionSettings(), now: Date(timeIntervalSince1970: 8_000_000_000))
    }
  }
}
