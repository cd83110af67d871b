import Foundation
import GRDB
import Prioritization
import Reporting
import Testing

@testable import InventoryStore

/// Opens inventories written before other projects' agents were supported, and before their counts
/// of threads and families of processors were understood.
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
      path: path, role: .serving, policy: inventory.policy, now: TestInventory.start)
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

  /// What GLPI Agent sends of an OptiPlex with an i5-8400 and of a PC with a Ryzen 5 5600G; neither
  /// may send another inventory, since an imported file comes once.
  @Test(
    arguments: [
      ("Intel Core i5-8400 CPU @ 2.80GHz", "6", "1", "6", "158", 6, 6),
      ("AMD Ryzen 5 5600G with Radeon Graphics", "6", "2", "15", "80", 12, nil),
    ] as [(String, String, String, String, String, Int, Int?)])
  func upgradeMapsStoredInventoriesAgain(
    _ name: String, _ cores: String, _ perCore: String, _ family: String, _ model: String,
    _ threads: Int, _ right: Int?
  ) async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    var facts = try #require(TestInventory.computer(threads: 1).facts)
    facts.source = FactSource(agent: "GLPI-Agent", version: "1.7.3")
    facts.processor.family = Int(family)
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: 1, hardware: .observed(facts), scanners: TestInventory.scanner))
    let path = inventory.path + ".old"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let database = try OldInventory.make(
      of: Schema.migrations.filter { $0 < "v026" }, from: inventory.path, path)
    let stored = """
      {"sections":{"bios":[{"smodel":"OptiPlex 3060","bdate":"2024-05-01"}],
      "cpus":[{"core":"\(cores)","thread":"\(perCore)","familynumber":"\(family)",
      "model":"\(model)","name":"\(name)"}],"hardware":[{"memory":"16384"}],
      "operatingsystem":[{"full_name":"Debian GNU/Linux 12","name":"Debian GNU/Linux",
      "version":"12"}],
      "storages":[{"disksize":"256000","interface":"NVMe","model":"KBG50","type":"SSD"}]}}
      """
    try await database.write { database in
      try database.execute(
        sql: "INSERT INTO third_party_machine VALUES (?, 'GLPI-Agent', '1.7.3', ?, 0)",
        arguments: [machine.machine, stored])
      // A machine whose text is damaged keeps what it has.
      try database.execute(
        sql: """
          INSERT INTO machine (id, commune, simulated, installId, agentVersion, token, enrolledAt)
          SELECT 'mx', commune, simulated, installId, agentVersion, token, enrolledAt FROM machine
          """)
      try database.execute(
        sql: """
          INSERT INTO third_party_machine
          SELECT number, 'x', NULL, '{', 0 FROM machine WHERE id = 'mx'
          """)
    }
    let index = try #require(inventory.policy.criteria.firstIndex { $0.id == "oldComputers" })
    let upgraded = try InventoryStore(
      path: path, role: .serving, policy: inventory.policy, now: TestInventory.start)
    let all = try await upgraded.situations.current(
      policy: inventory.policy, within: .country, now: TestInventory.start)
    #expect(all.first { $0.code == "21250" }?.values[index] == 0...0.5)
    let fixed = try await database.read { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT processorThreads, processorCores, processorFamily, processorModel
          FROM machine_hardware WHERE machine = ?
          """, arguments: [machine.machine])
    }
    let row = try #require(fixed)
    #expect(row["processorThreads"] == threads && row["processorCores"] == Int(cores))
    #expect(row["processorFamily"] == right && row["processorModel"] == name)
    // Its texts match their digests.
    let faults = try Verification.check(path).faults
    #expect(faults.isEmpty, "\(faults)")
  }
}
