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

  /// Before v027, a cache made a PC with a hard disk solid-state, its disks counted together, and
  /// FusionInventory's MiB were taken for megabytes.
  @Test func upgradeReadsDisksAgain() async throws {
    let inventory = try TestInventory()
    var facts = try #require(TestInventory.computer().facts)
    facts.system = .init(name: "Microsoft Windows 10 Pro", build: "19045.6456")
    let (own, other) = (try await inventory.enrol(), try await inventory.enrol())
    facts.disks = [
      .init(name: "sda", sizeBytes: 1_000_204_886_016, rotational: true, removable: false),
      .init(name: "nvme0n1", sizeBytes: 14_403_239_936, rotational: false, removable: false),
    ]
    _ = try await inventory.store.reports.file(
      inventory.report(own, sequence: 1, hardware: .observed(facts), scanners: .absent))
    facts.source = FactSource(agent: "FusionInventory-Agent", version: "2.6")
    facts.disks = [
      .init(
        name: "PHYSICALDRIVE0", sizeBytes: 61_057_000_000, rotational: false, removable: false,
        kind: .ssd)
    ]
    _ = try await inventory.store.reports.file(
      inventory.report(other, sequence: 1, hardware: .observed(facts), scanners: .absent))
    let path = inventory.path + ".old"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let database = try OldInventory.make(
      of: Schema.migrations.filter { $0 < "v027" }, from: inventory.path, path)
    let stored = """
      {"sections":{"hardware":[{"memory":"16384"}],"cpus":[{"core":"4","thread":"4",
      "familynumber":"6","model":"158","stepping":"11","name":"Intel Core i3-8100 CPU @ 3.60GHz"}],
      "operatingsystem":[{"full_name":"Microsoft Windows 10 Pro","kernel_version":"10.0.19045"}],
      "storages":[{"disksize":"61057","model":"SanDisk SD8SB8U064G","type":"SSD",
      "name":"PHYSICALDRIVE0"}]}}
      """
    try await database.write { database in
      try database.execute(
        sql: """
          INSERT INTO third_party_machine VALUES (?, 'FusionInventory-Agent', '2.6', ?, 0)
          """, arguments: [other.machine, stored])
      try database.execute(sql: "UPDATE machine_hardware SET solidState = 1")
    }
    let index = try #require(inventory.policy.criteria.firstIndex { $0.id == "oldComputers" })
    let upgraded = try InventoryStore(
      path: path, role: .serving, policy: inventory.policy, now: TestInventory.start)
    let all = try await upgraded.situations.current(
      policy: inventory.policy, within: .country, now: TestInventory.start)
    // The one without a solid-state disk is old; the TPM of the other is unseen.
    #expect(all.first { $0.code == "21250" }?.values[index] == 0.5...1)
    let rows = try await database.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT solidState, diskLargestBytes, diskLeastBytes, diskTotalBytes
          FROM machine_hardware ORDER BY machine
          """
      ).map { row in (0..<4).map { row[$0] as Int? } }
    }
    #expect(
      rows == [
        [0, 1_000_204_886_016, nil, 1_014_608_125_952],
        [1, 64_022_904_832, nil, 64_022_904_832],
      ])
    let faults = try Verification.check(path).faults
    #expect(faults.isEmpty, "\(faults)")
  }
}
