public import FoundationEssentials

/// The text of a UUID (RFC 9562): 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12.
///
/// Foundation goes through `sscanf` and `snprintf`, which take ten times as long, and which read
/// signs and spaces as well.
extension UUID {
  /// nil unless `text` has exactly this form; digits of either case.
  public init?(digits text: String) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16)
    var text = text
    let isWhole = text.withUTF8 { text in
      guard text.count == 36 else { return false }
      var at = 0
      while at < text.count {
        if Self.isHyphen(at) {
          guard text[at] == UInt8(ascii: "-") else { return false }
          at += 1
        }
        guard let high = Self.value(text[at]), let low = Self.value(text[at + 1]) else {
          return false
        }
        bytes.append(high << 4 | low)
        at += 2
      }
      return true
    }
    guard isWhole, bytes.count == 16 else { return nil }
    self.init(
      uuid: (
        bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
        bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
      ))
  }

  /// With lower-case digits, as reports are named everywhere.
  public var lowercaseText: String {
    withUnsafeBytes(of: uuid) { bytes in
      String(unsafeUninitializedCapacity: 36) { text in
        var at = 0
        for byte in bytes {
          if Self.isHyphen(at) {
            text[at] = UInt8(ascii: "-")
            at += 1
          }
          text[at] = Self.digit(byte >> 4)
          text[at + 1] = Self.digit(byte & 15)
          at += 2
        }
        return at
      }
    }
  }

  private static func isHyphen(_ at: Int) -> Bool { at == 8 || at == 13 || at == 18 || at == 23 }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 48...57: digit - 48
    case 65...70: digit - 55
    case 97...102: digit - 87
    default: nil
    }
  }
}
