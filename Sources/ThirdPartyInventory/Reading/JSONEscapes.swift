/// The escapes of JSON strings (RFC 8259, section 7).
enum JSONEscapes {
  private static let simple: [UInt8: UInt8] = [
    UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F,
    UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A,
    UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
  ]

  /// Whether `byte` may follow a reverse solidus.
  static func isKind(_ byte: UInt8) -> Bool { simple[byte] != nil || byte == UInt8(ascii: "u") }

  /// Decodes escapes. Half a surrogate pair becomes U+FFFD.
  ///
  /// - Throws: ``MessageError`` if an escape is unknown.
  static func resolved(_ content: ArraySlice<UInt8>) throws(MessageError) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(content.count)
    var rest = content
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        continue
      }
      let kind = rest.popFirst()
      if let kind, let plain = simple[kind] {
        result.append(plain)
      } else if kind == UInt8(ascii: "u"), let unit = takeUnit(&rest) {
        result += UTF8.encode(scalar(unit, &rest)).map { Array($0) } ?? []
      } else {
        throw MessageError(.malformed, "The JSON has an unknown escape: it is not an agent's.")
      }
    }
    return result
  }

  private static func takeUnit(_ rest: inout ArraySlice<UInt8>) -> UInt16? {
    let digits = rest.prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { return nil }
    rest = rest.dropFirst(4)
    return unit
  }

  private static func scalar(_ unit: UInt16, _ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar {
    let replacement: Unicode.Scalar = "\u{FFFD}"
    guard UTF16.isLeadSurrogate(unit) else { return Unicode.Scalar(unit) ?? replacement }
    var ahead = rest
    guard ahead.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else { return replacement }
    ahead = ahead.dropFirst(2)
    guard let low = takeUnit(&ahead), UTF16.isTrailSurrogate(low) else { return replacement }
    rest = ahead
    let value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
    return Unicode.Scalar(value) ?? replacement
  }
}
