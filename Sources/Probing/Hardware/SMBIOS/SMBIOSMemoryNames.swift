/// The specification's table "Memory device: type" (DSP0134, section 7.18.2).
enum SMBIOSMemoryKind {
  private static let names: [UInt8: String] = [
    0x03: "DRAM", 0x04: "EDRAM", 0x05: "VRAM", 0x06: "SRAM", 0x07: "RAM", 0x0D: "CDRAM",
    0x0E: "3DRAM", 0x0F: "SDRAM", 0x10: "SGRAM", 0x11: "RDRAM", 0x12: "DDR", 0x13: "DDR2",
    0x14: "DDR2 FB-DIMM", 0x18: "DDR3", 0x19: "FBD2", 0x1A: "DDR4", 0x1B: "LPDDR", 0x1C: "LPDDR2",
    0x1D: "LPDDR3", 0x1E: "LPDDR4", 0x1F: "Logical non-volatile device", 0x20: "HBM", 0x21: "HBM2",
    0x22: "DDR5", 0x23: "LPDDR5",
    0x24: "HBM3",
  ]

  /// nil for "unknown", "other" and what the table does not have.
  static func name(_ number: UInt8?) -> String? { number.flatMap { names[$0] } }

  /// Whether it holds the firmware (ROM, flash and the like) and is no memory to work in.
  static func isFirmware(_ number: UInt8?) -> Bool { number.map { (8...12).contains($0) } ?? false }
}

/// The specification's table "Memory device: form factor" (DSP0134, section 7.18.1).
enum SMBIOSFormFactor {
  private static let names: [UInt8: String] = [
    0x03: "SIMM", 0x04: "SIP", 0x05: "Chip", 0x06: "DIP", 0x07: "ZIP", 0x08: "Proprietary Card",
    0x09: "DIMM", 0x0A: "TSOP", 0x0B: "Row Of Chips", 0x0C: "RIMM", 0x0D: "SODIMM", 0x0E: "SRIMM",
    0x0F: "FB-DIMM", 0x10: "Die", 0x11: "CAMM",
  ]

  /// nil for "unknown", "other" and what the table does not have.
  static func name(_ number: UInt8?) -> String? { number.flatMap { names[$0] } }
}
