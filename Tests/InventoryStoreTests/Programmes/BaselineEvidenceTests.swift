import Foundation
import GRDB
import InventoryStore
import Prioritization
import Reporting
import TestSupport
import Testing

/// What a commune had when its programme was adopted confirms no delivery, however soon after it
/// the delivery is recorded.
struct BaselineEvidenceTests {
  private let inventory: TestInventory
  private let items = ["accountSetup", "computer", "scanner", "signatureToken"]

  init() throws { inventory = try TestInventory() }

  private func at(_ days: Double) -> Date {
    TestInventory.start.addingTimeInterval(days * 86_400)
  }

  private func day(_ offset: Double) -> String { VietnamDay.text(at(offset)) }

  private func scanner(_ connection: ScannerFacts.Scanner.Connection) -> ScannerFacts.Scanner {
    ScannerFacts.Scanner(
      manufacturer: "Canon", model: "DR", connection: connection,
      usbId: connection == .usb ? "1083:1645" : nil, evidence: .sane, ready: true)
  }

  private func report(
    _ machine: MachineKey, _ sequence: Int, at days: Double,
    scanners: [ScannerFacts.Scanner] = [], certificates: [String] = [], services: [String] = [],
    megabits: Double? = nil
  ) async throws {
    let signature = try #require(inventory.policy.services.signatures.first)
    let accounts =
      services.map {
        AccountFacts.Account(service: $0, status: .active, evidence: .probed, checkedAt: "x")
      }
      + certificates.map {
        AccountFacts.Account(
          service: signature, status: .active, evidence: .certificate, expiresAt: $0,
          checkedAt: "x")
      }
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: sequence, hardware: RandomComputer.adequate,
        scanners: .observed(.init(scanners: scanners)),
        bandwidth: megabits.map { TestInventory.line(Int($0 * 1e6), .wired) },
        accounts: .observed(.init(accounts: accounts)), at: at(days)))
  }

  private func confirmed(_ programme: TestProgramme, at days: Double) async throws -> [Int] {
    try await programme.search(now: at(days))
    var all: [Int] = []
    for item in items {
      all.append(try await programme.progress(item, now: at(days)).confirmed)
    }
    return all
  }

  /// In a roll-out, agents are enrolled in the weeks before the plan is made.
  @Test func equipmentOfTheAdoptionIsNotEvidence() async throws {
    let services = inventory.policy.services.required
    let old = try await inventory.enrol(
      evidence: ["mac": String(repeating: "0", count: 64)], at: at(20))
    try await report(
      old, 1, at: 20, scanners: [scanner(.usb)], certificates: ["2028-01-01T00:00:00Z"],
      services: Array(services.prefix(1)))
    let programme = try await TestProgramme(
      inventory, items: Dictionary(uniqueKeysWithValues: items.map { ($0, (2, 1)) }),
      adopted: at(30))
    for item in items {
      try await programme.deliver(item, 2, day: day(30), now: at(30.1))
    }
    #expect(try await confirmed(programme, at: 30.1) == [0, 0, 0, 0])
    // The same again, as every night.
    try await report(
      old, 2, at: 31, scanners: [scanner(.usb)], certificates: ["2028-01-01T00:00:00Z"],
      services: Array(services.prefix(1)))
    #expect(try await confirmed(programme, at: 31) == [0, 0, 0, 0])
    let new = try await inventory.enrol(
      evidence: ["mac": String(repeating: "1", count: 64)], at: at(32))
    try await report(
      new, 1, at: 32, scanners: [scanner(.usb)], certificates: ["2029-01-01T00:00:00Z"],
      services: Array(services.prefix(2)))
    // Both scanners at the same time.
    try await report(
      old, 3, at: 32.5, scanners: [scanner(.usb)], certificates: ["2028-01-01T00:00:00Z"],
      services: Array(services.prefix(1)))
    #expect(try await confirmed(programme, at: 33) == [1, 1, 1, 1])
  }

  /// Measured 45 Mbit/s at the adoption; 50 are promised.
  @Test(arguments: [(45.0, 47.0, 48.0), (10, 39, 40), (49, 49.4, 49.6)])
  func oldLineIsNotEvidence(_ before: Double, _ old: Double, _ new: Double) async throws {
    let machine = try await inventory.enrol(at: at(0))
    try await report(machine, 1, at: 0, megabits: before)
    let programme = try await TestProgramme(
      inventory, items: ["fibre50": (1, 1)], adopted: at(1),
      baseline: ["21250": try await inventory.situation(of: "21250", at: at(1)).measures])
    try await programme.deliver("fibre50", 1, day: day(1), now: at(1.1))
    func confirmed(_ days: Double) async throws -> Int {
      try await programme.search(now: at(days))
      return try await programme.progress("fibre50", now: at(days)).confirmed
    }
    #expect(try await confirmed(1.1) == 0)
    try await report(machine, 2, at: 2, megabits: old)
    #expect(try await confirmed(2) == 0)
    try await report(machine, 3, at: 3, megabits: new)
    #expect(try await confirmed(3) == 1)
  }

  /// Earlier versions filed as evidence what was there before.
  @Test func filedEvidenceOfTheAdoptionIsVoided() async throws {
    let machine = try await inventory.enrol(at: at(0))
    try await report(machine, 1, at: 0, megabits: 45)
    let programme = try await TestProgramme(
      inventory, items: ["computer": (1, 1), "fibre50": (1, 1)], adopted: at(1),
      baseline: ["21250": try await inventory.situation(of: "21250", at: at(1)).measures])
    for item in ["computer", "fibre50"] {
      try await programme.deliver(item, 1, day: day(1), now: at(1.1))
    }
    try await report(machine, 2, at: 2, megabits: 44.9)
    let enrolled = at(0).microseconds
    try await DatabaseQueue(path: inventory.path).write { database in
      let measured =
        try Int64.fetchOne(
          database, sql: "SELECT max(measuredAt) FROM bandwidth_measurement") ?? 0
      for (kind, item, subject, seenAt) in [
        ("computer", "computer", machine.machineId, enrolled),
        ("line", "fibre50", "\(machine.machineId) \(measured)", measured),
      ] {
        try database.execute(
          sql: """
            INSERT INTO programme_evidence (kind, subject, delivery, seenAt, machine, recordedAt)
            SELECT ?, ?, e.number, ?, ?, ? FROM programme_entry e
            JOIN programme_item i ON i.number = e.lineItem
            WHERE e.kind = 'delivery' AND i.item = ?
            """,
          arguments: [kind, subject, seenAt, machine.machineId, measured, item])
      }
    }
    #expect(try await programme.progress("computer", now: at(2)).confirmed == 1)
    #expect(try await programme.progress("fibre50", now: at(2)).confirmed == 1)
    try await programme.search(now: at(3))
    #expect(try await programme.progress("computer", now: at(3)).confirmed == 0)
    #expect(try await programme.progress("fibre50", now: at(3)).confirmed == 0)
  }

  /// A visit on the day of the adoption, whose record says no hour.
  @Test func visitBeforeTheAdoptionIsNotEvidence() async throws {
    func visit(_ days: Double) async throws {
      let now = at(days)
      try await inventory.store.communes.recordVisit(
        of: TestProgramme.commune, at: try #require(VietnamDay.noon(day(days), now: now)),
        .init(scanners: 1), within: .country, by: nil, now: now)
    }
    try await visit(0.5)
    let programme = try await TestProgramme(
      inventory, items: [LineItem.visit: (1, 1)], adopted: at(0.6),
      evidence: [LineItem.visit: "visit"])
    try await programme.deliver(LineItem.visit, 1, day: day(0.6), now: at(0.61))
    try await programme.search(now: at(0.62))
    #expect(try await programme.progress(LineItem.visit, now: at(0.62)).confirmed == 0)
    try await visit(0.63)
    try await programme.search(now: at(0.64))
    #expect(try await programme.progress(LineItem.visit, now: at(0.64)).confirmed == 1)
  }

  /// Offices buy devices in pairs; the measure counts both, so the programme must.
  @Test func secondEqualNetworkScannerIsEvidence() async throws {
    var machines: [MachineKey] = []
    for _ in 0..<3 { machines.append(try await inventory.enrol(at: at(0))) }
    let programme = try await TestProgramme(inventory, items: ["scanner": (3, 1)], adopted: at(1))
    try await programme.deliver("scanner", 3, day: day(2), now: at(3))
    func confirmed(_ days: Double) async throws -> Int {
      try await programme.search(now: at(days))
      return try await programme.progress("scanner", now: at(days)).confirmed
    }
    // Several computers see the same ones; one of them sees only one.
    let pair = [scanner(.network), scanner(.network)]
    try await report(machines[0], 1, at: 3, scanners: [scanner(.network)])
    #expect(try await confirmed(3) == 1)
    try await report(machines[1], 1, at: 4, scanners: pair)
    try await report(machines[2], 1, at: 4, scanners: pair)
    #expect(try await confirmed(4) == 2)
    let scanners = try #require(inventory.policy.criteria.firstIndex { $0.id == "scanners" })
    let measured = try await inventory.situation(of: TestProgramme.commune, at: at(4))
    #expect(measured.values[scanners]?.lowerBound == 2)
  }
}
