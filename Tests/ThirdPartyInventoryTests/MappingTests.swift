import Foundation
import Reporting
import Testing

@testable import ThirdPartyInventory

struct MappingTests {
  @Test func windows7Tower() throws {
    let facts = try Exchange.hardware("windows7-tower.json")
    #expect(facts.source == FactSource(agent: "GLPI-Agent", version: "1.7.3"))
    // The maker's placeholders are not facts: the board names the maker.
    #expect(facts.machine.manufacturer == "Gigabyte Technology Co., Ltd.")
    #expect(facts.machine.model == "G41MT-S2")
    #expect(facts.machine.serialNumber == nil && facts.machine.uuid == nil)
    #expect(facts.machine.chassis == "desktop" && facts.machine.firmwareDate == "2010-09-01")
    #expect(facts.machine.hasBattery == nil)
    #expect(facts.processor.family == 6 && facts.processor.modelNumber == 23)
    #expect(facts.processor.frequencyHz == 2_933_000_000)
    #expect(facts.memory.totalBytes == 2 << 30 && facts.memory.slots == nil)
    #expect(facts.memory.modules?.first?.manufacturer == nil)
    // Windows' generic disk names say nothing about the kind, and a DVD drive is not a disk.
    #expect(facts.disks.count == 1)
    #expect(facts.disks.first?.rotational == nil && facts.disks.first?.kind == nil)
    #expect(facts.disks.first?.sizeBytes == 320_070_000_000)
    #expect(facts.disks.first?.name == "PHYSICALDRIVE0")
    #expect(facts.displays.map(\.model) == ["E1920"])
    #expect(facts.system.name == "Microsoft Windows 7 Professional")
    #expect(facts.system.version == "Service Pack 1" && facts.system.build == "7601")
    // A 32-bit agent misnames it.
    #expect(facts.system.architecture == nil)
  }

