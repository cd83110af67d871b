import HardwareCatalogue

/// One structure of the SMBIOS tables: a formatted area of numbers, followed by strings to which
/// the numbers refer, counting from 1.
struct SMBIOSStructure: Sendable {
  var type: UInt8
  /// The number by which other structures refer to it.
  var handle: UInt16
  /// The formatted area, including its header of four bytes.
  var formatted: ArraySlice<UInt8>
  /// The strings, each ended by a zero, without the zero that ends the list.
  var strings: ArraySlice<UInt8>

  /// The byte at an offset of the specification; nil if this structure ends before it, as those of
  /// older editions do.
  func byte(_ offset: Int) -> UInt8? {
    offset < formatted.count ? formatted[formatted.startIndex + offset] : nil
  }

  /// Two bytes, the low one first.
  func word(_ offset: Int) -> UInt16? {
    guard let low = byte(offset), let high = byte(offset + 1) else { return nil }
    return UInt16(low) | UInt16(high) << 8
  }

  /// Four bytes, the lowest first.
  func doubleWord(_ offset: Int) -> UInt32? {
    guard let low = word(offset), let high = word(offset + 2) else { return nil }
    return UInt32(low) | UInt32(high) << 16
  }

  /// The string whose number is at an offset, on one clean line; nil for number 0 ("none"), for a
  /// number that no string has, and for an empty string.
  func string(_ offset: Int) -> String? {
    guard let number = byte(offset), number > 0 else { return nil }
    var rest = strings
    for _ in 1..<number {
      // Only the string behind the last one is empty.
      guard let end = rest.firstIndex(of: 0), end > rest.startIndex else { return nil }
      rest = rest[(end + 1)...]
    }
    return PlainText.line(String(decoding: rest.prefix { $0 != 0 }, as: UTF8.self))
  }
}
