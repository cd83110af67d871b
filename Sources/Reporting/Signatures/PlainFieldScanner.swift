/// Reads structured fields (RFC 9651) in the form in which agents write them.
///
/// The parser of swift-http-structured-headers is generic code that is not specialised for us: with
/// it, three short fields took a fifth of the time of a report. Whatever this scanner reads means
/// the same to that parser, which gets everything else: white space, escapes, signs, parameters
/// without a value.
struct PlainFieldScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var at = 0

  /// Runs `read` over the whole of `field`.
  ///
  /// - Returns: nil if `read` returns nil or leaves something unread.
  static func read<Value>(
    _ field: String, by read: (inout PlainFieldScanner) -> Value?
  ) -> Value? {
    var field = field
    return field.withUTF8 { bytes in
      var scanner = PlainFieldScanner(bytes: bytes)
      guard let value = read(&scanner), scanner.at == bytes.count else { return nil }
      return value
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The next byte; nil at the end.
  var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  /// Skips `byte`; false if it does not come next.
  mutating func skip(_ byte: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: byte) else { return false }
    at += 1
    return true
  }

  /// A key of a dictionary or a parameter: `created`.
  mutating func key() -> String? {
    guard let first = next, Self.isLowercase(first) else { return nil }
    return text { Self.isLowercase($0) || Self.isDigit($0) || $0 == UInt8(ascii: "-") }
  }

  /// A string without escapes, read with its quotes: `"@method"`.
  mutating func string() -> String? {
    guard skip("\"") else { return nil }
    let string = text {
      0x20...0x7E ~= $0 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    return skip("\"") ? string : nil
  }

  /// A whole number without a sign or leading zeros, at most 15 digits long.
  mutating func integer() -> Int? {
    let start = at
    var number = 0
    while let byte = next, Self.isDigit(byte) {
      guard at - start < 15 else { return nil }
      number = number * 10 + Int(byte - UInt8(ascii: "0"))
      at += 1
    }
    guard at > start, at - start == 1 || bytes[start] != UInt8(ascii: "0") else { return nil }
    return number
  }

  /// The base64 of a byte sequence, read with its colons: `:AA==:`.
  mutating func byteSequence() -> String? {
    guard skip(":") else { return nil }
    let base64 = text { byte in
      Self.isLowercase(byte) || Self.isDigit(byte)
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")) ~= byte
        || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "=")
    }
    return skip(":") ? base64 : nil
  }

  private mutating func text(while isPart: (UInt8) -> Bool) -> String {
    let start = at
    while let byte = next, isPart(byte) { at += 1 }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private static func isLowercase(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
  }
}
