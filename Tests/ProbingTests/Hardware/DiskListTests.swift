import Foundation
import Reporting
import Testing

@testable import Probing

/// Which block devices are the computer's own disks, by their place in `/sys`.
struct DiskListTests {
  struct Device {
    var path: String
    var files: [String: String] = [:]
    var rotational = false

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
  }

  private static let disk = Device(
    path: "pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/sda", rotational: true)
  private static let card = Device(
    path: "pci0000:00/0000:00:1c.0/mmc_host/mmc0/mmc0:aaaa/block/mmcblk0",
    files: ["device/type": "SD\n", "device/name": "SD32G\n"])
  private static let soldered = Device(
    path: "pci0000:00/0000:00:1c.0/mmc_host/mmc0/mmc0:0001/block/mmcblk0",
    files: ["device/type": "MMC\n", "device/name": "DF4032\n"])
  private static let stick = Device(
    path: "pci0000:00/0000:00:14.0/usb2/2-3/2-3:1.0/host6/target6:0:0/6:0:0:0/block/sdb")

  private func found(
    _ devices: [Device], others: [String: String] = [:]
  ) throws -> [HardwareFacts.Disk] {
    var files = others
    for device in devices {
      let folder = "sys/devices/\(device.path)"
      files["\(folder)/size"] = "1000000\n"
      files["\(folder)/queue/rotational"] = device.rotational ? "1\n" : "0\n"
      files["\(folder)/removable"] = "0\n"
      for (file, text) in device.files { files["\(folder)/\(file)"] = text }
    }
    let links = devices.map { ("sys/block/\($0.name)", "../devices/\($0.path)") }
    return try CapturedRoot.with(files, links: Dictionary(uniqueKeysWithValues: links)) {
      try HardwareFacts.Disk.all(on: $0)
    }
  }

  /// A card in the reader of a computer with a disk does not count as its own; soldered flash does,
  /// and so does the card from which a board runs.
  @Test func cards() throws {
    let office = try found([Self.disk, Self.card])
    #expect(office.map(\.name) == ["mmcblk0", "sda"] && office.map(\.removable) == [true, false])
    #expect(office.map(\.kind) == [.removable, .hdd])
    #expect(office.filter(\.isBuiltIn).map(\.rotational) == [true])
    let netbook = try found([Self.disk, Self.soldered])
    #expect(netbook.map(\.kind) == [.flash, .hdd] && netbook.allSatisfy(\.isBuiltIn))
    let board = try found([Self.card])
    #expect(board.map(\.kind) == [.flash] && board.allSatisfy(\.isBuiltIn))
    #expect(try found([Self.card, Self.stick]).filter(\.isBuiltIn).map(\.name) == ["mmcblk0"])
  }

  /// The kernel calls a hard disk on the USB not removable.
  @Test func disksOnTheUSB() throws {
    let both = try found([Self.disk, Self.stick])
    #expect(both.map(\.removable) == [false, false])
    #expect(both.filter(\.isBuiltIn).map(\.name) == ["sda"])
  }

  @Test(arguments: [
    "pci0000:00/mmc_host/mmc0/mmc0:0001/mmcblk0gp0/block/mmcblk0gp0",
    "pci0000:00/mmc_host/mmc0/mmc0:0001/mmcblk0rpmb/block/mmcblk0rpmb",
    "platform/e820_pmem/ndbus0/region0/namespace0.0/block/pmem0",
    "platform/e820_pmem/ndbus0/region0/btt0.0/block/pmem0s",
    "platform/1e000000.spi/mtd/mtd0/mtdblock_ro0",
    "pci0000:00/0000:05:00.0/host7/rport-7:0-0/target7:0:0/7:0:0:1/block/sdb",
    "platform/host3/session1/target3:0:0/3:0:0:0/block/sdx",
  ])
  func noDisksOfItsOwn(_ path: String) throws {
    #expect(try found([Self.disk, Device(path: path)]).map(\.name) == ["sda"])
  }

  /// A disk behind a controller with ports does not belong to another computer.
  @Test func disksOnSAS() throws {
    let path = "pci0000:00/0000:05:00.0/host6/port-6:0/end_device-6:0/target6:0:0/6:0:0:0/block/sdc"
    #expect(try found([Device(path: path)]).map(\.name) == ["sdc"])
  }

  /// An NVMe disk with several paths is the computer's own unless all of them lead over a network.
  @Test(arguments: [
    (["tcp"], false), (["rdma", "rdma"], false), (["fc"], false), (["pcie"], true),
    (["pcie", "tcp"], true), ([], true),
  ])
  func severalPaths(_ transports: [String], _ isOwn: Bool) throws {
    let subsystem = "virtual/nvme-subsystem/nvme-subsys0"
    let controllers = transports.enumerated().map {
      ("sys/devices/\(subsystem)/nvme\($0)/transport", "\($1)\n")
    }
    let found = try found(
      [Device(path: "\(subsystem)/nvme0n1")],
      others: Dictionary(uniqueKeysWithValues: controllers))
    #expect(found.map(\.name) == (isOwn ? ["nvme0n1"] : []))
  }
}
