/// The memory slots and their content, from the SMBIOS tables (types 16 and 17).
///
/// Pure and total. Only the system's memory: not that of graphics, caches or the firmware itself.
struct SMBIOSMemory: Equatable, Sendable {
  /// Slots, filled or not; nil if the tables name none.
  var slots: Int?
  var modules: [SMBIOSMemoryModule] = []

  /// Slots beyond this are nonsense: the largest servers have some hundreds.
  static let mostSlots = 1024

  private static let systemMemory: UInt8 = 3
  /// Length of a memory device in the first edition that had them, 2.1.
  private static let shortestDevice = 21

  init(_ tables: SMBIOSTables) {
    var uses: [UInt16: UInt8] = [:]
    var stated = 0
    for array in tables.all(16) {
      guard let use = array.byte(5) else { continue }
      uses[array.handle] = use
      if use == Self.systemMemory { stated += Int(array.word(13) ?? 0) }
    }
    let devices = tables.all(17).filter { device in
      // A handle that leads nowhere excludes nothing.
      let use = device.word(4).flatMap { uses[$0] } ?? Self.systemMemory
      return device.formatted.count >= Self.shortestDevice && use == Self.systemMemory
        && !SMBIOSMemoryKind.isFirmware(device.byte(18))
    }
    guard devices.count <= Self.mostSlots else { return }
    // Some firmware counts fewer slots than it then describes. A slot with storage in it has no
    // room for memory.
    let taken = devices.count(where: SMBIOSMemoryModule.isStorage)
    let count = max(devices.count, stated <= Self.mostSlots ? stated : 0) - taken
    slots = count > 0 ? count : nil
    modules = devices.compactMap(SMBIOSMemoryModule.init)
  }

  /// Bytes of all modules; nil if there are none.
  var installedBytes: Int? {
    modules.isEmpty ? nil : modules.reduce(0) { $0 + $1.sizeBytes }
  }
}

/// A memory module: type 17, "Memory device".
struct SMBIOSMemoryModule: Equatable, Sendable {
  /// The slot's label, such as `DIMM A1`.
  var slot: String?
  var sizeBytes: Int
  /// `DDR4`
  var kind: String?
  /// The configured speed, else the maximum; transfers per second.
  var speedTransfersPerSecond: Int?
  /// `SODIMM`
  var formFactor: String?
  var manufacturer: String?

  /// A module beyond 16 TiB is nonsense.
  static let largest = 1 << 44

  /// nil for an empty slot, for content whose size the firmware does not know, and for storage in
  /// the shape of memory.
  init?(_ device: SMBIOSStructure) {
    guard let size = Self.bytes(device), (1...Self.largest).contains(size) else { return nil }
    sizeBytes = size
    slot = device.string(16)
    kind = SMBIOSMemoryKind.name(device.byte(18))
    formFactor = SMBIOSFormFactor.name(device.byte(14))
    speedTransfersPerSecond =
      Self.speed(device, at: 32, extendedAt: 88) ?? Self.speed(device, at: 21, extendedAt: 84)
    // Since 2.3, which made the structure 27 bytes long.
    manufacturer = device.formatted.count >= 27 ? device.string(23) : nil
  }

  /// Whether it keeps its content without power (Intel Optane and other NVDIMMs) and provides none
  /// of it as working memory.
  static func isStorage(_ device: SMBIOSStructure) -> Bool {
    isPersistent(device) && (volatileBytes(device) ?? 0) == 0
  }

  /// Since 3.2: "Memory technology" from NVDIMM-N (4) to Intel Optane persistent memory (7).
  private static func isPersistent(_ device: SMBIOSStructure) -> Bool {
    device.byte(40).map { (4...7).contains($0) } ?? false
  }

  /// nil if the structure does not say.
  private static func volatileBytes(_ device: SMBIOSStructure) -> Int? {
    guard let low = device.doubleWord(60), let high = device.doubleWord(64) else { return nil }
    // All bits set is "unknown".
    return Int(exactly: UInt64(high) << 32 | UInt64(low))
  }

  private static func bytes(_ device: SMBIOSStructure) -> Int? {
    if isPersistent(device) { return volatileBytes(device) }
    return switch device.word(12) {
    case nil, 0, 0xFFFF: nil
    // Sizes from 32 GB less a megabyte do not fit: they are further back, in megabytes.
    case 0x7FFF: device.doubleWord(28).map { Int($0 & 0x7FFF_FFFF) << 20 }
    // The high bit means kilobytes; without it, megabytes.
    case let size?: size & 0x8000 != 0 ? Int(size & 0x7FFF) << 10 : Int(size) << 20
    }
  }

  /// Stated in millions (MT/s; older editions say MHz and mean the same).
  private static func speed(_ device: SMBIOSStructure, at: Int, extendedAt: Int) -> Int? {
    let millions: Int? =
      switch device.word(at) {
      case nil, 0: nil
      case 0xFFFF: device.doubleWord(extendedAt).map { Int($0 & 0x7FFF_FFFF) }
      case let speed?: Int(speed)
      }
    // A trillion transfers a second is nonsense.
    return millions.flatMap { (1...1_000_000).contains($0) ? $0 * 1_000_000 : nil }
  }
}

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

  /// nil for "unknown", "other" and numbers that the table does not have.
  static func name(_ number: UInt8?) -> String? { number.flatMap { names[$0] } }

  /// Whether it holds the firmware (ROM, flash and the like) and is not working memory.
  static func isFirmware(_ number: UInt8?) -> Bool { number.map { (8...12).contains($0) } ?? false }
}

/// The specification's table "Memory device: form factor" (DSP0134, section 7.18.1).
enum SMBIOSFormFactor {
  private static let names: [UInt8: String] = [
    0x03: "SIMM", 0x04: "SIP", 0x05: "Chip", 0x06: "DIP", 0x07: "ZIP", 0x08: "Proprietary Card",
    0x09: "DIMM", 0x0A: "TSOP", 0x0B: "Row Of Chips", 0x0C: "RIMM", 0x0D: "SODIMM", 0x0E: "SRIMM",
    0x0F: "FB-DIMM", 0x10: "Die", 0x11: "CAMM",
  ]

  /// nil for "unknown", "other" and numbers that the table does not have.
  static func name(_ number: UInt8?) -> String? { number.flatMap { names[$0] } }
}
