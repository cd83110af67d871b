import Reporting

extension HardwareFacts.Disk {
  /// The disks of `/sys/block`: whole, real ones with a medium in them.
  ///
  /// - Throws: ``ProbeError`` where the list cannot be read: no list is not an empty one.
  static func all(on host: Host) throws(ProbeError) -> [HardwareFacts.Disk] {
    try host.entries("sys/block").compactMap { name in
      isDisk(name) ? HardwareFacts.Disk(name: name, on: host) : nil
    }
  }

  /// nil where there is no medium in it or it is only a path to another disk.
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

  /// Whether the kernel's name is that of a disk: not of a loop, a RAM disk, a volume over other
  /// disks, an optical or floppy drive, a network disk or the boot area of an eMMC.
  static func isDisk(_ name: String) -> Bool {
    let others = ["loop", "ram", "zram", "dm-", "md", "sr", "fd", "nbd", "rbd", "drbd", "mtdblock"]
    if name.hasPrefix("mmcblk") { return !name.contains("boot") && !name.contains("rpmb") }
    return !others.contains { prefix in
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
