import Foundation
import GRDB
import Reporting
import Testing

@testable import InventoryStore

/// Opens an inventory written before other projects' agents were supported.
struct ThirdPartyUpgradeTests {
  @Test func upgradeKeepsScannersAndFillsNewColumns() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol(at: TestInventory.start)
    var facts = try #require(TestInventory.computer().facts)
    facts.machine.tpm = "2.0"
    facts.machine.uefi = true
    facts.processor.family = 6
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: 1, hardware: .observed(facts), scanners: TestInventory.scanner,
        at: TestInventory.start))
    let path = inventory.path + ".old"
    let database = try OldInventory.make(
      of: Schema.migrations.filter { $0 < "v010" }, from: inventory.path, path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    _ = try InventoryStore(
      path: path, role: .beside, policy: inventory.policy, now: TestInventory.start)
    let (scanners, tpm, uefi, family) = try await database.read {
      (
        try String.fetchAll($0, sql: "SELECT usbId || ' ' || evidence FROM scanner"),
        try String.fetchOne($0, sql: "SELECT tpm FROM machine_hardware"),
        try Bool.fetchOne($0, sql: "SELECT uefi FROM machine_hardware"),
        try Int.fetchOne($0, sql: "SELECT processorFamily FROM machine_hardware")
      )
    }
    #expect(scanners == ["04a9:1913 usb"])
    #expect(tpm == "2.0" && uefi == true && family == 6)
  }
}
