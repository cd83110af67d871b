import Reporting

extension HardwareFacts.Disk.Kind {
  /// What kind of disk it is, from what the kernel says of it.
  ///
  /// - Parameters:
  ///   - path: of the device in `/sys` with its links followed, which goes through the bus that it
  ///     hangs on: `devices/pci0000:00/0000:00:17.0/ata1/host0/…/block/sda`.
  ///   - rotational: as the kernel says; sticks and virtual disks have it wrong.
  /// - Returns: nil where nothing tells.
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
