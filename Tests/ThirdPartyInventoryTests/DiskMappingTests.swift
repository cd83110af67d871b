import Reporting
import Testing

@testable import ThirdPartyInventory

struct DiskMappingTests {
  private static func disks(_ storages: [MachineInventory.Entry]) -> [HardwareFacts.Disk] {
    MachineInventory(sections: [
      "storages": storages.map { $0.merging(["disksize": "500000"]) { old, _ in old } }
    ])
    .disks(glpi)
  }

  private static let glpi = FactSource(agent: "GLPI-Agent", version: "1.7.3")

  private static let own = [
    "name": #"\\.\PHYSICALDRIVE0"#, "model": "WDC WD10EZEX", "type": "HDD", "interface": "SATA",
  ]

  /// Disks provided by another computer, a file or a pool, and devices that the kernel derives from
  /// others.
  @Test(arguments: [
    ["interface": "iSCSI", "model": "SYNOLOGY iSCSI Storage", "type": "SSD"],
    ["interface": "Fibre Channel", "model": "MSA 2040 SAN"],
    ["interface": "File Backed Virtual", "model": "Msft Virtual Disk", "type": "SSD"],
    ["interface": "Virtual", "model": "Msft Virtual Disk"],
    // GLPI Agent's names for buses with names of several words, and for those it does not know.
    ["interface": "File-Backed", "model": "Msft Virtual Disk", "type": "UNKNOWN"],
    ["interface": "File-Backed Virtual", "type": "UNKNOWN"],
    ["interface": "UNKNOWN", "model": "Msft Virtual Disk", "type": "UNKNOWN"],
    ["interface": "SAS", "model": "Msft Virtual Disk"],
    ["interface": "SCSI", "model": "Microsoft Storage Space Device"],
    ["interface": "Storage Spaces", "model": "Storage Space", "type": "SSD"],
    ["interface": "Spaces", "model": "Storage Space"],
    // WMI's only name for any of them is SCSI.
    ["interface": "SCSI", "model": "SYNOLOGY iSCSI Storage SCSI Disk Device"],
    ["interface": "SCSI", "model": "QNAP iSCSI Storage Multi-Path Disk Device"],
    ["interface": "SCSI", "model": "FreeNAS iSCSI Disk SCSI Disk Device"],
    ["interface": "SCSI", "model": "LIO-ORG SSDvol SCSI Disk Device", "type": "SSD"],
    ["interface": "SCSI", "model": "NETAPP LUN C-Mode Multi-Path Disk Device"],
    ["interface": "SCSI", "model": "MSFT Virtual HD SCSI Disk Device"],
    ["interface": "SCSI", "model": "StarWind Virtual Disk SCSI Disk Device"],
    ["interface": "SCSI", "model": "Arsenal Virtual  SCSI Disk Device"],
    ["interface": "SCSI", "model": "IET VIRTUAL-DISK SCSI Disk Device"],
    ["interface": "SCSI", "model": "SoftPerfect RAM Disk"],
    ["name": "dm-0"], ["name": "zd16"], ["name": "loop0"], ["name": "zram0"], ["name": "md127"],
    ["name": "rbd0"], ["name": "mmcblk0boot0"], ["name": "pmem0s"],
  ])
  func lentDisks(_ entry: [String: String]) {
    #expect(Self.disks([Self.own, entry]).map(\.model) == ["WDC WD10EZEX"])
  }

  @Test(arguments: [
    ["interface": "USB", "type": "HDD"], ["interface": "USB3"], ["interface": "1394"],
    ["interface": "IEEE", "type": "HDD"], ["interface": "IEEE 1394"],
    // A card in the reader.
    ["interface": "SD", "type": "UNKNOWN"], ["interface": "SD", "type": "SSD"],
    ["interface": "SCSI", "model": "SanDisk Ultra USB Device"],
    ["interface": "SCSI", "name": "WD My Passport USB Device"],
    ["interface": "SCSI", "type": "External hard disk media", "model": "JMicron Technology"],
    ["type": "External hard disk media"], ["type": "Removable Media", "interface": "IDE"],
    ["description": "USB"],
  ])
  func pluggedIn(_ entry: [String: String]) {
    let found = Self.disks([Self.own, entry])
    #expect(found.map(\.removable) == [false, true])
    #expect(found.map(\.kind) == [.hdd, .removable])
  }

  @Test(arguments: [
    ["type": "Fixed hard disk media", "interface": "SCSI", "model": "Samsung SSD 860"],
    // The port is hot-pluggable, but the disk is inside.
    ["type": "External hard disk media", "interface": "SATA"],
    ["type": "External hard disk media", "interface": "IDE"],
    ["type": "HDD", "interface": "RAID", "model": "Intel Raid 1 Volume"],
    ["name": "mmcblk0", "interface": "MMC"], ["name": "nvme0n1"], ["name": "vda"],
    ["interface": "SCSI", "model": "DELL VIRTUAL DISK SCSI Disk Device"],
    ["interface": "SCSI", "model": "LSI MR9240-4i SCSI Disk Device"],
    // A virtual machine's own.
    ["interface": "SCSI", "model": "VMware Virtual disk SCSI Disk Device"],
  ])
  func ownDisks(_ entry: [String: String]) {
    #expect(Self.disks([Self.own, entry]).map(\.removable) == [false, false])
  }

  /// A model's own words, where Windows only says "Fixed hard disk media".
  @Test(
    arguments: [
      ("KXG50ZNV512G NVMe TOSHIBA 512GB", "SCSI", false, .nvme),
      ("Samsung SSD 860 EVO 250GB", "IDE", false, .ssd),
      ("Samsung SSD 980 500GB", "SCSI", false, nil), ("ST1000LX015 SSHD", "IDE", nil, nil),
      ("WDC WD10EZEX-75WN4A0", "IDE", nil, nil),
    ] as [(String, String, Bool?, HardwareFacts.Disk.Kind?)])
  func modelsWords(
    _ model: String, _ bus: String, _ rotational: Bool?, _ kind: HardwareFacts.Disk.Kind?
  ) {
    let found = Self.disks([
      ["type": "Fixed hard disk media", "model": model, "interface": bus]
    ])
    #expect(found.map(\.rotational) == [rotational] && found.map(\.kind) == [kind])
  }

  /// Hyper-V gives its machines disks of the name that a mounted file has.
  @Test func diskOfVirtualMachine() {
    let disk = ["interface": "SAS", "model": "Msft Virtual Disk", "disksize": "128000"]
    var inventory = MachineInventory(sections: [
      "storages": [disk],
      "bios": [["smanufacturer": "Microsoft Corporation", "smodel": "Virtual Machine"]],
    ])
    #expect(inventory.disks(Self.glpi).map(\.removable) == [false])
    inventory.sections["bios"] = [["smanufacturer": "Dell Inc.", "smodel": "OptiPlex 3060"]]
    #expect(inventory.disks(Self.glpi).isEmpty)
  }

  /// The disk that a computer runs from is its own, whatever its port.
  @Test func onlyDisk() {
    let external = ["type": "External hard disk media", "interface": "SCSI"]
    #expect(Self.disks([external]).map(\.removable) == [false])
    #expect(Self.disks([["interface": "SD", "type": "SSD"]]).map(\.removable) == [false])
    #expect(Self.disks([external, ["interface": "USB"]]).map(\.removable) == [false, true])
    #expect(Self.disks([external, ["interface": "iSCSI"]]).map(\.removable) == [false])
  }
}
