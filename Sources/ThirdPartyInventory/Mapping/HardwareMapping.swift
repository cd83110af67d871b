import HardwareCatalogue
import Reporting

extension MachineInventory {
  func hardwareFacts(_ source: FactSource) -> Outcome<HardwareFacts> {
    guard let memory else {
      return .failed(
        reason: "the inventory of \(source.agent) does not say how much memory there is")
    }
    return .observed(
      HardwareFacts(
        machine: machine, processor: processor, memory: memory, disks: disks, displays: displays,
        system: system, source: source))
  }

  // MARK: - The machine

  private var machine: HardwareFacts.Machine {
    let manufacturer =
      Text.fact(first("bios", "smanufacturer", "mmanufacturer"))
      ?? Text.fact(first("bios", "mmanufacturer"))
    let model = Text.fact(first("bios", "smodel")) ?? Text.fact(first("bios", "mmodel"))
    return HardwareFacts.Machine(
      manufacturer: manufacturer, model: model, serialNumber: Text.fact(first("bios", "ssn")),
      uuid: Text.fact(first("hardware", "uuid"))?.lowercased(),
      chassis: isVirtual(manufacturer, model) ? Chassis.virtual : chassis,
      firmwareDate: firmwareDate,
      hasBattery: sections["batteries"].map { !$0.isEmpty },
      secureBoot: Text.flag(first("bios", "secure_boot")))
  }

  private func isVirtual(_ manufacturer: String?, _ model: String?) -> Bool {
    let systems = ["vmware", "virtualbox", "qemu", "kvm", "hyper-v", "xen", "parallels", "bhyve"]
    let said = first("hardware", "vmsystem")?.lowercased() ?? ""
    return systems.contains { said.hasPrefix($0) }
      || Chassis.isVirtual(manufacturer: manufacturer, model: model)
  }

  /// The names that dmidecode and WMI give the numbers of DSP0134's table.
  private var chassis: String? {
    let said = (Text.fact(first("hardware", "chassis_type")) ?? Text.fact(first("bios", "type")))?
      .lowercased()
    switch said {
    case "desktop", "low profile desktop", "low-profile desktop", "pizza box", "mini tower",
      "tower",
      "space-saving", "sealed-case pc":
      return "desktop"
    case "portable", "laptop", "notebook", "sub notebook", "convertible": return "laptop"
    case "mini pc", "stick pc": return "mini-pc"
    case "all in one", "all-in-one": return "all-in-one"
    case "tablet", "hand held", "detachable": return "tablet"
    case "main server chassis", "rack mount chassis", "multi-system", "blade": return "server"
    default: return nil
    }
  }

  /// `07/03/2019` from XML, `2019-07-03` from JSON.
  private var firmwareDate: String? {
    guard let text = Text.line(first("bios", "bdate")) else { return nil }
    let parts = text.prefix(10).split(separator: "-")
    guard parts.count == 3 else { return FirmwareDate.iso(text) }
    return FirmwareDate.iso("\(parts[1])/\(parts[2])/\(parts[0])")
  }

  // MARK: - Processor and memory

  private var processor: HardwareFacts.Processor {
    let entries = self["cpus"].prefix(64)
    let first = entries.first ?? [:]
    func sum(_ fields: [String]) -> Int? {
      let counts = entries.map { entry in
        fields.compactMap { Text.number(entry[$0], in: 1...1024) }.first
      }
      let known = counts.compactMap { $0 }
      return known.count == counts.count && !known.isEmpty ? known.reduce(0, +) : nil
    }
    let speeds = entries.compactMap { Text.number($0["speed"], in: 100...20_000) }
    return HardwareFacts.Processor(
      // OCS names it in the type.
      model: Text.fact(first["name"]) ?? Text.fact(first["type"]),
      cores: sum(["core", "cores"]), threads: sum(["thread", "logical_cpus", "threads"]),
      frequencyHz: speeds.max().map { $0 * 1_000_000 },
      family: Text.number(first["familynumber"], in: 1...1024),
      modelNumber: Text.number(first["model"], in: 0...1024),
      stepping: Text.number(first["stepping"], in: 0...1024))
  }

