import HardwareCatalogue
import Reporting

extension HardwareFacts.Disk {
  /// The disks of `/sys/block`: whole, real ones with a medium in them.
  ///
  /// - Throws: ``ProbeError`` if the list cannot be read: no list is not an empty one.
  static func all(on host: Host) throws(ProbeError) -> [HardwareFacts.Disk] {
    try host.entries("sys/block").compactMap { name in
      isHardware(name, on: host) ? HardwareFacts.Disk(name: name, on: host) : nil
    }
  }

  /// nil if there is no medium in it or it is only a path to another disk.
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
      // SCSI, SATA, USB and NVMe say `model`, SD and eMMC cards `name`.
      model: Placeholders.fact(attribute("device/model") ?? attribute("device/name")),
      sizeBytes: size, rotational: rotational, removable: removable,
      kind: Kind(
        name: shown, path: host.resolved("sys/block/\(name)") ?? "", rotational: rotational,
        removable: removable))
  }

  /// Bytes of so many sectors, which are 512 bytes in `/sys` whatever the disk has; nil for none.
  static func bytes(sectors: String) -> Int? {
    guard let count = Int(sectors), count > 0 else { return nil }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: 512)
    return overflow ? nil : bytes
  }

  /// Whether it is a disk of its own: what the kernel makes of other things (loops, RAM disks,
  /// volumes of LVM, RAID, ZFS and bcache, network disks) hangs on no device.
  static func isHardware(_ name: String, on host: Host) -> Bool {
    guard !isOtherDrive(name) else { return false }
    let path = host.resolved("sys/block/\(name)") ?? ""
    // Network disks: iSCSI sessions, NVMe over fabrics, Ceph; and the kernel's own test disks.
    let others = ["virtual/block/", "virtual/nvme-fabrics/", "rbd/", "pseudo_", "tcm_loop"]
    if others.contains(where: { path.hasPrefix("sys/devices/\($0)") })
      || path.split(separator: "/").contains(where: { isNumbered(String($0), ["session"]) })
    {
      return false
    }
    // A capture may lack the device of a disk that has no model: then its place tells, or its name.
    return host.exists("sys/block/\(name)/device") || path.hasPrefix("sys/devices/")
      || !host.isThisMachine && !isVirtualName(name)
  }

  /// Whether the name is that of a drive without a disk of its own: optical, floppy, flash without
  /// a controller, and the boot areas of an eMMC.
  static func isOtherDrive(_ name: String) -> Bool {
    if name.hasPrefix("mmcblk") { return name.contains("boot") || name.contains("rpmb") }
    return isNumbered(name, ["sr", "scd", "fd", "mtdblock", "pktcdvd"])
  }

  /// Whether the kernel gives such names to what is no device.
  private static func isVirtualName(_ name: String) -> Bool {
    isNumbered(
      name,
      [
        "loop", "ram", "zram", "dm-", "md", "md_d", "zd", "bcache", "nbd", "rbd", "drbd", "nullb",
        "ublkb",
      ])
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
  /// What kind of disk it is, from what the kernel says of it.
  ///
  /// - Parameters:
  ///   - path: of the device in `/sys` with its links followed, which goes through the bus that it
  ///     hangs on: `devices/pci0000:00/0000:00:17.0/ata1/host0/…/block/sda`.
  ///   - rotational: as the kernel says; sticks and virtual disks have it wrong.
  /// - Returns: nil if unknown.
  init?(name: String, path: String, rotational: Bool?, removable: Bool) {
    let parts = path.split(separator: "/")
    func passes(_ isBus: (Substring) -> Bool) -> Bool { parts.contains(where: isBus) }
    if removable || passes({ Self.isNumbered($0, "usb") }) {
      self = .removable
    } else if name.hasPrefix("nvme") {
      self = .nvme
    } else if name.hasPrefix("mmcblk") {
      self = .flash
    } else if name.hasPrefix("vd") || name.hasPrefix("xvd")
      || passes({ Self.isNumbered($0, "virtio") })
    {
      self = .other
    } else if let rotational {
      self = rotational ? .hdd : .ssd
    } else {
      return nil
    }
  }

  /// `usb1` for `usb`.
  private static func isNumbered(_ part: Substring, _ bus: String) -> Bool {
    part.hasPrefix(bus) && part.count > bus.count
      && part.dropFirst(bus.count).allSatisfy(\.isNumber)
  }
}
