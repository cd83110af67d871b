import Foundation
import GRDB
import Reporting
import Testing

@testable import InventoryStore

/// The rows of a machine's scanners and disks follow its newest report, and only those that differ
/// are written.
struct TypedRowsTests {
  private static func scanners(_ models: [String]) -> Outcome<ScannerFacts> {
    .observed(
      ScannerFacts(
        scanners: models.map {
          .init(
            manufacturer: $0.isEmpty ? nil : "Canon", model: $0.isEmpty ? nil : $0,
            connection: .usb, usbId: "04a9:1913", evidence: .usb, ready: $0.isEmpty ? nil : true)
        }))
  }

  private static func computer(_ disks: KeyValuePairs<String, Int>) -> Outcome<HardwareFacts> {
    guard case .observed(var facts) = TestInventory.computer() else { return .absent }
    facts.disks = disks.map { name, size in
      .init(
        name: name, model: size > 99 ? nil : "Disk", sizeBytes: size,
        rotational: size > 9 ? nil : false, removable: false)
    }
    return .observed(facts)
  }

  private static let nights = [
    (scanners(["one", "two", "three"]), computer(["sda": 1, "sdb": 2])),
    (scanners(["one", "2", "three"]), computer(["sda": 1, "sdb": 20])),
    (scanners(["three"]), computer(["sdb": 20])),
    (.absent, computer([:])),
    (scanners(["", "two"]), computer(["nvme0n1": 5, "sda": 100])),
    (scanners(["two", "", "four", "five"]), computer(["sda": 3, "nvme0n1": 5, "sda": 4])),
    (scanners(["two", "", "four", "five"]), computer(["sda": 3, "nvme0n1": 5, "sda": 4])),
  ]

  private static func unseen(_ models: [String]) -> Outcome<ScannerFacts> {
    guard case .observed(var facts) = scanners(models) else { return .absent }
    facts.unseen = [.init(way: .inventory, reason: "not asked")]
    return .observed(facts)
  }

  /// A machine's scanners in lists: a number, or nothing if there may be one.
  @Test(
    arguments: [
      ([], nil), ([nil], nil), ([scanners([])], 0), ([.absent], 0),
      ([scanners(["one", "two"])], 2),
      ([.failed(reason: "no tools")], nil), ([unseen([])], nil), ([unseen(["one"])], 1),
      ([scanners(["one"]), .failed(reason: "no tools")], 1),
      ([scanners([]), .failed(reason: "no tools")], nil), ([scanners(["one"]), .absent], 0),
    ] as [([Outcome<ScannerFacts>?], Int?)])
  func unknownScannersAreNotNone(_ nights: [Outcome<ScannerFacts>?], _ count: Int?) async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    for (night, scanners) in nights.enumerated() {
      _ = try await inventory.store.reports.file(
        inventory.report(
          machine, sequence: night + 1, hardware: TestInventory.computer(), scanners: scanners))
    }
    let listed = try await inventory.store.machines.list(within: .country)
    #expect(listed.map(\.scanners) == [count])
    let id = try #require(listed.first?.id)
    let traits = try await inventory.store.machines.traits(of: id, within: .country)
    #expect(traits.summary.scanners == count)
  }

  private func rows(_ inventory: TestInventory) async throws -> [String] {
    try await inventory.store.pool.read { database in
      try ["scanner", "machine_disk", "machine_hardware", "machine_scanners"].flatMap { table in
        try Row.fetchAll(database, sql: "SELECT * FROM \(table) ORDER BY 1, 2").map(\.description)
      }
    }
  }

  @Test func rowsAreThoseOfTheNewestReport() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    for (night, (scanners, hardware)) in Self.nights.enumerated() {
      _ = try await inventory.store.reports.file(
        inventory.report(machine, sequence: night + 1, hardware: hardware, scanners: scanners))
      let fresh = try TestInventory()
      _ = try await fresh.store.reports.file(
        fresh.report(fresh.enrol(), sequence: 1, hardware: hardware, scanners: scanners))
      #expect(try await rows(inventory) == rows(fresh), "night \(night + 1)")
    }
  }

  @Test func rowsThatDoNotDifferAreNotWritten() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    func changes(_ night: Int, _ models: [String], _ disks: KeyValuePairs<String, Int>) async throws
      -> Int
    {
      let pool = inventory.store.pool
      let before = try await pool.write { $0.totalChangesCount }
      _ = try await inventory.store.reports.file(
        inventory.report(
          machine, sequence: night, hardware: Self.computer(disks), scanners: Self.scanners(models))
      )
      return try await pool.write { $0.totalChangesCount } - before
    }
    let models = (0..<20).map(String.init)
    _ = try await changes(1, models, ["sda": 1, "sdb": 2])
    let one = try await changes(2, ["-"] + models.dropFirst(), ["sda": 3, "sdb": 2])
    let all = try await changes(
      3, ["-"] + models.dropFirst().map { "\($0)." }, ["sda": 4, "sdb": 5])
    #expect(all - one == 18 + 1)
  }

  /// Neither a card nor a USB disk makes a computer with a hard disk count as solid-state.
  @Test(
    arguments: [
      ([], true), ([("mmcblk0", true, .removable)], true), ([("sdb", false, .removable)], true),
      ([("mmcblk0", false, .flash)], false), ([("nvme0n1", false, .nvme)], false),
    ] as [([(String, Bool, HardwareFacts.Disk.Kind)], Bool)])
  func onlyOwnDisksCount(
    _ others: [(String, Bool, HardwareFacts.Disk.Kind)], _ isHardDisk: Bool
  ) async throws {
    let inventory = try TestInventory()
    guard case .observed(var facts) = TestInventory.computer() else { return }
    facts.disks =
      [
        .init(
          name: "sda", sizeBytes: 500_000_000_000, rotational: true, removable: false, kind: .hdd)
      ]
      + others.map {
        .init(
          name: $0.0, sizeBytes: 128_000_000_000, rotational: false, removable: $0.1, kind: $0.2)
      }
    _ = try await inventory.store.reports.file(
      inventory.report(inventory.enrol(), sequence: 1, hardware: .observed(facts)))
    let numbers = try await inventory.store.pool.read { database in
      try ["solidState", "diskTotalBytes", "diskLargestBytes"].map {
        try Int.fetchOne(database, sql: "SELECT \($0) FROM machine_hardware")
      }
    }
    #expect(numbers[0] == (isHardDisk ? 0 : 1))
    #expect(numbers[1] == (isHardDisk ? 500_000_000_000 : 628_000_000_000))
    #expect(numbers[2] == 500_000_000_000)
  }
}