  /// nil if the inventory does not say it.
  private var memory: HardwareFacts.Memory? {
    let mebibyte = 1 << 20
    let entries = self["memories"].filter { entry in
      // Chips for the firmware are listed as memory.
      let kind = entry["type"]?.lowercased() ?? ""
      return !["flash", "rom", "eprom", "eeprom", "feprom", "prom"].contains(kind)
    }
    let modules = entries.compactMap { entry -> HardwareFacts.Memory.Module? in
      guard let size = Text.bytes(megabytes: entry["capacity"], unit: mebibyte) else { return nil }
      return HardwareFacts.Memory.Module(
        slot: Text.fact(entry["caption"]), sizeBytes: size, kind: Text.fact(entry["type"]),
        speedTransfersPerSecond: Text.number(entry["speed"], in: 1...100_000)
          .map { $0 * 1_000_000 },
        formFactor: formFactor(entry["description"]),
        manufacturer: MemoryMaker.name(entry["manufacturer"]))
    }
    let installed = modules.isEmpty ? nil : modules.reduce(0) { $0 + $1.sizeBytes }
    let total = Text.bytes(megabytes: first("hardware", "memory"), unit: mebibyte)
    guard let total = total ?? installed else { return nil }
    return HardwareFacts.Memory(
      totalBytes: total, installedBytes: installed,
      // Windows lists filled slots only: without an empty one, nobody can tell how many there are.
      slots: entries.count > modules.count && !modules.isEmpty ? entries.count : nil,
      modules: modules.isEmpty ? nil : modules)
  }

  private func formFactor(_ text: String?) -> String? {
    guard let text = Text.fact(text) else { return nil }
    return ["SODIMM", "DIMM", "SIMM", "Row Of Chips"].first {
      text.lowercased().contains($0.lowercased())
    }
  }

  // MARK: - Disks and displays

  private var disks: [HardwareFacts.Disk] {
    self["storages"].enumerated().compactMap { index, entry in
      let words = [entry["type"], entry["description"], entry["name"], entry["model"]]
        .map { $0?.lowercased() ?? "" }
      let others = ["cd-rom", "cdrom", "dvd", "cd/dvd", "floppy", "optical", "blu-ray", "bd-re"]
      guard !others.contains(where: { other in words.contains { $0.contains(other) } }),
        let size = Text.bytes(megabytes: entry["disksize"], unit: 1_000_000)
      else { return nil }
      let interface = entry["interface"]?.lowercased() ?? ""
      let isRemovable =
        interface.hasPrefix("usb") || words[0].contains("removable") || words[1].contains("usb")
      let isNVMe = interface.contains("nvme") || words[0] == "nvme" || words[1].contains("nvme")
      // "Fixed hard disk media" is what Windows calls every disk.
      let rotational: Bool? =
        isNVMe || words[0] == "ssd" ? false : words[0] == "hdd" ? true : nil
      return HardwareFacts.Disk(
        name: diskName(entry["name"], index), model: Text.fact(entry["model"] ?? entry["name"]),
        sizeBytes: size, rotational: rotational, removable: isRemovable,
        kind: isRemovable
          ? .removable : isNVMe ? .nvme : rotational.map { $0 ? .hdd : .ssd })
    }
  }

  /// `sda`, `PHYSICALDRIVE0`; the place in the list for a name that is the model's.
  private func diskName(_ name: String?, _ index: Int) -> String {
    var word = (Text.line(name) ?? "")[...]
    if word.hasPrefix("\\\\.\\") { word = word.dropFirst(4) }
    let isPlain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    return !word.isEmpty && word.count <= 32 && isPlain ? String(word) : "disk\(index)"
  }

  private var displays: [HardwareFacts.Display] {
    self["monitors"].prefix(16).enumerated().map { index, entry in
      HardwareFacts.Display(
        connector: "monitor \(index + 1)", manufacturer: Text.fact(entry["manufacturer"]),
        model: Text.fact(entry["caption"]) ?? Text.fact(entry["name"]))
    }
  }
}
