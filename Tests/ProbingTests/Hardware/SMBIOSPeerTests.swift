import Foundation
import TestSupport
import Testing

@testable import HardwareCatalogue
@testable import Probing

/// Compares our reading of SMBIOS tables with dmidecode's.
struct SMBIOSPeerTests {
  static let cases = (try? Case.all(of: "hardware"))?.filter {
    $0.host.exists("sys/firmware/dmi/tables/DMI")
  }

  /// Compares every string and every memory device.
  static func compare(
    table: [UInt8], entryPoint: [UInt8], _ normal: (String) -> String = { $0 }
  ) throws {
    let peer = try Dmidecode(table: table, entryPoint: entryPoint)
    func expect(_ ours: String?, _ theirs: String?, _ what: String) {
      let theirs = PlainText.line(theirs)
      #expect(PlainText.line(ours.map(normal)) == PlainText.line(theirs.map(normal)), "\(what)")
    }
    let tables = SMBIOSTables(table, entryPoint: SMBIOSEntryPoint(entryPoint))
    let identity = SMBIOSIdentity(tables)
    expect(identity.firmwareDate, peer.first(0, "Release Date"), "date")
    expect(identity.manufacturer, peer.first(1, "Manufacturer"), "manufacturer")
    expect(identity.product, peer.first(1, "Product Name"), "product")
    expect(identity.serialNumber, peer.first(1, "Serial Number"), "serial number")
    expect(identity.uuid, peer.first(1, "UUID")?.lowercased(), "UUID")
    expect(identity.boardManufacturer, peer.first(2, "Manufacturer"), "board's maker")
    expect(identity.boardProduct, peer.first(2, "Product Name"), "board")
    let chassis = peer.all(3).first?["Type"].flatMap { chassisNames.firstIndex(of: $0) }
    if let number = identity.chassisType, (1...36).contains(number) {
      #expect(chassis == Int(number))
    }

    let memory = SMBIOSMemory(tables)
    let theirs = PeerMemory(peer)
    #expect(memory.slots == theirs.slots)
    try #require(memory.modules.count == theirs.modules.count)
    for (module, block) in zip(memory.modules, theirs.modules) {
      #expect(module.sizeBytes == PeerMemory.bytes(block["Size"]))
      expect(module.slot, Dmidecode.known(block["Locator"]), "locator")
      // dmidecode 3.4 lacks the newest values.
      if module.kind != "HBM3" { expect(module.kind, Dmidecode.known(block["Type"]), "kind") }
      if module.formFactor != "CAMM" {
        expect(module.formFactor, Dmidecode.known(block["Form Factor"]), "form factor")
      }
      expect(module.manufacturer, Dmidecode.known(block["Manufacturer"]), "module's maker")
      let speed =
        Dmidecode.known(block["Configured Memory Speed"]) ?? Dmidecode.known(block["Speed"])
      #expect(module.speedTransfersPerSecond.map { "\($0 / 1_000_000) MT/s" } == speed)
    }
  }

  @Test(arguments: cases ?? [])
  func captured(_ machine: Case) throws {
    let folder = "sys/firmware/dmi/tables"
    try Self.compare(
      table: machine.host.bytes("\(folder)/DMI"),
      entryPoint: machine.host.bytes("\(folder)/smbios_entry_point"))
  }

