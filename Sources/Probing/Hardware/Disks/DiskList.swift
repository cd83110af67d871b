import HardwareCatalogue
import Reporting

extension HardwareFacts.Disk {
  /// The disks in `/sys/block`: whole, real ones with a medium in them.
  ///
  /// - Throws: ``ProbeError`` if the list cannot be read: no list is not an empty one.
  static func all(on host: Host) throws(ProbeError) -> [HardwareFacts.Disk] {
    let disks = try host.entries("sys/block").compactMap { name in
      isHardware(name, on: host) ? HardwareFacts.Disk(name: name, on: host) : nil
    }
    // A board runs from its card; in a computer with a disk, a card is only in the reader.
    let cards = Set(disks.map(\.name).filter { isCard($0, on: host) })
    guard disks.contains(where: { $0.isBuiltIn && !cards.contains($0.name) }) else { return disks }
    return disks.map { disk in
      guard cards.contains(disk.name) else { return disk }
      var card = disk
      (card.removable, card.kind) = (true, .removable)
      return card
    }
  }

  /// Whether it is an SD card rather than a soldered eMMC: both have a reader of their own, and the
  /// kernel marks neither as removable.
  private static func isCard(_ name: String, on host: Host) -> Bool {
    guard name.hasPrefix("mmcblk") else { return false }
    return ["SD", "SDcombo"].contains(
      PlainText.line(try? host.text("sys/block/\(name)/device/type")))
  }

  /// nil if it has no medium or is only a path to another disk.
  private init?(name: String, on host: Host) {
    func attribute(_ file: String) -> String? {
      PlainText.line(try? host.text("sys/block/\(name)/\(file)"))
    }
    guard attribute("hidden") != "1", let size = attribute("size").flatMap(Self.bytes(sectors:)),
      let shown = PlainText.line(name)
    else { return nil }
    let rotational = Self.flag(attribute("queue/rotational"))
    let removable = Self.flag(attribute("removable")) ?? false
    self.init(
      name: shown,
      // SCSI, SATA, USB and NVMe disks have `model`, SD and eMMC cards `name`.
      model: Placeholders.fact(attribute("device/model") ?? attribute("device/name")),
      sizeBytes: size, rotational: rotational, removable: removable,
      kind: Kind(
        name: shown, path: host.resolved("sys/block/\(name)") ?? "", rotational: rotational,
        removable: removable))
  }

  /// Bytes in a number of sectors, which are 512 bytes in `/sys` for any disk; nil if there are
  /// none.
  static func bytes(sectors: String) -> Int? {
    guard let count = Int(sectors), count > 0 else { return nil }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: 512)
    return overflow ? nil : bytes
  }

  /// Whether it is a disk of its own: what the kernel makes from other things (loops, RAM disks,
  /// volumes of LVM, RAID, ZFS and bcache, network disks) belongs to no device.
  static func isHardware(_ name: String, on host: Host) -> Bool {
    guard !BlockDeviceName.isOtherDrive(name) else { return false }
    let path = host.resolved("sys/block/\(name)") ?? ""
    guard !isDistant(path, on: host) else { return false }
    // A capture may lack the device of a disk without a model: then its place or its name decides.
    return host.exists("sys/block/\(name)/device") || path.hasPrefix("sys/devices/")
      || !host.isThisMachine && !BlockDeviceName.isMade(name)
  }

  /// Whether a path in `/sys` is that of another computer's disk, or of the kernel's own test
  /// disks: iSCSI sessions, remote ports of Fibre Channel, NVMe over fabrics, Ceph.
  private static func isDistant(_ path: String, on host: Host) -> Bool {
    let others = ["virtual/block/", "virtual/nvme-fabrics/", "rbd/", "pseudo_", "tcm_loop"]
    return others.contains { path.hasPrefix("sys/devices/\($0)") }
      || path.split(separator: "/").contains {
        $0.hasPrefix("rport-") || isNumbered(String($0), ["session"])
      }
      || isDistantSubsystem(path, on: host)
  }

  /// Whether it is an NVMe disk with several paths, all of which lead over a network.
  private static func isDistantSubsystem(_ path: String, on host: Host) -> Bool {
    guard path.hasPrefix("sys/devices/virtual/nvme-subsystem/"),
      let end = path.lastIndex(of: "/")
    else { return false }
    let folder = path[..<end]
    let controllers = ((try? host.entries(String(folder))) ?? []).filter {
      isNumbered($0, ["nvme"])
    }
    let transports = controllers.compactMap {
      PlainText.line(try? host.text("\(folder)/\($0)/transport"))
    }
    return !transports.isEmpty
      && transports.allSatisfy { ["tcp", "rdma", "fc", "loop"].contains($0) }
  }

  private static func isNumbered(_ name: String, _ prefixes: [String]) -> Bool {
    prefixes.contains { prefix in
      name.hasPrefix(prefix) && name.dropFirst(prefix.count).allSatisfy(\.isNumber)
    }
  }

  private static func flag(_ text: String?) -> Bool? {
    switch text {
    case "1": true
    case "0": false
    default: nil
    }
  }
}

extension HardwareFacts.Disk.Kind {
  /// The kind of a disk, from what the kernel says about it.
  ///
  /// - Parameters:
  ///   - path: the device's path in `/sys` with links followed, which goes through its bus:
  ///     `sys/devices/pci0000:00/0000:00:17.0/ata1/host0/…/block/sda`.
  ///   - rotational: as the kernel says; it is wrong for sticks and virtual disks.
  /// - Returns: nil if unknown.
  init?(name: String, path: String, rotational: Bool?, removable: Bool) {
    // FireWire's devices are `fw1`.
    if removable || DevicePath.passes("usb", path) || DevicePath.passes("fw", path) {
      self = .removable
    } else if name.hasPrefix("nvme") {
      self = .nvme
    } else if name.hasPrefix("mmcblk") {
      self = .flash
    } else if name.hasPrefix("vd") || name.hasPrefix("xvd")
      || DevicePath.passes("virtio", path)
    {
      self = .other
    } else if let rotational {
      self = rotational ? .hdd : .ssd
    } else {
      return nil
    }
  }
}
