import Reporting

/// Formats each part of a computer as one line.
enum HardwareWords {
  /// `7.6 GiB of 8 GiB installed, 1 of 2 slots free`
  static func memory(_ memory: HardwareFacts.Memory) -> String {
    var text = Quantity.binary(bytes: memory.totalBytes)
    if let installed = memory.installedBytes {
      text += " of \(Quantity.binary(bytes: installed)) installed"
    }
    if let slots = memory.slots, let modules = memory.modules, slots >= modules.count {
      text += ", \(slots - modules.count) of \(slots) slots free"
    }
    return text
  }

  /// `DIMM A1  8 GiB DDR4 2666 MT/s DIMM (Samsung)`
  static func module(_ module: HardwareFacts.Memory.Module) -> String {
    let speed = module.speedTransfersPerSecond.map { "\($0 / 1_000_000) MT/s" }
    let parts = [
      Quantity.binary(bytes: module.sizeBytes), module.kind ?? "unknown type", speed,
      module.formFactor, module.manufacturer.map { "(\($0))" },
    ]
    return "\(module.slot ?? "slot unknown")  \(parts.compactMap { $0 }.joined(separator: " "))"
  }

  /// `sda  256.1 GB  Samsung SSD 860 (SSD)`
  static func disk(_ disk: HardwareFacts.Disk) -> String {
    "\(disk.name)  \(Quantity.decimal(bytes: disk.sizeBytes))"
      + "  \(disk.model ?? "model unknown") (\(kind(disk)))"
  }

  private static func kind(_ disk: HardwareFacts.Disk) -> String {
    switch disk.kind {
    case .nvme: "NVMe"
    case .ssd: "SSD"
    case .hdd: "HDD"
    case .flash: "flash memory"
    case .removable: "removable"
    case .other: "virtual"
    case nil: "unknown type"
    }
  }

  /// `DP-1  DEL DELL P2219H, 1920 × 1080, 21.7 inches, 2019`
  static func display(_ display: HardwareFacts.Display) -> String {
    var parts: [String] = []
    if let name = ProductName.of(display.manufacturer, display.model) { parts.append(name) }
    if let width = display.widthPixels, let height = display.heightPixels {
      parts.append("\(width) × \(height)")
    }
    if let width = display.widthMillimetres, let height = display.heightMillimetres {
      let diagonal = Double(width * width + height * height).squareRoot() / 25.4
      parts.append("\((diagonal * 10).rounded() / 10) inches")
    }
    if let year = display.year { parts.append("\(year)") }
    return ([display.connector] + (parts.isEmpty ? [] : [parts.joined(separator: ", ")]))
      .joined(separator: "  ")
  }

  static func battery(_ isThere: Bool?) -> String {
    switch isThere {
    case true?: "yes"
    case false?: "none"
    case nil: "unknown"
    }
  }
}
