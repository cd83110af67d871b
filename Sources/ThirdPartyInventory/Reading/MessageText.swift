/// Turns the bytes of a message into UTF-8, whatever a shell or an editor made of them.
///
/// Pure and total.
enum MessageText {
  struct Decoded: Equatable {
    /// Without a byte order mark and leading white space.
    var bytes: [UInt8]
    /// Whether they are known to be UTF-8, whatever an XML declaration says.
    var isUTF8: Bool
  }

  /// Decodes UTF-16, recognised by its byte order mark, which Windows PowerShell's `>` writes, or
  /// by the zero beside the first bracket. Half a surrogate pair becomes U+FFFD.
  static func decoded(_ text: [UInt8]) -> Decoded {
    var bytes = text[...]
    var isUTF8 = false
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      bytes = bytes.dropFirst(3)
      isUTF8 = true
    } else if let isLittleEndian = isUTF16LittleEndian(text) {
      bytes = utf8(of: text, isLittleEndian: isLittleEndian)[...]
      isUTF8 = true
    }
    return Decoded(bytes: Array(bytes.drop(while: isBlank)), isUTF8: isUTF8)
  }

  /// `bytes` without what is not text: a byte that is not UTF-8 becomes U+FFFD, a control character
  /// (or U+FFFE, U+FFFF) is removed. Without any, the bytes are unchanged.
  ///
  /// - Parameter isLatin1: whether bytes that are not valid UTF-8 are ISO 8859-1.
  static func repaired(_ bytes: [UInt8], isLatin1: Bool = false) -> [UInt8] {
    let isValid = String(validating: bytes, as: UTF8.self) != nil
    let text: [UInt8] =
      if isValid { bytes } else if isLatin1 { utf8(ofLatin1: bytes) } else {
        Array(String(decoding: bytes, as: UTF8.self).utf8)
      }
    var kept: [UInt8] = []
    kept.reserveCapacity(text.count)
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      if byte == 0xEF, text[index...].starts(with: [0xEF, 0xBF]), index + 2 < text.endIndex,
        text[index + 2] >= 0xBE
      {
        index += 3
      } else {
        if byte >= 0x20 || isBlank(byte) { kept.append(byte) }
        index += 1
      }
    }
    return kept
  }

  /// Removes XML references to characters that XML does not allow: `&#0;`, `&#x1B;`.
  static func withoutBadReferences(_ bytes: [UInt8]) -> [UInt8] {
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count)
    var rest = bytes[...]
    while let byte = rest.first {
      if byte == UInt8(ascii: "&"), let end = endOfBadReference(rest) {
        rest = rest[end...]
      } else {
        kept.append(byte)
        rest = rest.dropFirst()
      }
    }
    return kept
  }

  // MARK: - Parts

  static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

  /// nil if it is not UTF-16.
  private static func isUTF16LittleEndian(_ text: [UInt8]) -> Bool? {
    let brackets: Set = [UInt8(ascii: "{"), UInt8(ascii: "<")]
    guard text.count >= 2 else { return nil }
    switch (text[0], text[1]) {
    case (0xFF, 0xFE): return true
    case (0xFE, 0xFF): return false
    case (let first, 0) where brackets.contains(first): return true
    case (0, let second) where brackets.contains(second): return false
    default: return nil
    }
  }

  /// Drops an odd byte at the end, whose character is cut off.
  private static func utf8(of text: [UInt8], isLittleEndian: Bool) -> [UInt8] {
    let units = stride(from: 0, to: text.count - 1, by: 2).lazy.map { index in
      let (first, second) = (UInt16(text[index]), UInt16(text[index + 1]))
      return isLittleEndian ? second << 8 | first : first << 8 | second
    }
    let decoded = String(decoding: Array(units), as: UTF16.self).utf8
    return Array(decoded.starts(with: [0xEF, 0xBB, 0xBF]) ? decoded.dropFirst(3) : decoded[...])
  }

  /// Windows-1252, which is often meant, has characters where ISO 8859-1 has control characters (80
  /// to 9F): those become U+FFFD.
  private static func utf8(ofLatin1 bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 4)
    for byte in bytes {
      switch byte {
      case 0..<0x80: result.append(byte)
      case 0x80..<0xA0: result += [0xEF, 0xBF, 0xBD]
      default: result += [0xC0 | byte >> 6, 0x80 | byte & 0x3F]
      }
    }
    return result
  }

  /// The index after a reference to a character that XML does not allow (its production `Char`);
  /// nil for any other text.
  private static func endOfBadReference(_ rest: ArraySlice<UInt8>) -> Int? {
    guard rest.starts(with: "&#".utf8) else { return nil }
    var digits = rest.dropFirst(2)
    let isHexadecimal = digits.first == UInt8(ascii: "x")
    if isHexadecimal { digits = digits.dropFirst() }
    // Ten digits hold every number that fits; nobody writes more leading zeros.
    guard let end = digits.prefix(11).firstIndex(of: UInt8(ascii: ";")),
      let number = UInt32(
        String(decoding: digits[..<end], as: UTF8.self), radix: isHexadecimal ? 16 : 10)
    else { return nil }
    switch number {
    case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: return nil
    default: return end + 1
    }
  }
}
