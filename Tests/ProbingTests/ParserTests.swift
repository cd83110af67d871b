import Foundation
import Reporting
import Testing

@testable import HardwareCatalogue
@testable import Probing

struct ParserTests {
  @Test(arguments: [
    ("07/03/2019", "2019-07-03"), ("02/29/2024", "2024-02-29"), ("02/29/2023", nil),
    ("02/29/1900", nil), ("13/01/2020", nil), ("00/00/0000", nil), ("04/30/98", "1998-04-30"),
    ("10/15/12", "2012-10-15"), ("10/15/100", nil),
    ("2019-07-03", "2019-07-03"), ("2019-7-3", nil), ("2019-13-03", nil),
    ("7/3/2019", "2019-07-03"), ("+7/03/2019", nil), ("", nil), ("//", nil),
    ("01/01/99999999999999999999", nil), ("01/01/1980", nil), ("08/11/1981", nil),
    ("08/12/1981", "1981-08-12"), ("06/01/95", "1995-06-01"), ("01/01/00", "2000-01-01"),
    ("01/01/1970", nil), ("01/01/80", nil), ("07/03/80", nil), ("07/03/81", nil),
    ("08/12/81", "1981-08-12"),
  ])
  func firmwareDates(_ text: String, _ expected: String?) {
    #expect(FirmwareDate.iso(text) == expected)
  }

  @Test(arguments: [
    (3, "desktop"), (10, "laptop"), (35, "mini-pc"), (13, "all-in-one"), (30, "tablet"),
    (23, "server"), (1, "other"), (2, nil), (0, nil), (99, nil), (131, nil), (255, nil),
  ])
  func chassis(_ number: UInt8, _ expected: String?) {
    #expect(Chassis.name(of: number) == expected)
  }

  @Test(arguments: [
    ("QEMU", "Standard PC (Q35 + ICH9, 2009)", true), ("Red Hat", "KVM", true),
    ("VMware, Inc.", "VMware Virtual Platform", true), ("innotek GmbH", "VirtualBox", true),
    ("Microsoft Corporation", "Virtual Machine", true), ("Xen", "HVM domU", true),
    ("xen", nil, true), ("Xen Project", "HVM domU", true), ("Xenon", "Xenon PC", false),
    ("Amazon EC2", "t3.micro", true), ("Google", "Google Compute Engine", true),
    ("Microsoft Corporation", "Surface Pro", false), ("Google", "Eve", false),
    ("Dell Inc.", "OptiPlex 3070", false), (nil, nil, false),
  ])
  func virtual(_ manufacturer: String?, _ model: String?, _ expected: Bool) {
    #expect(Chassis.isVirtual(manufacturer: manufacturer, model: model) == expected)
  }

  @Test(arguments: [
    "To be filled by O.E.M.", "  TO BE FILLED BY o.e.m. \n", "Default string", "None",
    "0123456789", "03000200-0400-0500-0006-000700080009", "FEFEFEFE-FEFE-FEFE-FEFE-FEFEFEFEFEFE",
    "00000000-0000-0000-0000-000000000000", "FFFFFFFF", "00:00:00:00:00:00", "xxxxxxxx", "...",
    "0", "-", "", "\u{0}\u{0}", "\u{FFFD}", "All Series", "To be set by O.E.M.", "A1_SerNum3",
    "Default string Default string", "SerNum04", "PartNum0",
  ])
  func placeholders(_ text: String) {
    #expect(Placeholders.fact(text) == nil)
  }

  @Test(arguments: [
    "7XK2P03", "OptiPlex 3070", "None Such Ltd", "Máy tính bàn", "Best Manufacturer 1",
  ])
  func noPlaceholders(_ text: String) {
    #expect(Placeholders.fact(" \(text)\n") == text)
  }

  @Test(arguments: [
    ("MemTotal:       24684092 kB\n", 24_684_092 * 1024), ("MemTotal: 1 kB", 1024),
    ("MemFree: 1 kB\n", nil), ("MemTotal: kB", nil), ("MemTotal: -5 kB", nil),
    ("MemTotal: 0 kB", nil), ("MemTotal: 5 MB", nil), ("MemTotal: 9223372036854775807 kB", nil),
    ("", nil), ("MemTotal", nil), ("xMemTotal: 5 kB", nil),
  ])
  func memory(_ text: String, _ expected: Int?) {
    #expect(HardwareFacts.Memory.total(in: text) == expected)
  }

