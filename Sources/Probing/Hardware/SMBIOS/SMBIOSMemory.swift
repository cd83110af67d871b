/// The memory slots and what is in them, as the SMBIOS tables say it (types 16 and 17).
///
/// Pure and total. Only the system's memory: not that of graphics, caches or the firmware itself.
struct SMBIOSMemory: Equatable, Sendable {
  /// Slots, filled or not; nil where the tables name none.
  var slots: Int?
  var modules: [SMBIOSMemoryModule] = []

  /// Slots beyond this are nonsense: the largest servers have some hundreds.
  static let mostSlots = 1024

  private static let systemMemory: UInt8 = 3
  /// A memory device of the first edition that had them, 2.1.
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
      // A handle that leads nowhere says nothing against it.
      let use = device.word(4).flatMap { uses[$0] } ?? Self.systemMemory
      return device.formatted.count >= Self.shortestDevice && use == Self.systemMemory
        && !SMBIOSMemoryKind.isFirmware(device.byte(18))
    }
    guard devices.count <= Self.mostSlots else { return }
    // Some firmware counts fewer slots than it then describes.
    let count = max(devices.count, stated <= Self.mostSlots ? stated : 0)
    slots = count > 0 ? count : nil
    modules = devices.compactMap(SMBIOSMemoryModule.init)
  }

  /// Bytes of all modules; nil where there are none.
  var installedBytes: Int? {
    modules.isEmpty ? nil : modules.reduce(0) { $0 + $1.sizeBytes }
  }
}

/// A memory module: type 17, "Memory device".
struct SMBIOSMemoryModule: Equatable, Sendable {
  /// What is printed beside the slot, `DIMM A1`.
  var slot: String?
  var sizeBytes: Int
  /// `DDR4`
  var kind: String?
  /// As configured, else at most; transfers per second.
  var speedTransfersPerSecond: Int?
  /// `SODIMM`
  var formFactor: String?
  var manufacturer: String?

  /// A module beyond 16 TiB is nonsense.
  static let largest = 1 << 44

  /// nil for an empty slot, and for one of whose content the firmware does not know the size.
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

  private static func bytes(_ device: SMBIOSStructure) -> Int? {
    switch device.word(12) {
    case nil, 0, 0xFFFF: nil
    // 32 GB less a megabyte and more do not fit: they stand further back, in megabytes.
    case 0x7FFF: device.doubleWord(28).map { Int($0 & 0x7FFF_FFFF) << 20 }
    // The high bit: in kilobytes, else in megabytes.
    case let size?: size & 0x8000 != 0 ? Int(size & 0x7FFF) << 10 : Int(size) << 20
    }
  }

  /// Stands in millions (MT/s; older editions say MHz and mean the same).
  private static func speed(_ device: SMBIOSStructure, at: Int, extendedAt: Int) -> Int? {
    let millions: Int? =
      switch device.word(at) {
      case nil, 0: nil
      case 0xFFFF: device.doubleWord(extendedAt).map { Int($0 & 0x7FFF_FFFF) }
      case let speed?: Int(speed)
      }
    // A million million transfers a second is nonsense.
    return millions.flatMap { (1...1_000_000).contains($0) ? $0 * 1_000_000 : nil }
  }
}
