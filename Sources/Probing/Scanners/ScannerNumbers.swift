import HardwareCatalogue

/// A serial number as it is compared.
enum ScannerSerial {
  private static let nobodys: Set = ["NOSERIAL", "NONE", "UNKNOWN", "NULL", "DEFAULT", "SERIAL"]

  /// The number, and what it says where it is written in hexadecimal (Epson's on the USB); empty
  /// for one that many have.
  static func forms(_ text: String?) -> Set<String> {
    let serial = (text ?? "").uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    guard (4...64).contains(serial.count), Set(serial).count > 2, !nobodys.contains(serial),
      !Placeholders.isPlaceholder(text ?? ""), !"0123456789".contains(serial),
      !"1234567890ABCDEF".contains(serial)
    else { return [] }
    var forms: Set = [serial]
    let digits = serial.compactMap(\.hexDigitValue)
    if digits.count == serial.count, digits.count % 2 == 0, digits.count >= 12 {
      let bytes = stride(from: 0, to: digits.count, by: 2).map {
        UInt8(digits[$0] << 4 | digits[$0 + 1])
      }
      if bytes.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) }) {
        forms.insert(String(decoding: bytes, as: UTF8.self))
      }
    }
    return forms
  }

  /// Whether two are of one kind and differ: only then they are of two scanners, for a maker may
  /// number the USB and the network differently.
  static func differ(_ one: Set<String>, _ other: Set<String>) -> Bool {
    guard one.isDisjoint(with: other) else { return false }
    return one.contains { mine in
      other.contains { mine.count == $0.count && mine.count >= 6 }
    }
  }
}

/// A UUID as it is compared.
enum ScannerUUID {
  /// Without what may stand around it (`urn:uuid:`, braces, hyphens), in lower case; nil for one that
  /// many devices have: nothing but zeros, or counting up.
  static func form(_ text: String?) -> String? {
    guard var rest = text?.lowercased()[...] else { return nil }
    for front in ["urn:", "uuid:"] where rest.hasPrefix(front) {
      rest = rest.dropFirst(front.count)
    }
    let line = rest.filter { !"{}() ".contains($0) }
    guard !line.isEmpty, !Placeholders.isPlaceholder(line) else { return nil }
    let digits = line.filter { $0 != "-" }
    // What is no UUID is compared as it is.
    guard digits.count == 32, digits.allSatisfy(\.isHexDigit) else { return line }
    return isCounted(digits) ? nil : digits
  }

  /// Whether each of its parts counts up (`12345678-1234-1234-1234-123456789abc`), or all of it by
  /// digit or by pair (`00112233-4455-…`), or it has at most two digits.
  private static func isCounted(_ digits: String) -> Bool {
    let counting = [
      "0123456789abcdef", "123456789abcdef0", "1234567890abcdef", "1234567890123456",
    ]
    var parts: [Substring] = []
    var rest = digits[...]
    for length in [8, 4, 4, 4, 12] {
      parts.append(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    if parts.allSatisfy({ part in counting.contains { $0.hasPrefix(part) } }) { return true }
    let all = counting.map { $0 + $0 } + counting.map { $0.map { "\($0)\($0)" }.joined() }
    return all.contains(digits) || Set(digits).count <= 2
  }
}
