import HardwareCatalogue

/// The machine's identity in its SMBIOS tables (types 0 to 4), including placeholders.
///
/// Pure and total. Of several structures of one type, the first counts, as for Linux.
struct SMBIOSIdentity: Equatable, Sendable {
  var manufacturer, product: String?
  /// Where Lenovo writes the name that people know.
  var productVersion: String?
  var serialNumber: String?
  /// Lower case, as RFC 9562 writes it.
  var uuid: String?
  var boardManufacturer, boardProduct: String?
  /// As numbered in the table "System enclosure or chassis types", without the lock bit.
  var chassisType: UInt8?
  /// The frequency at which the firmware runs the first processor; nil if unknown.
  var processorMegahertz: Int?
  /// `07/03/2019`
  var firmwareDate: String?

  init(_ tables: SMBIOSTables) {
    firmwareDate = tables.first(0)?.string(8)
    if let system = tables.first(1) {
      manufacturer = system.string(4)
      product = system.string(5)
      productVersion = system.string(6)
      serialNumber = system.string(7)
      uuid = tables.version.flatMap { Self.uuid(in: system, version: $0) }
    }
    if let board = tables.first(2) {
      boardManufacturer = board.string(4)
      boardProduct = board.string(5)
    }
    processorMegahertz = tables.first(4)?.word(0x16).flatMap {
      (100...20_000).contains($0) ? Int($0) : nil
    }
    chassisType = tables.first(3)?.byte(5).map { $0 & 0x7F }
  }

  /// From 2.6 on, the first three fields are little-endian. nil if all bits are equal: all 0 means
  /// "no UUID", all 1 "one could be set, none is".
  private static func uuid(in system: SMBIOSStructure, version: SMBIOSVersion) -> String? {
    let bytes = (8..<24).compactMap { system.byte($0) }
    guard bytes.count == 16, !bytes.allSatisfy({ $0 == 0 }), !bytes.allSatisfy({ $0 == 0xFF })
    else { return nil }
    let order =
      version >= SMBIOSVersion(major: 2, minor: 6)
      ? [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] : Array(0..<16)
    var text = ""
    for (place, index) in order.enumerated() {
      if [4, 6, 8, 10].contains(place) { text += "-" }
      text += bytes[index] < 16 ? "0" : ""
      text += String(bytes[index], radix: 16)
    }
    return text
  }
}
