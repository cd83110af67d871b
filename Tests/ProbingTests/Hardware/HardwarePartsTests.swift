import Foundation
import Reporting
import Testing

@testable import HardwareCatalogue
@testable import Probing

/// Disks, batteries and memory from `/sys` and the SMBIOS tables combined.
struct HardwarePartsTests {
  typealias Kind = HardwareFacts.Disk.Kind

  @Test(
    arguments: [
      ("sda", "sys/devices/pci0000:00/0000:00:17.0/ata1/host0/block/sda", false, false, Kind.ssd),
      ("sda", "sys/devices/pci0000:00/0000:00:17.0/ata1/host0/block/sda", true, false, .hdd),
      (
        "sdb", "sys/devices/pci0000:00/0000:00:14.0/usb2/2-3/2-3:1.0/host6/block/sdb", true, false,
        .removable
      ),
      ("sdb", "sys/devices/pci0000:00/0000:00:17.0/ata2/host1/block/sdb", true, true, .removable),
      ("nvme0n1", "sys/devices/pci0000:00/0000:01:00.0/nvme/nvme0/nvme0n1", false, false, .nvme),
      (
        "mmcblk0", "sys/devices/platform/mmc_host/mmc0/mmc0:aaaa/block/mmcblk0", false, false,
        .flash
      ),
      ("vda", "sys/devices/pci0000:00/0000:00:02.0/virtio1/block/vda", true, false, .other),
      ("sda", "sys/devices/pci0000:00/0000:00:02.0/virtio0/host2/block/sda", true, false, .other),
      ("xvda", "sys/devices/vbd-51712/block/xvda", false, false, .other),
      ("sda", "", false, false, .ssd), ("sda", "sys/devices/usbless/sda", nil, false, nil),
    ] as [(String, String, Bool?, Bool, Kind?)])
  func kinds(_ name: String, _ path: String, _ rotational: Bool?, _ removable: Bool, _ kind: Kind?)
  {
    #expect(Kind(name: name, path: path, rotational: rotational, removable: removable) == kind)
  }

  private func withHost<Result>(
    _ files: [String: String], _ body: (Host) throws -> Result
  ) throws -> Result {
    try CapturedRoot.with(files, body)
  }

  /// A block device without an underlying device is not a disk, whatever its name.
  @Test func countsOnlyLocalDisks() throws {
    let real = [
      "sda": "pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/sda",
      "nvme0n1": "pci0000:00/0000:01:00.0/nvme/nvme0/nvme0n1",
      // NVMe with multiple paths.
      "nvme1n1": "virtual/nvme-subsystem/nvme-subsys1/nvme1n1",
      "mmcblk0": "platform/mmc_host/mmc0/mmc0:aaaa/block/mmcblk0",
      "vda": "pci0000:00/0000:00:02.0/virtio1/block/vda", "xvda": "vbd-51712/block/xvda",
    ]
    let made = [
      "zd0", "zd16", "bcache0", "md0", "md127", "md_d0", "dm-0", "loop0", "ram0", "zram0", "nbd0",
      "drbd0", "nullb0", "ublkb0", "somethingnew3",
    ]
    // iSCSI, NVMe over TCP, and the kernel's test disk.
    let distant = [
      "sdx": "platform/host3/session1/target3:0:0/3:0:0:0/block/sdx",
      "nvme7n1": "virtual/nvme-fabrics/ctl/nvme7/nvme7n1",
      "sdy": "pseudo_0/adapter0/host4/target4:0:0/4:0:0:0/block/sdy",
    ]
    func tree(linked: Bool) -> [(file: String, text: String)] {
      (real.map { ($0, $1, true) } + made.map { ($0, "virtual/block/\($0)", false) }
        + (linked ? distant.map { ($0, $1, false) } : []))
        .flatMap { name, path, isReal in
          let folder = linked ? "sys/devices/\(path)" : "sys/block/\(name)"
          let files = [("\(folder)/size", "1000000\n"), ("\(folder)/queue/rotational", "0\n")]
          return isReal ? files + [("\(folder)/device/model", "A disk\n")] : files
        }
    }
    for linked in [true, false] {
      let files = Dictionary(uniqueKeysWithValues: tree(linked: linked).map { ($0.file, $0.text) })
      let found = try withHost(files) { host in
        for (name, path) in real.map({ ($0, $1) }) + made.map({ ($0, "virtual/block/\($0)") })
        where linked {
          let block = URL(filePath: "\(host.root)/sys/block")
          try FileManager.default.createDirectory(at: block, withIntermediateDirectories: true)
          try FileManager.default.createSymbolicLink(
            atPath: block.appending(path: name).path, withDestinationPath: "../devices/\(path)")
        }
        return try HardwareFacts.Disk.all(on: host).map(\.name)
      }
      // In a capture without links, only names are available.
      #expect(found.sorted() == (Array(real.keys) + (linked ? [] : ["somethingnew3"])).sorted())
    }
  }

