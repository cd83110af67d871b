import Foundation
import GRDB
import Reporting
import Testing

@testable import InventoryStore

/// Opens inventories in which v027 did not read the disks of computers whose last search failed.
struct FailedHardwareTests {
  @Test func upgradeReadsWhatWasObservedBeforeAFailure() async throws {
    let inventory = try TestInventory()
    let (machine, blind) = (try await inventory.enrol(), try await inventory.enrol())
    var facts = try #require(TestInventory.computer().facts)
    facts.system = .init(name: "Microsoft Windows 10 Pro", build: "19045.6456")
    facts.disks = [
      .init(name: "sda", sizeBytes: 1_000_204_886_016, rotational: true, removable: false),
      .init(name: "nvme0n1", sizeBytes: 14_403_239_936, rotational: false, removable: false),
    ]
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 1, hardware: .observed(facts)))
    for (number, machine) in [(2, machine), (1, blind)] {
      _ = try await inventory.store.reports.file(
        inventory.report(machine, sequence: number, hardware: .failed(reason: "no /sys")))
    }
    let path = inventory.path + ".old"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let database = try OldInventory.make(
      of: Schema.migrations.filter { $0 < "v030" }, from: inventory.path, path)
    try await database.write {
      try $0.execute(sql: "UPDATE machine_hardware SET solidState = 1, diskLargestBytes = NULL")
    }
    _ = try InventoryStore(
      path: path, role: .serving, policy: inventory.policy, now: TestInventory.start)
    let rows = try await database.read {
      try Row.fetchAll(
        $0,
        sql: """
          SELECT outcome, reason, solidState, diskLargestBytes FROM machine_hardware
          ORDER BY machine
          """)
    }
    #expect(rows.map { $0["outcome"] } == ["failed", "failed"])
    #expect(rows.map { $0["reason"] } == ["no /sys", "no /sys"])
    #expect(rows.map { $0["diskLargestBytes"] as Int? } == [1_000_204_886_016, nil])
    #expect(rows.map { $0["solidState"] as Bool? } == [false, true])
  }
}
