import Foundation
import Reporting
import Testing

@testable import Probing

/// Disks, batteries and memory by what `/sys` and the tables say together.
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

  /// A captured root with the files given.
  private func withHost<Result>(
    _ files: [String: String], _ body: (Host) throws -> Result
  ) throws -> Result {
    try Peer.withFolder { folder in
      for (path, text) in files {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
      }
      return try body(Host(root: folder.path))
    }
  }

  @Test(
    arguments: [
      ([:], nil),
      (["AC/type": "Mains\n"], false),
      (["BAT0/type": "Battery\n", "BAT0/present": "1\n"], true),
      (["BAT0/type": "Battery\n", "BAT0/scope": "System\n"], true),
      // The bay is there, the battery is not.
      (["BAT0/type": "Battery\n", "BAT0/present": "0\n", "AC/type": "Mains\n"], false),
      // A mouse, a telephone, an uninterruptible supply.
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
    // More than is fitted, as the tables have it: they leave something out.
    let more = try memory(8_000_000)
    #expect(more.installedBytes == nil && more.modules?.count == 1)
    // Not root: no tables.
    let plain = try withHost(["proc/meminfo": "MemTotal: 1 kB\n"]) { host in
      try HardwareFacts.Memory(nil, on: host)
    }
    #expect(plain == HardwareFacts.Memory(totalBytes: 1024))
  }

  /// What an agent of the first version sent.
  @Test func oldSections() throws {
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
