import HardwareCatalogue
import Reporting

extension MachineInventory {
  /// The computer's disks and what is plugged into it, without optical drives and without disks
  /// provided by other computers, files and pools of disks.
  ///
  /// - Parameter source: decides in which unit sizes are.
  func disks(_ source: FactSource) -> [HardwareFacts.Disk] {
    let isVirtual = isVirtual
    let sizes = DiskSizes(source, isWindows: isWindows)
    let found = self["storages"].enumerated().compactMap { index, entry in
      let words = StorageWords(entry)
      return words.isDisk && (isVirtual || !words.isMounted)
        ? disk(entry, words, sizes, index) : nil
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
    _ entry: Entry, _ words: StorageWords, _ sizes: DiskSizes, _ index: Int
  ) -> (disk: HardwareFacts.Disk, mayBePulledOut: Bool)? {
    guard let size = sizes.read(entry["disksize"]) else { return nil }
    let rotational = words.rotational
    let disk = HardwareFacts.Disk(
      name: diskName(entry["name"], index), model: Text.fact(entry["model"] ?? entry["name"]),
      sizeBytes: size.likely, leastBytes: size.least, rotational: rotational,
      removable: words.isRemovable,
      kind: words.isRemovable ? .removable : words.kind)
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

  /// A disk of another computer, in a file, in memory or in a pool of disks, which Windows gives such
  /// a name on any bus (WMI calls each of them `SCSI`): it is lent, unless it is a virtual machine's
  /// own. Controllers of RAID call their volumes virtual disks too; those are the computer's.
  var isMounted: Bool {
    names.contains { name in
      let words = name.split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
      func holds(_ phrases: [String]) -> Bool {
        phrases.contains { " \(words) ".contains(" \($0) ") }
      }
      return holds(Self.mounted) || holds(["virtual disk"]) && !holds(Self.controllers)
    }
  }

  /// Names of targets, of the drivers that reach them by several paths, and of programs that mount
  /// files.
  private static let mounted = [
    "iscsi", "lio org", "lun", "multi path disk device", "storage space", "virtual hd",
    "arsenal virtual", "starwind", "ram disk", "ramdisk",
  ]
  /// Makers whose controllers, inside a computer or a virtual machine, name their volumes so.
  private static let controllers = [
    "vmware", "dell", "perc", "lsi", "avago", "broadcom", "megaraid", "adaptec", "marvell", "intel",
    "amd", "promise",
  ]

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

  /// Windows shows NVMe as `SCSI`; many makers have it in the model's name.
  private var isNVMe: Bool {
    bus.contains("nvme") || type == "nvme" || description.contains("nvme") || isNamed("nvme")
  }

  /// Whether its name has the word: `Samsung SSD 860 EVO`. No hard disk is called so; hybrids are
  /// `SSHD`.
  private func isNamed(_ word: String) -> Bool {
    names.contains { $0.split { !$0.isLetter && !$0.isNumber }.contains { $0 == word } }
  }

  /// nil if unknown: Windows calls every disk "Fixed hard disk media".
  var rotational: Bool? {
    if isNVMe || type == "ssd" { return false }
    if type == "hdd" { return true }
    return isNamed("ssd") ? false : nil
  }

  /// The kind of a disk that is not removable; nil if unknown.
  var kind: HardwareFacts.Disk.Kind? {
    if isNVMe { return .nvme }
    if type == "ssd" { return .ssd }
    if type == "hdd" { return .hdd }
    // A Samsung SSD 980, on Windows' `SCSI`, is NVMe.
    return isNamed("ssd") && ["ide", "ata", "sata", "sas"].contains(bus) ? .ssd : nil
  }
}