  @Test func frequencies() {
    typealias Processor = HardwareFacts.Processor
    let intel = "Intel(R) Core(TM) i3-9100 CPU @ 3.60GHz"
    #expect(
      Processor.frequency(kilohertz: 4_200_000, model: intel, megahertz: 800) == 4_200_000_000)
    #expect(Processor.frequency(kilohertz: nil, model: intel, megahertz: 800) == 3_600_000_000)
    #expect(Processor.frequency(kilohertz: 0, model: "EPYC", megahertz: 2596.12) == 2_600_000_000)
    #expect(Processor.frequency(kilohertz: nil, model: "x @ 9e99GHz", megahertz: nil) == nil)
    #expect(Processor.frequency(kilohertz: nil, model: "x @", megahertz: nil) == nil)
    #expect(Processor.frequency(kilohertz: Int.max, model: nil, megahertz: nil) == nil)
  }

  /// The present frequency of an idle processor is not its nominal one.
  @Test(
    arguments: [
      ("fpu est aperfmperf", nil, nil), ("fpu hw_pstate", nil, nil),
      ("fpu hwp", 2500, 2_500_000_000),
      ("fpu est hypervisor", nil, 800_000_000), ("fpu", nil, 800_000_000),
      ("fpu", 2500, 800_000_000), ("fpu est", 0, nil), ("fpu est", 65_535, nil),
    ] as [(String, Int?, Int?)])
  func idleFrequencies(_ flags: String, _ firmware: Int?, _ expected: Int?) throws {
    var tables = TableBuilder()
    if let firmware {
      tables.add(4, length: 0x1A, [0x14: .word(4600), 0x16: .word(UInt16(firmware))])
    }
    tables.addEnd()
    try Peer.withFolder { folder in
      let dmi = folder.appending(path: "sys/firmware/dmi/tables")
      try FileManager.default.createDirectory(at: dmi, withIntermediateDirectories: true)
      try Data(tables.table).write(to: dmi.appending(path: "DMI"))
      try Data(tables.entryPoint).write(to: dmi.appending(path: "smbios_entry_point"))
      let info = CPUInfo(
        """
        processor\t: 0
        model name\t: 13th Gen Intel(R) Core(TM) i5-13400
        cpu MHz\t\t: 800.012
        flags\t\t: \(flags)

        """)
      let host = Host(root: folder.path)
      let processor = HardwareFacts.Processor(info, firmware: DMI(on: host), on: host)
      #expect(processor.frequencyHz == expected)
    }
  }

  @Test func coresAndThreads() {
    func processor(_ number: Int, package: Int, core: Int) -> String {
      "processor\t: \(number)\nphysical id\t: \(package)\ncore id\t\t: \(core)\n\n"
    }
    let twoPackages = CPUInfo(
      (0..<8).map { processor($0, package: $0 / 4, core: $0 % 2) }.joined())
    #expect(twoPackages.threads == 8 && twoPackages.cores == 4)
    let half = CPUInfo(processor(0, package: 0, core: 0) + "processor\t: 1\n")
    #expect(half.threads == 2 && half.cores == nil)
    let old = CPUInfo("Processor\t: ARMv7 Processor rev 3 (v7l)\r\nprocessor\t: 0\r\n")
    #expect(old.model == "ARMv7 Processor rev 3 (v7l)" && old.threads == 1)
    let unknown = CPUInfo("processor : 0\nCPU implementer : 0x99\nCPU part : 0xd08\n")
    #expect(unknown.model == nil)
  }

  @Test func releases() {
    let release = OSRelease(
      "# NAME=no\nNAME=\"Hệ điều \\\"hành\\\"\"\nVERSION_ID='12'\nVERSION=plain # kept\nID=\nNAME2")
    #expect(release["NAME"] == "Hệ điều \"hành\"")
    #expect(release["VERSION_ID"] == "12")
    #expect(release["VERSION"] == "plain # kept")
    #expect(release["ID"] == nil && release["NAME2"] == nil)
    #expect(OSRelease("\u{FEFF}NAME=Debian\n")["NAME"] == "Debian")
  }

  @Test(arguments: [
    ("sda", true), ("nvme0n1", true), ("mmcblk0", true), ("hda", true), ("mmcblk0boot0", false),
    ("mmcblk0rpmb", false), ("sr0", false), ("fd0", false), ("srv", true), ("mtdblock3", false),
    ("mtdblock_ro0", false), ("mmcblk0gp0", false), ("pmem0", false), ("pmem1s", false),
    ("ubiblock0_0", false), ("sr", true),
  ])
  func disks(_ name: String, _ expected: Bool) {
    #expect(BlockDeviceName.isOtherDrive(name) == !expected)
  }

  @Test(arguments: [
    ("card0-HDMI-A-1", "HDMI-A-1"), ("card12-eDP-1", "eDP-1"), ("card0", nil), ("renderD128", nil),
    ("card-x", nil), ("cardx-DP-1", nil), ("card0-", nil),
  ])
  func connectors(_ name: String, _ expected: String?) {
    #expect(HardwareFacts.Display.connector(in: name) == expected)
  }

  @Test(arguments: [
    ("MG#", "Canon MG2500 series", true), ("MG#", "IMG20", false), ("MG#", "MG", false),
    ("scan", "ScanSnap", true), ("scan", "CanoScan", false), ("fi-", "fi-7160", true),
    ("fi-", "Wi-fi-x", true), ("mfc", "Brother MFC-L2700", true), ("", "anything", false),
    ("DS-", "", false),
  ])
  func words(_ pattern: String, _ name: String, _ expected: Bool) {
    #expect(ProductWord(pattern).begins(in: name) == expected)
  }
}
