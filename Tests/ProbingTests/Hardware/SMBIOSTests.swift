import Testing

@testable import Probing

/// SMBIOS tables that no firmware should produce, and some that real firmware does.
struct SMBIOSTests {
  private func tables(_ builder: TableBuilder) -> SMBIOSTables {
    SMBIOSTables(builder.table, entryPoint: SMBIOSEntryPoint(builder.entryPoint))
  }

  @Test func survivesTruncationAnywhere() {
    var builder = TableBuilder(is64Bit: true)
    builder.add(1, length: 0x1B, [4: .byte(1), 5: .byte(2)], ["Maker", "Model"])
    builder.addArray(slots: 2)
    builder.addModule([0x0C: .word(4096)])
    builder.addEnd()
    let whole = tables(builder)
    #expect(whole.structures.map(\.type) == [1, 16, 17, 127])
    for count in 0..<builder.table.count {
      let part = SMBIOSTables(Array(builder.table.prefix(count)), entryPoint: nil)
      #expect(whole.structures.map(\.type).starts(with: part.structures.map(\.type)))
      #expect(part.structures.count < 4)
    }
  }

  @Test(
    arguments: [
      [], [0], [1, 3, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0], [1, 255, 0, 0, 0, 0], [1, 4, 0, 0],
      [1, 4, 0, 0, 0], [1, 4, 0, 0, 65, 0], Array(repeating: 255, count: 4096),
    ] as [[UInt8]])
  func noStructure(_ bytes: [UInt8]) {
    #expect(SMBIOSTables(bytes, entryPoint: nil).structures.isEmpty)
  }

  @Test func tooManyStructures() {
    // As many minimal structures as the largest accepted file can hold.
    let bytes = (0..<(Host.largestFile / 6)).flatMap { _ in [9, 4, 0, 0, 0, 0] as [UInt8] }
    let tables = SMBIOSTables(bytes, entryPoint: nil)
    #expect(tables.structures.count == SMBIOSTables.mostStructures)
    #expect(SMBIOSMemory(tables) == SMBIOSMemory(SMBIOSTables([], entryPoint: nil)))
  }

  /// The table ends at the declared count if there is one, otherwise at the end structure.
  @Test func endsByCountOrEndStructure() {
    for is64Bit in [false, true] {
      var builder = TableBuilder(version: (3, 0), is64Bit: is64Bit)
      builder.addEnd()
      builder.add(3, length: 13, [5: .byte(3)])
      #expect(tables(builder).structures.count == (is64Bit ? 1 : 2))
      let counted = builder.entryPoint
      builder.add(4, length: 13)
      let rest = SMBIOSTables(builder.table, entryPoint: SMBIOSEntryPoint(counted))
      #expect(rest.structures.count == (is64Bit ? 1 : 2))
    }
  }

  @Test func strings() {
    var builder = TableBuilder()
    builder.add(
      1, length: 8, [4: .byte(1), 5: .byte(3), 6: .byte(200), 7: .byte(0)],
      ["M\u{1B}[0m\u{202E}aker", "  ", "Máy  tính "])
    let system = tables(builder).first(1)
    #expect(system?.string(4) == "M[0maker")
    #expect(system?.string(5) == "Máy tính")
    #expect(system?.string(6) == nil && system?.string(7) == nil && system?.string(8) == nil)
  }