  @Test func thereAreCases() { #expect((Self.cases?.count ?? 0) >= 4) }

  /// The byte order of UUIDs changed with SMBIOS 2.6.
  @Test(arguments: [(2, 3), (2, 5), (2, 6), (2, 8), (3, 2), (2, 0x33)] as [(UInt8, UInt8)])
  func editions(_ major: UInt8, _ minor: UInt8) throws {
    for is64Bit in [false, true] where !is64Bit || major == 3 {
      var builder = TableBuilder(version: (major, minor), is64Bit: is64Bit)
      builder.add(0, handle: 0, length: 0x18, [8: .byte(1)], ["07/03/2019"])
      builder.add(
        1, handle: 1, length: 0x1B,
        [4: .byte(1), 5: .byte(9), 7: .byte(2), 8: .bytes(Array(1...16))], ["Maker", " s-1 "])
      builder.add(3, handle: 3, length: 0x0D, [5: .byte(0x8A)])
      builder.addEnd()
      try Self.compare(table: builder.table, entryPoint: builder.entryPoint)
    }
  }

  @Test(arguments: [0, 0xFF] as [UInt8])
  func emptyUUIDs(_ byte: UInt8) throws {
    var builder = TableBuilder()
    builder.add(1, length: 0x1B, [8: .bytes(Array(repeating: byte, count: 16))])
    try Self.compare(table: builder.table, entryPoint: builder.entryPoint)
  }

  /// Sizes, in megabytes, kilobytes and the extended form, in structures of every edition.
  @Test(arguments: [0x15, 0x1B, 0x1C, 0x22, 0x28, 0x54, 0x5C] as [UInt8])
  func sizesAndSpeeds(_ length: UInt8) throws {
    var builder = TableBuilder(version: (3, 4), is64Bit: true)
    let sizes: [UInt16] = [0, 1, 512, 4096, 0x7FFE, 0x8001, 0x8400, 0xFFFE, 0xFFFF]
    builder.addArray(slots: 4)
    for size in sizes {
      builder.addModule(
        length: length, [0x0C: .word(size), 0x15: .word(2666), 0x20: .word(2400)])
    }
    for megabytes: UInt32 in [32768, 40960, 65536, 131_072, 0x8001_0000] where length >= 0x20 {
      builder.addModule(
        length: length,
        [
          0x0C: .word(0x7FFF), 0x1C: .doubleWord(megabytes), 0x15: .word(0xFFFF),
          0x20: .word(0xFFFF), 0x54: .doubleWord(70400), 0x58: .doubleWord(65600),
        ])
    }
    builder.addModule(length: length, [0x0C: .word(8192), 0x15: .word(0), 0x20: .word(0)])
    try Self.compare(table: builder.table, entryPoint: builder.entryPoint)
  }

  /// Every value of both name tables.
  @Test func kindsAndFormFactors() throws {
    var builder = TableBuilder(version: (3, 6), is64Bit: true)
    builder.addArray(slots: 256)
    for number in UInt8.min...UInt8.max {
      builder.addModule([0x0C: .word(1024), 0x0E: .byte(number), 0x12: .byte(number)])
    }
    builder.addEnd()
    try Self.compare(table: builder.table, entryPoint: builder.entryPoint)
  }

  /// Damaged tables of captured machines: both read the same from what is left. dmidecode prints a
  /// dot for a byte that is not a character.
  @Test(arguments: cases ?? [])
  func damaged(_ machine: Case) throws {
    let folder = "sys/firmware/dmi/tables"
    let table = try machine.host.bytes("\(folder)/DMI")
    let entryPoint = try machine.host.bytes("\(folder)/smbios_entry_point")
    var random = Seeded(17)
    for _ in 0..<100 {
      var bytes = table
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...127, using: &random)
        case 1: bytes.removeSubrange(at..<min(bytes.count, at + 5))
        case 2: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 5)], at: at)
        default: bytes.removeSubrange((at + 1)...)
        }
      }
      try Self.compare(table: bytes, entryPoint: entryPoint) { text in
        String(text.filter { $0 != "." && $0 != " " })
      }
    }
  }

  /// As dmidecode has them, by number.
  private static let chassisNames = [
    "", "Other", "Unknown", "Desktop", "Low Profile Desktop", "Pizza Box", "Mini Tower", "Tower",
    "Portable", "Laptop", "Notebook", "Hand Held", "Docking Station", "All In One",
    "Sub Notebook", "Space-saving", "Lunch Box", "Main Server Chassis", "Expansion Chassis",
    "Sub Chassis", "Bus Expansion Chassis", "Peripheral Chassis", "RAID Chassis",
    "Rack Mount Chassis", "Sealed-case PC", "Multi-system", "CompactPCI", "AdvancedTCA", "Blade",
    "Blade Enclosing", "Tablet", "Convertible", "Detachable", "IoT Gateway", "Embedded PC",
    "Mini PC", "Stick PC",
  ]
}

/// Selects memory devices from dmidecode's output by our own rules.
struct PeerMemory {
  var slots: Int?
  var modules: [Dmidecode.Block] = []

  init(_ peer: Dmidecode) {
    let arrays = peer.all(16).filter { $0["Use"] == "System Memory" }
    let others = peer.all(16).filter { $0["Use"] != "System Memory" }.map { $0["Handle"] }
    let devices = peer.all(17).filter { device in
      // It lists a structure that is too short without details.
      device["Form Factor"] != nil && !others.contains(device["Array Handle"])
        && !["ROM", "Flash", "EEPROM", "FEPROM", "EPROM"].contains(device["Type"])
    }
    let stated = arrays.compactMap { $0["Number Of Devices"].flatMap { Int($0) } }.reduce(0, +)
    let count = max(devices.count, stated <= SMBIOSMemory.mostSlots ? stated : 0)
    slots = count > 0 ? count : nil
    modules = devices.filter {
      (1...SMBIOSMemoryModule.largest).contains(Self.bytes($0["Size"]) ?? 0)
    }
  }

  /// `8 GB`
  static func bytes(_ text: String?) -> Int? {
    guard let words = Dmidecode.known(text)?.split(separator: " "), words.count == 2,
      let number = Int(words[0]),
      let shift = ["bytes": 0, "kB": 10, "MB": 20, "GB": 30, "TB": 40][String(words[1])]
    else { return nil }
    return number << shift
  }
}