  @Test(
    arguments: [
      (
        ["sys_vendor": "ASUS", "product_name": "All Series", "board_name": "MAXIMUS VII HERO"],
        "ASUS", "MAXIMUS VII HERO"
      ),
      (
        [
          "sys_vendor": "System manufacturer", "product_name": "System Product Name",
          "board_vendor": "ASUSTeK COMPUTER INC.", "board_name": "H81M-K",
        ],
        "ASUSTeK COMPUTER INC.", "H81M-K"
      ),
      (
        [
          "sys_vendor": "To be filled by O.E.M.", "product_name": "To be filled by O.E.M. X",
          "board_vendor": "Gigabyte", "board_name": "B85M-D3H",
        ], "Gigabyte", "B85M-D3H"
      ),
      (
        [
          "sys_vendor": "LENOVO", "product_name": "20SNZ5GNUS",
          "product_version": "ThinkPad P17 Gen 1",
        ], "LENOVO", "ThinkPad P17 Gen 1"
      ),
      (
        [
          "sys_vendor": "LENOVO", "product_name": "81WB",
          "product_version": "Lenovo IdeaPad 3 15IML05",
        ], "LENOVO", "Lenovo IdeaPad 3 15IML05"
      ),
      (
        ["sys_vendor": "LENOVO", "product_name": "10MVS00100", "product_version": "None"],
        "LENOVO", "10MVS00100"
      ),
      (
        [
          "sys_vendor": "LENOVO", "product_name": "10MVS00100",
          "product_version": "SDK0J40697 WIN",
        ], "LENOVO", "10MVS00100"
      ),
      (
        [
          "sys_vendor": "LENOVO", "product_name": "INVALID", "product_version": "1.0",
          "board_name": "3136",
        ], "LENOVO", "3136"
      ),
      (
        [
          "sys_vendor": "Dell Inc.", "product_name": "OptiPlex 3070",
          "product_version": "OptiPlex family",
        ], "Dell Inc.", "OptiPlex 3070"
      ),
    ] as [([String: String], String, String)])
  func makersAndModels(_ strings: [String: String], _ maker: String, _ model: String) throws {
    let files = Dictionary(
      uniqueKeysWithValues: strings.map { ("sys/class/dmi/id/\($0)", "\($1)\n") })
    let machine = try withHost(files) { host in
      HardwareFacts.Machine(CPUInfo(""), firmware: DMI(on: host), on: host)
    }
    #expect(machine.manufacturer == maker && machine.model == model)
  }

  /// A machine under a hypervisor, though its maker is not known as one of virtual machines, unless
  /// its chassis is real: Xen's own system and Windows' real machines have the flag, too.
  @Test(
    arguments: [
      (true, "1", "Hetzner", "vServer", "virtual"), (true, "2", "Tencent Cloud", "CVM", "virtual"),
      (true, nil, "Red Hat", "RHEL", "virtual"), (true, "3", "Dell Inc.", "OptiPlex", "desktop"),
      (true, "10", "LENOVO", "81AX", "laptop"), (false, "1", "Hetzner", "PC", "other"),
      (false, nil, "Gigabyte", "H61M-DS2", nil), (false, "3", "Xenon", "Xenon PC", "desktop"),
      (false, "3", "Xen", "HVM domU", "virtual"),
    ] as [(Bool, String?, String, String, String?)])
  func hypervisors(
    _ flag: Bool, _ chassis: String?, _ maker: String, _ model: String, _ expected: String?
  ) throws {
    let dmi = "sys/class/dmi/id"
    var files = ["\(dmi)/sys_vendor": maker, "\(dmi)/product_name": model]
    files["\(dmi)/chassis_type"] = chassis
    let info = CPUInfo("processor\t: 0\nflags\t\t: fpu\(flag ? " hypervisor" : "")\n")
    let machine = try withHost(files) { host in
      HardwareFacts.Machine(info, firmware: DMI(on: host), on: host)
    }
    #expect(machine.chassis == expected)
  }

