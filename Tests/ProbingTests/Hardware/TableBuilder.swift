/// Builds SMBIOS tables for tests, valid and invalid ones.
struct TableBuilder {
  enum Value {
    case byte(UInt8)
    case word(UInt16)
    case doubleWord(UInt32)
    case bytes([UInt8])

    var bytes: [UInt8] {
      switch self {
      case .byte(let value): [value]
      case .word(let value): [UInt8(value & 0xFF), UInt8(value >> 8)]
      case .doubleWord(let value): (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
      case .bytes(let value): value
      }
    }
  }

  let version: (major: UInt8, minor: UInt8)
  let is64Bit: Bool
  private(set) var table: [UInt8] = []
  private var count: UInt16 = 0

  init(version: (UInt8, UInt8) = (2, 8), is64Bit: Bool = false) {
    self.version = version
    self.is64Bit = is64Bit
  }

  /// - Parameters:
  ///   - length: of the formatted area with its header.
  ///   - fields: by their offsets in the specification.
  mutating func add(
    _ type: UInt8, handle: UInt16 = 0, length: UInt8, _ fields: [Int: Value] = [:],
    _ strings: [String] = []
  ) {
    var area = [type, length] + Value.word(handle).bytes
    area += Array(repeating: 0, count: max(0, Int(length) - 4))
    for (offset, value) in fields {
      for (place, byte) in value.bytes.enumerated() where offset + place < area.count {
        area[offset + place] = byte
      }
    }
    table += area + strings.flatMap { Array($0.utf8) + [0] } + (strings.isEmpty ? [0, 0] : [0])
    count += 1
  }

  /// A memory device of the newest length.
  mutating func addModule(
    length: UInt8 = 0x5C, _ fields: [Int: Value], _ strings: [String] = ["DIMM 0", "Maker"]
  ) {
    let usual: [Int: Value] = [
      0x04: .word(0x1000), 0x06: .word(0xFFFE), 0x10: .byte(1), 0x17: .byte(2),
    ]
    add(17, handle: 0x1100 + count, length: length, usual.merging(fields) { $1 }, strings)
  }

  mutating func addArray(slots: UInt16, use: UInt8 = 3, handle: UInt16 = 0x1000) {
    add(
      16, handle: handle, length: 0x17,
      [4: .byte(3), 5: .byte(use), 6: .byte(3), 11: .word(0xFFFE), 13: .word(slots)])
  }

  mutating func addEnd() { add(127, handle: 0x7F00, length: 4) }

  var entryPoint: [UInt8] {
    var bytes: [UInt8]
    if is64Bit {
      bytes = Array("_SM3_".utf8) + [0, 24, version.major, version.minor, 0, 1, 0]
      bytes += Value.doubleWord(UInt32(table.count)).bytes + Array(repeating: 0, count: 8)
      bytes[5] = 0 &- bytes.reduce(0, &+)
    } else {
      var inner: [UInt8] = Array("_DMI_".utf8) + [0]
      inner += Value.word(UInt16(truncatingIfNeeded: table.count)).bytes + [0, 0, 0, 0]
      inner += Value.word(count).bytes + [version.major << 4 | version.minor]
      inner[5] = 0 &- inner.reduce(0, &+)
      bytes = Array("_SM_".utf8) + [0, 31, version.major, version.minor, 255, 0, 0, 0, 0, 0, 0, 0]
      bytes += inner
      bytes[4] = 0 &- bytes.reduce(0, &+)
    }
    return bytes
  }
}