  @Test func laptop() throws {
    let sections = try Exchange.mapped("windows81-laptop.json")
    let facts = try #require(sections.hardware.facts)
    #expect(facts.machine.chassis == "laptop" && facts.machine.hasBattery == true)
    #expect(facts.disks.first?.kind == .hdd)
    #expect(
      sections.network?.facts?.adapters == [
        .init(kind: .wifi, linkBitsPerSecond: 72_000_000, up: true)
      ])
    #expect(
      sections.protection?.facts?.antivirus
        == [.init(name: "Windows Defender", enabled: false, upToDate: false)])
  }

  @Test(arguments: [
    ("windows10-22h2.json", "Microsoft Windows 10 Pro", "22H2", "19045.5247"),
    ("windows10-22h2-esu.json", "Microsoft Windows 10 Enterprise", "22H2", "19045.6809"),
    ("windows10-ltsc2021.json", "Microsoft Windows 10 Enterprise LTSC", "21H2", "19044.6575"),
    ("windows11-all-in-one.json", "Microsoft Windows 11 Pro", "24H2", "26100.6899"),
    // The registry of Windows 11 says Windows 10; the build distinguishes them.
    ("windows11-as-ten.json", "Microsoft Windows 11 Pro", "25H2", "26200.7171"),
  ])
  func windows(_ file: String, _ name: String, _ version: String, _ build: String) throws {
    let system = try Exchange.hardware(file).system
    #expect(system.name == name && system.version == version && system.build == build)
  }

  /// What GLPI Agent writes on Windows in place of a slot's label and of a chassis.
  @Test func wordsOfWindows() throws {
    let inventory = MachineInventory(sections: [
      "hardware": [["memory": "8192", "chassis_type": "Main System Chassis"]],
      "operatingsystem": [["full_name": "Microsoft Windows 10 Pro"]],
      "bios": [["smanufacturer": "IBM", "smodel": "IBM eServer x226-[8488PCR]-"]],
      "memories": [
        [
          "capacity": "4096", "caption": "Mémoire physique", "description": "Mémoire physique",
          "formfactor": "DIMM", "manufacturer": "0x2C",
        ],
        [
          "capacity": "4096", "caption": "Physical Memory",
          "description": "Physical Memory (Multi-bit ECC)", "formfactor": "SODIMM",
          "manufacturer": "Kingston",
        ],
        ["capacity": "4096", "caption": "DIMM A1", "description": "DIMM", "manufacturer": "CE"],
      ],
    ])
    let source = FactSource(agent: "GLPI-Agent", version: "1.7.3")
    let facts = try #require(inventory.mapped(source: source).hardware.facts)
    #expect(facts.machine.chassis == "server" && facts.machine.model == "IBM eServer x226")
    let modules = try #require(facts.memory.modules)
    #expect(modules.map(\.slot) == [nil, nil, "DIMM A1"])
    #expect(modules.map(\.formFactor) == ["DIMM", "SODIMM", "DIMM"])
    // A number of one byte is that of many makers.
    #expect(modules.map(\.manufacturer) == [nil, "Kingston", nil])
  }

  @Test func allInOne() throws {
    let facts = try Exchange.hardware("windows11-all-in-one.json")
    #expect(facts.machine.chassis == "all-in-one" && facts.disks.first?.kind == .nvme)
    #expect(facts.source?.version == "1.15")
  }

  @Test func officeWithMultifunctionPrinters() throws {
    let facts = try #require(try Exchange.mapped("windows10-mfp-office.json").scanners.facts)
    #expect(
      facts.scanners.map { "\($0.manufacturer ?? "-") \($0.model ?? "-") \($0.connection)" } == [
        "Canon CanoScan usb", "Brother MFC-L2701DW series usb", "Epson L3150 Series network",
      ])
    #expect(facts.scanners.map(\.likely) == [nil, true, true])
    #expect(facts.scanners.map(\.evidence) == [.usb, .driverName, .driverName])
    // An agent never tests a scanner, and never lists all of them.
    #expect(facts.scanners.allSatisfy { $0.ready == nil })
    #expect(facts.unseen.map(\.way) == [.inventory])
  }

  @Test(arguments: ["windows10-22h2.json", "ocs-linux.xml", "fusioninventory-linux.xml"])
  func noScannerSeenIsUnknown(_ file: String) throws {
    let scanners = try Exchange.mapped(file).scanners
    guard case .failed(let reason) = scanners else {
      Issue.record("\(scanners) should be unknown")
      return
    }
    #expect(reason.contains("cannot tell"))
  }

  @Test func impossibleValuesAreUnknown() throws {
    guard case .failed = try Exchange.mapped("windows10-nothing-known.json").hardware else {
      Issue.record("a computer without memory")
      return
    }
    var inventory = try Exchange.message("windows10-22h2.json").inventory
    inventory.sections["cpus"] = [
      ["core": "-2", "thread": "99999999999999999999", "speed": "0x1F", "familynumber": "6.2"],
      ["name": "Intel", "core": "4"],
    ]
    inventory.sections["storages"] = [
      ["disksize": "1e9", "type": "SSD"], ["disksize": "-5"],
      ["disksize": "99999999999", "type": "HDD"],
    ]
    inventory.sections["memories"] = [["capacity": "8 TB"], ["capacity": "NaN"]]
    let facts = try #require(inventory.mapped(source: .init(agent: "x")).hardware.facts)
    #expect(facts.processor.cores == nil && facts.processor.threads == nil)
    #expect(facts.processor.frequencyHz == nil)
    #expect(facts.disks.isEmpty)
  }

  @Test func agentsOfDebian() throws {
    let fusion = try Exchange.hardware("fusioninventory-linux.xml")
    #expect(fusion.source == FactSource(agent: "FusionInventory-Agent", version: "2.6-3"))
    #expect(fusion.system.name == "Debian GNU/Linux" && fusion.system.version == "12.11")
    #expect(fusion.processor.cores == 2 && fusion.memory.totalBytes == 24105 << 20)
    let ocs = try Exchange.hardware("ocs-linux.xml")
    #expect(ocs.system.name == "Debian GNU/Linux 12" && ocs.system.version == "12")
    #expect(ocs.processor.model == "Intel(R) Xeon(R) Processor")
    #expect(ocs.disks.map(\.sizeBytes) == [274_877_906_944])
  }

  /// An incomplete list of modules does not say what is installed.
  @Test(
    arguments: [
      ("8100", ["2048", nil], nil), ("8100", ["8192", nil], 8 << 30),
      ("8100", ["4096", "4096"], 8 << 30), (nil, ["4096", "4096"], 8 << 30), ("8100", [], nil),
    ] as [(String?, [String?], Int?)])
  func installedMemory(_ total: String?, _ modules: [String?], _ installed: Int?) throws {
    let inventory = MachineInventory(sections: [
      "hardware": [total.map { ["memory": $0] } ?? [:]],
      "memories": modules.map { $0.map { ["capacity": $0] } ?? ["type": "DDR3"] },
    ])
    let memory = try #require(inventory.mapped(source: .init(agent: "x")).hardware.facts).memory
    #expect(memory.installedBytes == installed)
    #expect(memory.totalBytes == total.flatMap { Int($0) }.map { $0 << 20 } ?? 8 << 30)
  }

  @Test(
    arguments: [
      ("2019-07-03", "2019-07-03"), ("07/03/2019", "2019-07-03"), ("2019-7-3", "2019-07-03"),
      ("20190703000000.000000+000", "2019-07-03"), ("20190703", "2019-07-03"),
      ("07/03/2019 00:00:00", "2019-07-03"), ("2019-07-03T00:00:00", "2019-07-03"),
      ("2019-07-03 00:00:00", "2019-07-03"), ("2019/07/03", "2019-07-03"), ("20191303", nil),
      ("0000-00-00", nil), ("1970-01-01", nil), ("201907030000", nil), ("20190703000000", nil),
      ("03.07.2019", nil), ("Default string", nil), ("", nil), (" ", nil), ("-", nil),
    ] as [(String, String?)])
  func firmwareDates(_ text: String, _ date: String?) throws {
    let inventory = MachineInventory(sections: [
      "hardware": [["memory": "1"]], "bios": [["bdate": text]],
    ])
    let facts = try #require(inventory.mapped(source: .init(agent: "x")).hardware.facts)
    #expect(facts.machine.firmwareDate == date)
  }

  /// An address shared by many computers is not evidence of one.
  @Test(arguments: [
    "00:50:56:C0:00:01", "00:50:56:c0:00:08", "50:50:54:50:30:30", "20:41:53:59:4e:ff",
    "24:b6:20:52:41:53", "00:15:5d:01:02:00", "00:ff:12:34:56:78", "00:a0:c6:00:00:00",
    "00:0b:ca:fe:00:00", "00:05:9a:3c:7a:00", "00:09:0f:fe:00:01", "33:50:6f:45:30:30",
    "0c:5b:8f:27:9a:64", "58:2c:80:13:92:63", "00:1e:10:1f:00:00", "00:00:11:12:13:14",
    "0a:00:27:00:00:05", "00:00:00:00:00:00", "01:00:5e:00:00:01", "x", "",
  ])
  func sharedAddresses(_ address: String) {
    func mac(_ addresses: [String]) -> String? {
      MachineInventory(sections: [
        "networks": addresses.map { ["type": "ethernet", "macaddr": $0] }
      ]).identifiers["mac"]
    }
    #expect(mac([address]) == nil)
    #expect(mac([address, "F4:4D:30:AA:BB:01"]) == "f4:4d:30:aa:bb:01")
  }

  /// What is plugged in today identifies no computer.
  @Test(arguments: [
    ["pnpdeviceid": #"USB\VID_2357&PID_011E\00E04C000001"#],
    ["description": "Remote NDIS based Internet Sharing Device"],
    ["description": "Realtek USB GbE Family Controller #2"],
    ["description": "HUAWEI Mobile Connect - Network Card"],
    ["description": "Generic Mobile Broadband Adapter"], ["driver": "cdc_ether"],
    ["driver": "r8152"],
  ])
  func adaptersOnTheUSB(_ names: [String: String]) throws {
    let own = ["type": "ethernet", "mac": "F4:4D:30:AA:BB:01"]
    func read(_ adapter: [String: String]) throws -> MachineInventory {
      let other = adapter.merging(["type": "ethernet", "mac": "00:11:22:33:44:55"]) { $1 }
      let content: [String: Any] = [
        "versionclient": "GLPI-Agent_v1.7.3", "hardware": ["memory": 8192],
        "networks": [other, own],
      ]
      let message: [String: Any] = [
        "action": "inventory", "deviceid": "PC-2026-11-28-08-15-02", "itemtype": "Computer",
        "content": content,
      ]
      return try MessageReader.read(JSONSerialization.data(withJSONObject: message)).inventory
    }
    let inventory = try read(names)
    #expect(inventory.identifiers["mac"] == "f4:4d:30:aa:bb:01")
    // Only that they are on the USB is read of their names, and not even that is stored.
    #expect(inventory["networks"].first?.values.contains("USB") == true)
    for value in names.values { #expect(!"\(inventory)".contains(value)) }
    #expect(!"\(inventory.withoutAddresses)".contains("USB"))
    let inside = ["pnpdeviceid": #"PCI\VEN_10EC&DEV_8168"#, "description": "Realtek PCIe GbE"]
    #expect(try read(inside).identifiers["mac"] == "00:11:22:33:44:55")
    #expect(!"\(try read(inside))".contains("Realtek"))
  }

  @Test(
    arguments: [
      ("4C4C4544-0058-4B10-8032-B7C04F503033", "4c4c4544-0058-4b10-8032-b7c04f503033"),
      ("6AB5B300-538D-1014-9FB5-B0684D007B53", nil), ("Not Settable", nil), ("2", nil),
      ("01010101-0101-0101-0101-010101010101", nil),
    ] as [(String, String?)])
  func uuids(_ text: String, _ uuid: String?) throws {
    let inventory = MachineInventory(sections: ["hardware": [["memory": "1", "uuid": text]]])
    #expect(inventory.identifiers["uuid"] == uuid)
    let facts = try #require(inventory.mapped(source: .init(agent: "x")).hardware.facts)
    #expect(facts.machine.uuid == uuid)
  }

  @Test(arguments: ["SYS-1234567890", "12345678", "Tulip Computers", "System Serial Number"])
  func serialNumbersOfMany(_ serial: String) throws {
    let inventory = MachineInventory(sections: [
      "hardware": [["memory": "1"]], "bios": [["ssn": serial]],
    ])
    #expect(inventory.identifiers.isEmpty)
    let facts = try #require(inventory.mapped(source: .init(agent: "x")).hardware.facts)
    #expect(facts.machine.serialNumber == nil)
  }

  @Test func identifiersLeaveOutWhatTellsNothing() throws {
    let tower = try Exchange.message("windows7-tower.json").inventory
    // The UUID of a whole series of boards; the second adapter is software.
    #expect(tower.identifiers == ["mac": "3c:52:82:00:00:11"])
    let dell = try Exchange.message("windows10-22h2.json").inventory
    #expect(dell.identifiers["serial"] == "5xq7yt2")
    #expect(!"\(dell.withoutAddresses)".contains("3c:52:82"))
  }
}
