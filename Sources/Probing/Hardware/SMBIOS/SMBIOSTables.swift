/// The SMBIOS tables, split into structures (DMTF DSP0134, section 6.1).
///
/// Pure and total: it only moves forward, and ends at the first structure that is cut off or
/// shorter than its own header, as Linux and dmidecode do. What came before that is kept.
struct SMBIOSTables: Sendable {
  /// nil if there was no entry point that states it.
  let version: SMBIOSVersion?
  let structures: [SMBIOSStructure]

  /// More structures than handles can name are nonsense.
  static let mostStructures = 1 << 16
  private static let header = 4
  private static let endOfTable: UInt8 = 127

  /// - Parameters:
  ///   - bytes: `/sys/firmware/dmi/tables/DMI`.
  ///   - entryPoint: `/sys/firmware/dmi/tables/smbios_entry_point`, if it can be read.
  init(_ bytes: [UInt8], entryPoint: SMBIOSEntryPoint?) {
    version = entryPoint?.version
    var structures: [SMBIOSStructure] = []
    var rest = bytes[...]
    // A count of 0 means that there is none.
    let stated = entryPoint?.structureCount.flatMap { $0 > 0 ? $0 : nil }
    while structures.count < stated ?? Self.mostStructures, let next = Self.next(in: &rest) {
      structures.append(next)
      // If the structures are counted, makers hide some of their own behind the "end".
      if stated == nil && next.type == Self.endOfTable { break }
    }
    self.structures = structures
  }

  private static func next(in rest: inout ArraySlice<UInt8>) -> SMBIOSStructure? {
    let start = rest.startIndex
    guard rest.count >= header, Int(rest[start + 1]) >= header, rest.count >= rest[start + 1]
    else { return nil }
    let strings = start + Int(rest[start + 1])
    // Two zeros end the structure, whether it has strings or not.
    var end = strings
    while end + 1 < rest.endIndex && (rest[end] != 0 || rest[end + 1] != 0) { end += 1 }
    guard end + 1 < rest.endIndex else { return nil }
    defer { rest = rest[(end + 2)...] }
    return SMBIOSStructure(
      type: rest[start], handle: UInt16(rest[start + 2]) | UInt16(rest[start + 3]) << 8,
      formatted: rest[start..<strings], strings: rest[strings...end])
  }

  func first(_ type: UInt8) -> SMBIOSStructure? { structures.first { $0.type == type } }

  func all(_ type: UInt8) -> [SMBIOSStructure] { structures.filter { $0.type == type } }
}