  /// An adapter on the USB is plugged into another computer the next day.
  @Test func addressesOfOwnAdapters() throws {
    let inside = "devices/pci0000:00/0000:00:1f.6"
    let modem = "devices/pci0000:00/0000:00:14.0/usb1/1-3/1-3:1.0"
    func mac(_ adapters: [(name: String, device: String, address: String)]) throws -> String? {
      var (files, links) = ([String: String](), [String: String]())
      for adapter in adapters {
        files["sys/\(adapter.device)/net/\(adapter.name)/address"] = adapter.address
        links["sys/\(adapter.device)/net/\(adapter.name)/device"] = "../.."
        links["sys/class/net/\(adapter.name)"] = "../../\(adapter.device)/net/\(adapter.name)"
      }
      return try CapturedRoot.with(files, links: links) {
        HardwareIdentifiers.read(on: $0)["mac"]
      }
    }
    let (own, stick) = ("fc:aa:14:11:22:33", "00:1a:2b:3c:4d:5e")
    #expect(try mac([("eno1", inside, own), ("enx1", modem, stick)]) == own)
    #expect(try mac([("enx1", modem, stick)]) == nil)
    #expect(try mac([("eno1", inside, stick)]) == stick)
    #expect(try mac([("eno1", inside, "0c:5b:8f:27:9a:64")]) == nil)
  }

  /// Lenovo and IBM put the name into the version, but not every version is a name.
  @Test(
    arguments: [
      ("LENOVO", "81AX", "V330-15IKB", "V330-15IKB"),
      ("LENOVO", "82YU", "V15 G4 AMN", "V15 G4 AMN"),
      ("LENOVO", "81RM", "E41-55", "E41-55"), ("LENOVO", "80LB", "B51-80", "B51-80"),
      ("LENOVO", "81XA", "S540-13ARE", "S540-13ARE"), ("LENOVO", "20206ABC", "M490s", "M490s"),
      ("LENOVO", "21CU", "K14 Gen 1", "K14 Gen 1"), ("LENOVO", "10MVS00100", "V1.0", "10MVS00100"),
      ("LENOVO", "F0BB003JRK", "C20-00", "C20-00"), ("LENOVO", "F0AV0025GE", "B50-35", "B50-35"),
      ("LENOVO", "0769BRG", "3000 N200", "3000 N200"), ("LENOVO", "90AT", "H3050", "H3050"),
      ("LENOVO", "F0BB003JRK", "V1.0", "F0BB003JRK"), ("LENOVO", "0769BRG", "3000", "0769BRG"),
      ("LENOVO", "10MVS00100", "A5", "10MVS00100"), ("LENOVO", "10MVS00100", "06", "10MVS00100"),
      ("LENOVO", "10MVS00100", "0B98401 WIN", "10MVS00100"),
      ("LENOVO", "Lenovo V15", "R12", "Lenovo V15"),
      ("IBM", "2373VUW", "ThinkPad T42", "ThinkPad T42"), ("IBM", "2373VUW", "00", "2373VUW"),
      ("IBM", "IBM System x3650", "Not Applicable", "IBM System x3650"),
      ("Dell Inc.", "81AX", "V330-15IKB", "81AX"),
    ])
  func namesInVersions(
    _ maker: String, _ product: String, _ version: String, _ model: String
  ) throws {
    try makersAndModels(
      ["sys_vendor": maker, "product_name": product, "product_version": version], maker, model)
  }

  /// A display's year later than the clock's cannot be right.
  @Test(
    arguments: [
      (28, "2026-11-30T00:00:00Z", 2018), (36, "2026-11-30T00:00:00Z", 2026),
      (47, "2026-11-30T00:00:00Z", nil), (255, "2026-11-30T00:00:00Z", nil),
      // A dead clock proves nothing.
      (28, "2001-01-01T00:00:00Z", 2018), (255, "2001-01-01T00:00:00Z", nil),
    ] as [(UInt8, String, Int?)])
  func yearsOfDisplays(_ byte: UInt8, _ now: String, _ year: Int?) throws {
    let date = try Date(now, strategy: .iso8601)
    try Peer.withFolder { folder in
      let card = folder.appending(path: "sys/class/drm/card0-HDMI-A-1")
      try FileManager.default.createDirectory(at: card, withIntermediateDirectories: true)
      try Data("connected\n".utf8).write(to: card.appending(path: "status"))
      try Data(EDIDTests.block([17: byte])).write(to: card.appending(path: "edid"))
      let displays = try HardwareFacts.Display.all(on: Host(root: folder.path, now: { date }))
      #expect(displays.count == 1 && displays.first?.year == year)
    }
  }

