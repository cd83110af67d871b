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
        machine: machine, processor: processor(source), memory: memory,
        disks: disks(source),
        displays: displays, system: system, source: source))
  }

  // MARK: - The machine

  private var machine: HardwareFacts.Machine {
    HardwareFacts.Machine(
      manufacturer: manufacturer, model: model, serialNumber: serialNumber, uuid: uuid,
      chassis: isVirtual ? Chassis.virtual : chassis,
      firmwareDate: firmwareDate,
      hasBattery: sections["batteries"].map { !$0.isEmpty },
      secureBoot: Text.flag(first("bios", "secure_boot")))
  }

  private var manufacturer: String? {
    Text.fact(first("bios", "smanufacturer", "mmanufacturer"))
      ?? Text.fact(first("bios", "mmanufacturer"))
  }

  private var model: String? {
    Text.fact(first("bios", "smodel")).map(ProductCode.unwrapped)
      ?? Text.fact(first("bios", "mmodel"))
  }

  var serialNumber: String? { Placeholders.serialNumber(first("bios", "ssn")) }

  /// Lower case, as RFC 9562 writes them.
  var uuid: String? { HardwareUUID.canonical(first("hardware", "uuid")) }

  /// Whether it is a virtual machine.
  var isVirtual: Bool {
    let systems = ["vmware", "virtualbox", "qemu", "kvm", "hyper-v", "xen", "parallels", "bhyve"]
    let said = first("hardware", "vmsystem")?.lowercased() ?? ""
    return systems.contains { said.hasPrefix($0) }
      || Chassis.isVirtual(manufacturer: manufacturer, model: model)
  }

  /// The names that dmidecode and WMI use for the numbers of DSP0134's table.
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
    // GLPI Agent has the first for the number of the second.
    case "main system chassis", "main server chassis", "rack mount chassis", "multi-system",
      "blade":
      return "server"
    default: return nil
    }
  }

  /// Reads `07/03/2019` from XML, `2019-07-03` from JSON, each with or without a time of day; and
  /// `20190703`, also at the beginning of WMI's `20190703000000.000000+000`.
  private var firmwareDate: String? {
    guard let text = Text.line(first("bios", "bdate")) else { return nil }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    if digits.count == 8 && digits.count == text.count
      || digits.count == 14 && text.dropFirst(14).first == "."
    {
      return FirmwareDate.iso(
        "\(digits.dropFirst(4).prefix(2))/\(digits.dropFirst(6).prefix(2))/\(digits.prefix(4))")
    }
    let day = text.prefix { $0 != " " && $0 != "T" }
    let parts = day.split(separator: day.contains("-") ? "-" : "/")
    guard parts.count == 3, parts[0].count == 4 else { return FirmwareDate.iso(String(day)) }
    return FirmwareDate.iso("\(parts[1])/\(parts[2])/\(parts[0])")
  }

  // MARK: - Memory

  /// nil if the inventory does not give an amount of memory.
  private var memory: HardwareFacts.Memory? {
    let entries = self["memories"].filter { entry in
      // Chips that hold firmware are listed as memory, too.
      let kind = entry["type"]?.lowercased() ?? ""
      return !["flash", "rom", "eprom", "eeprom", "feprom", "prom"].contains(kind)
    }
    let modules = entries.compactMap { entry -> HardwareFacts.Memory.Module? in
      guard let size = Amount.bytes(entry["capacity"], thousand: 1024) else { return nil }
      return HardwareFacts.Memory.Module(
        slot: slot(entry), sizeBytes: size, kind: Text.fact(entry["type"]),
        speedTransfersPerSecond: Amount.hertz(entry["speed"], in: 1_000_000...100_000_000_000),
        formFactor: formFactor(entry["formfactor"]) ?? formFactor(entry["description"]),
        manufacturer: MemoryMaker.name(entry["manufacturer"]))
    }
    let installed = modules.isEmpty ? nil : modules.reduce(0) { $0 + $1.sizeBytes }
    let total = Amount.bytes(first("hardware", "memory"), thousand: 1024)
    guard let total = total ?? installed else { return nil }
    return HardwareFacts.Memory(
      totalBytes: total, installedBytes: HardwareFacts.Memory.installed(installed, total: total),
      // Windows lists only filled slots: without an empty one, the number of slots is unknown.
      slots: entries.count > modules.count && !modules.isEmpty ? entries.count : nil,
      modules: modules.isEmpty ? nil : modules)
  }

  /// The slot's label. Windows says instead what the entry is, `Physical Memory` in its language, and
  /// says the same in the description.
  private func slot(_ entry: Entry) -> String? {
    let label = Placeholders.label(entry["caption"])
    guard let label, let description = Text.line(entry["description"]) else { return label }
    // GLPI Agent adds the kind of error correction.
    return description == label || description.hasPrefix("\(label) (") ? nil : label
  }

  private func formFactor(_ text: String?) -> String? {
    guard let text = Text.fact(text) else { return nil }
    return ["SODIMM", "DIMM", "SIMM", "Row Of Chips"].first {
      text.lowercased().contains($0.lowercased())
    }
  }

  // MARK: - Displays

  private var displays: [HardwareFacts.Display] {
    self["monitors"].prefix(16).enumerated().map { index, entry in
      HardwareFacts.Display(
        connector: "monitor \(index + 1)", manufacturer: Text.fact(entry["manufacturer"]),
        model: Text.fact(entry["caption"]) ?? Text.fact(entry["name"]))
    }
  }
}