  @Test func slotsAndModules() {
    func memory(_ fill: (inout TableBuilder) -> Void) -> SMBIOSMemory {
      var builder = TableBuilder()
      fill(&builder)
      return SMBIOSMemory(tables(builder))
    }
    let none = memory { _ in }
    #expect(none.slots == nil && none.installedBytes == nil)
    // More devices than the array declares, and an absurd count.
    for count: UInt16 in [1, 0xFFFF] {
      let few = memory { builder in
        builder.addArray(slots: count)
        for _ in 0..<2 { builder.addModule([0x0C: .word(1024)]) }
      }
      #expect(few.slots == 2 && few.installedBytes == 2 << 30)
    }
    // Graphics and cache memory, flash memory, and an array that is not described.
    let others = memory { builder in
      builder.addArray(slots: 2)
      builder.addArray(slots: 8, use: 4, handle: 0x2000)
      builder.addModule([0x0C: .word(1024), 4: .word(0x2000)])
      builder.addModule([0x0C: .word(16), 0x12: .byte(9)])
      builder.addModule([0x0C: .word(2048), 4: .word(0x7777)])
    }
    #expect(others.slots == 2 && others.modules.map(\.sizeBytes) == [2 << 30])
    let many = memory { builder in
      for _ in 0...SMBIOSMemory.mostSlots { builder.addModule([0x0C: .word(1024)]) }
    }
    #expect(many.slots == nil && many.modules.isEmpty)
    // 2 PiB in one module.
    let huge = memory { builder in
      builder.addModule([0x0C: .word(0x7FFF), 0x1C: .doubleWord(.max)])
    }
    #expect(huge.slots == 1 && huge.modules.isEmpty)
  }

  /// Persistent modules are storage, except for the part used as memory.
  @Test(
    arguments: [
      // Optane used as storage; half of it as memory; with an unknown part; too short to say.
      (7, UInt64(0), 0x5C, [16 << 30], 3), (7, 64 << 30, 0x5C, [16 << 30, 64 << 30], 4),
      (7, .max, 0x5C, [16 << 30], 3), (7, 0, 0x30, [16 << 30], 3),
      // NVDIMM-N.
      (4, 0, 0x5C, [16 << 30], 3), (6, 8 << 30, 0x5C, [16 << 30, 8 << 30], 4),
      // DRAM, unknown, and tables older than the technology field.
      (3, 0, 0x5C, [16 << 30, 128 << 30], 4), (2, 0, 0x5C, [16 << 30, 128 << 30], 4),
      (7, 0, 0x28, [16 << 30, 128 << 30], 4),
    ] as [(UInt8, UInt64, UInt8, [Int], Int)])
  func persistentMemory(
    _ technology: UInt8, _ volatile: UInt64, _ length: UInt8, _ sizes: [Int], _ slots: Int
  ) {
    var builder = TableBuilder(version: (3, 2))
    builder.addArray(slots: 4)
    builder.addModule([0x0C: .word(16384), 0x28: .byte(3)])
    builder.addModule(
      length: length,
      [
        0x0C: .word(0x7FFF), 0x1C: .doubleWord(128 << 10), 0x28: .byte(technology),
        0x3C: .bytes((0..<8).map { UInt8(truncatingIfNeeded: volatile >> ($0 * 8)) }),
      ])
    let memory = SMBIOSMemory(tables(builder))
    #expect(memory.modules.map(\.sizeBytes) == sizes && memory.slots == slots)
    #expect(memory.installedBytes == sizes.reduce(0, +))
  }

  @Test func entryPoints() {
    for is64Bit in [false, true] {
      let sound = TableBuilder(version: (3, 1), is64Bit: is64Bit).entryPoint
      #expect(SMBIOSEntryPoint(sound)?.version == SMBIOSVersion(major: 3, minor: 1))
      #expect(SMBIOSEntryPoint(sound + [1, 2, 3])?.version == SMBIOSVersion(major: 3, minor: 1))
      for count in sound.indices { #expect(SMBIOSEntryPoint(Array(sound.prefix(count))) == nil) }
      for index in sound.indices {
        var bytes = sound
        bytes[index] ^= 1
        #expect(SMBIOSEntryPoint(bytes) == nil)
      }
    }
    var old = Array("_DMI_".utf8) + [0, 0, 1, 0, 0, 0, 0, 7, 0, 0x20] as [UInt8]
    old[5] = 0 &- old.reduce(0, &+)
    #expect(SMBIOSEntryPoint(old)?.version == SMBIOSVersion(major: 2, minor: 0))
    #expect(SMBIOSEntryPoint(old)?.structureCount == 7)
    #expect(SMBIOSEntryPoint([]) == nil)
  }
}
