import HardwareCatalogue
import Reporting

extension MachineInventory {
  /// The computer's disks and what is plugged into it, without optical drives and without disks
  /// provided by other computers, files and pools of disks.
  var disks: [HardwareFacts.Disk] {
    let isVirtual = isVirtual
    let found = self["storages"].enumerated().compactMap { index, entry in
      let words = StorageWords(entry)
      return words.isDisk && (isVirtual || !words.isMounted) ? disk(entry, words, index) : nil
    }
    // A computer without other disks runs from such a one.
    let hasOwn = found.contains { !$0.disk.removable && !$0.mayBePulledOut }
    return found.map { disk, mayBePulledOut in
      guard mayBePulledOut, hasOwn else { return disk }
      var disk = disk
      (disk.removable, disk.kind) = (true, .removable)
      return disk
    }
  }

  private func disk(
    _ entry: Entry, _ words: StorageWords, _ index: Int
  ) -> (disk: HardwareFacts.Disk, mayBePulledOut: Bool)? {
    guard let size = Amount.bytes(entry["disksize"], thousand: 1000) else { return nil }
    // Windows calls every disk "Fixed hard disk media".
    let rotational: Bool? =
      words.isNVMe || words.type == "ssd" ? false : words.type == "hdd" ? true : nil
    let disk = HardwareFacts.Disk(
      name: diskName(entry["name"], index), model: Text.fact(entry["model"] ?? entry["name"]),
      sizeBytes: size, rotational: rotational, removable: words.isRemovable,
      kind: words.isRemovable
        ? .removable : words.isNVMe ? .nvme : rotational.map { $0 ? .hdd : .ssd })
    return (disk, words.isCalledExternal || words.isCard)
  }

  /// `sda`, `PHYSICALDRIVE0`; the index in the list if the name is the model's.
  private func diskName(_ name: String?, _ index: Int) -> String {
    var word = (Text.line(name) ?? "")[...]
    if word.hasPrefix("\\\\.\\") { word = word.dropFirst(4) }
    let isPlain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    return !word.isEmpty && word.count <= 32 && isPlain ? String(word) : "disk\(index)"
  }
}

/// What an agent says about a storage device, in lower case.
private struct StorageWords {
  let type, description, bus: String
  /// Its names in Windows and Linux.
  private let names: [String]

  init(_ entry: MachineInventory.Entry) {
    func word(_ field: String) -> String { Text.line(entry[field])?.lowercased() ?? "" }
    (type, description, bus) = (word("type"), word("description"), word("interface"))
    names = [word("name"), word("model")]
  }

  /// The buses of disks that another computer, a file or a pool of other disks provides (the names
  /// of Windows' `BusType`). GLPI Agent cuts names of several words after the first.
  private static let lent: Set = [
    "iscsi", "fibre channel", "fibre", "virtual", "file backed virtual", "file-backed virtual",
    "file-backed", "storage spaces", "spaces", "storage",
  ]

  var isDisk: Bool {
    let others = ["cd-rom", "cdrom", "dvd", "cd/dvd", "floppy", "optical", "blu-ray", "bd-re"]
    return !(names + [type, description]).contains { text in others.contains(where: text.contains) }
      && !Self.lent.contains(bus)
      && !BlockDeviceName.isMade(names[0]) && !BlockDeviceName.isOtherDrive(names[0])
  }

  /// The disk in a file or a pool of disks, which Windows gives such a name on any bus: it is lent,
  /// unless it is a virtual machine's own.
  var isMounted: Bool {
    let made = ["msft virtual disk", "microsoft virtual disk", "storage space"]
    return names.contains { name in made.contains(where: name.contains) }
  }

  /// Windows gives a USB disk such a name whatever bus its driver represents (`SCSI`).
  private var isNamedUSB: Bool {
    (names + [description]).contains { $0.hasSuffix("usb device") }
  }

  var isRemovable: Bool {
    bus.hasPrefix("usb") || ["1394", "ieee 1394", "ieee1394", "ieee", "firewire"].contains(bus)
      || type.contains("removable") || description.contains("usb") || isNamedUSB
  }

  /// A card, or an eMMC, which agents do not tell from it.
  var isCard: Bool { bus == "sd" }

  /// Windows calls a disk external if its port allows it to be pulled out.
  ///
  /// A disk on one of a computer's inner buses is its own: only its port allows swapping.
  var isCalledExternal: Bool {
    type.contains("external") && !["ide", "ata", "sata", "sas", "raid", "nvme"].contains(bus)
  }

  var isNVMe: Bool { bus.contains("nvme") || type == "nvme" || description.contains("nvme") }
}
