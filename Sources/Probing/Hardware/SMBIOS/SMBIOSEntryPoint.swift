/// The entry point of the SMBIOS tables: the version of the specification that they follow, and the
/// number of structures (DMTF DSP0134, section 5.2).
///
/// Pure and total: nil if it is not an entry point or has a wrong checksum.
struct SMBIOSEntryPoint: Equatable, Sendable {
  var version: SMBIOSVersion
  /// nil if a structure marks the end of the tables (64-bit entry points).
  var structureCount: Int?

  /// - Parameter bytes: `/sys/firmware/dmi/tables/smbios_entry_point`.
  init?(_ bytes: [UInt8]) {
    if Self.isSound(bytes, anchor: "_SM3_", lengthAt: 6, least: 24) {
      version = SMBIOSVersion(major: bytes[7], minor: bytes[8])
    } else if Self.isSound(bytes, anchor: "_SM_", lengthAt: 5, least: 30) {
      version = SMBIOSVersion(major: bytes[6], minor: bytes[7]).corrected
      structureCount = Int(bytes[28]) | Int(bytes[29]) << 8
    } else if Self.isSound(bytes, anchor: "_DMI_", lengthAt: nil, least: 15) {
      // Before 2.1 there was only this; the version is two decimal digits in one byte.
      version = SMBIOSVersion(major: bytes[14] >> 4, minor: bytes[14] & 0x0F)
      structureCount = Int(bytes[12]) | Int(bytes[13]) << 8
    } else {
      return nil
    }
  }

  /// Whether the bytes begin with the anchor and sum to zero over the length that they state.
  private static func isSound(
    _ bytes: [UInt8], anchor: String, lengthAt: Int?, least: Int
  ) -> Bool {
    guard bytes.count >= least, bytes.starts(with: anchor.utf8) else { return false }
    let length = lengthAt.map { Int(bytes[$0]) } ?? least
    guard (least...bytes.count).contains(length) else { return false }
    return bytes[..<length].reduce(0, &+) == 0
  }
}

/// The version of the specification, 2.7 or 3.2.
struct SMBIOSVersion: Equatable, Comparable, Sendable {
  var major: UInt8
  var minor: UInt8

  /// Corrects versions that never existed, but that some firmware gives, as Linux and dmidecode do.
  var corrected: SMBIOSVersion {
    switch (major, minor) {
    case (2, 0x1F), (2, 0x21): SMBIOSVersion(major: 2, minor: 3)
    case (2, 0x33): SMBIOSVersion(major: 2, minor: 6)
    default: self
    }
  }

  static func < (left: SMBIOSVersion, right: SMBIOSVersion) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }
}
