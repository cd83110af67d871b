/// Finds the end of the plain part of a JSON string: most bytes of a report are in strings.
public enum PlainStringScan {
  /// - Parameter start: an index of `bytes`, or their number.
  /// - Returns: the index of the first quotation mark, backslash or control character from `start`
  ///   on, or the number of bytes if there is none; and whether all bytes before it are ASCII.
  public static func end(
    of bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (index: Int, isASCII: Bool) {
    var index = start
    var seen: UInt64 = 0
    // Eight bytes at a time.
    while index + 8 <= bytes.count {
      let word = UInt64(
        littleEndian: UnsafeRawBufferPointer(bytes)
          .loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let control = (word &- 0x20 &* ones) & ~word
      let special = (control | zeros(word ^ 0x22 &* ones) | zeros(word ^ 0x5C &* ones)) & tops
      guard special == 0 else {
        // The lowest bit is right: only bits above a special byte can be wrong.
        let bits = UInt64(special.trailingZeroBitCount & ~7)
        seen |= word & ((1 << bits) &- 1)
        return (index + Int(bits >> 3), seen & tops == 0)
      }
      seen |= word
      index += 8
    }
    while index < bytes.count {
      let byte = bytes[index]
      guard byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { break }
      seen |= UInt64(byte)
      index += 1
    }
    return (index, seen & tops == 0)
  }

  private static var ones: UInt64 { 0x0101_0101_0101_0101 }
  private static var tops: UInt64 { 0x8080_8080_8080_8080 }

  /// A word whose top bits say whether any byte of `word` is 0.
  private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
}