  @Test(
    arguments: [
      ("Manufacturer4", nil), ("Manufacturer 12", nil), ("A1_Manufacturer7", nil),
      ("Array2_Manufacturer5", nil), ("ModuleManufacturer09", nil), ("Unknown", nil),
      ("80AD", "SK Hynix"), ("80AD000080AD", "SK Hynix"), ("AD80", "SK Hynix"),
      ("00AD00B300AD", "SK Hynix"), ("AD00000000000000", "SK Hynix"), ("0x80AD", "SK Hynix"),
      ("80CE", "Samsung"), ("00CE", "Samsung"), ("CE00", "Samsung"), ("802C", "Micron"),
      ("8325", "KingMax"), ("832500000000", "KingMax"), ("7F7F7F2500000000", "KingMax"),
      ("0198", "Kingston"), ("01980000802C", "Kingston"), ("7F98000000000000", "Kingston"),
      ("04CB", "ADATA"), ("859B", "Crucial"), ("04CD", "G.Skill"), ("029E", "Corsair"),
      // A number missing from the table has no name.
      ("0B7E", nil), ("7F7F7F7F", nil), ("Samsung", "Samsung"), ("Hynix/Hyundai", "Hynix/Hyundai"),
      ("ADATA", "ADATA"), ("Facade", "Facade"), ("G Skill Intl", "G Skill Intl"), (nil, nil),
    ] as [(String?, String?)])
  func memoryMakers(_ text: String?, _ name: String?) {
    #expect(MemoryMaker.name(text) == name)
  }

  @Test(
    arguments: [
      ([:], nil),
      (["AC/type": "Mains\n"], false),
      (["BAT0/type": "Battery\n", "BAT0/present": "1\n"], true),
      (["BAT0/type": "Battery\n", "BAT0/scope": "System\n"], true),
      // The bay is present, the battery is not.
      (["BAT0/type": "Battery\n", "BAT0/present": "0\n", "AC/type": "Mains\n"], false),
      // A mouse, a phone, an uninterruptible power supply.
      (["hidpp_battery_0/type": "Battery\n", "hidpp_battery_0/scope": "Device\n"], false),
      (["hid/type": "UPS\n"], false),
    ] as [([String: String], Bool?)])
  func batteries(_ files: [String: String], _ expected: Bool?) throws {
    let files = Dictionary(uniqueKeysWithValues: files.map { ("sys/class/power_supply/\($0)", $1) })
    #expect(try withHost(files) { HardwareFacts.Machine.hasBattery($0) } == expected)
  }

  @Test func installedMemory() throws {
    var builder = TableBuilder()
    builder.addArray(slots: 2)
    builder.addModule([0x0C: .word(4096)], ["DIMM 0", "To be filled by O.E.M."])
    let tables = SMBIOSTables(
      builder.table, entryPoint: SMBIOSEntryPoint(builder.entryPoint))
    func memory(_ kilobytes: Int) throws -> HardwareFacts.Memory {
      try withHost(["proc/meminfo": "MemTotal: \(kilobytes) kB\n"]) { host in
        try HardwareFacts.Memory(SMBIOSMemory(tables), on: host)
      }
    }
    let usual = try memory(4_000_000)
    #expect(usual.installedBytes == 4 << 30 && usual.slots == 2)
    #expect(usual.modules?.first?.manufacturer == nil)
    // More than the tables list: they are incomplete.
    let more = try memory(8_000_000)
    #expect(more.installedBytes == nil && more.modules?.count == 1)
    // Not root: no tables.
    let plain = try withHost(["proc/meminfo": "MemTotal: 1 kB\n"]) { host in
      try HardwareFacts.Memory(nil, on: host)
    }
    #expect(plain == HardwareFacts.Memory(totalBytes: 1024))
  }

  /// A section as sent by the first version of the agent.
  @Test func readsSectionsOfTheFirstVersion() throws {
    let body = """
      {"outcome":"observed","machine":{"model":"OptiPlex 3070"},"processor":{},
      "memory":{"totalBytes":8130682880},"displays":[{"connector":"DP-1"}],"system":{},
      "disks":[{"name":"sda","sizeBytes":256060514304,"rotational":false,"removable":false}]}
      """
    let outcome = try JSONDecoder().decode(Outcome<HardwareFacts>.self, from: Data(body.utf8))
    let facts = try #require(outcome.facts)
    #expect(facts.disks.first?.kind == nil && facts.memory.modules == nil)
    #expect(facts.displays == [.init(connector: "DP-1")] && facts.machine.hasBattery == nil)
  }
}
