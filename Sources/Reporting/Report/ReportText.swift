public import FoundationEssentials

/// A report's body as received, split into its sections before anything decodes it.
///
/// Foundation's decoder keeps the first of two equal keys and accepts UTF-16 and byte-order marks;
/// a signed text must mean the same to everybody, so such bodies are refused here: an object may
/// name a member only once, at any depth.
public struct ReportText: Sendable {
  /// Maximum nesting of objects and arrays in a report.
  static let maximumDepth = 16
  /// Maximum members of the outermost object.
  static let maximumMembers = 24

  /// The members of the outermost object, in the order sent; each body is the bytes of the value.
  public let members: [(name: String, body: Data)]

  /// - Throws: ``ReportTextError`` with the offset of the first byte that does not fit.
  public init(_ body: Data) throws(ReportTextError) {
    let found = body.withUnsafeBytes { raw in
      raw.withMemoryRebound(to: UInt8.self) { bytes in
        Result { () throws(ReportTextError) in
          guard String(validating: bytes, as: UTF8.self) != nil else {
            throw ReportTextError(message: "not UTF-8 text", offset: 0)
          }
          var scanner = MemberScanner(bytes: bytes)
          return try scanner.members().map { name, range in
            (name: name, body: Data(buffer: UnsafeBufferPointer(rebasing: bytes[range])))
          }
        }
      }
    }
    members = try found.get()
  }

  /// The bytes of one member; nil if the report lacks it.
  public subscript(name: String) -> Data? { members.first { $0.name == name }?.body }
}

/// Why a body is not one JSON object as required here.
public struct ReportTextError: Error, Equatable, Sendable, CustomStringConvertible {
  public let message: String
  /// Byte offset from the start of the body.
  public let offset: Int
  public var description: String { "\(message) at byte \(offset)" }
}

/// Finds the members of the outermost object, and names that occur twice in any object. It is not a
/// JSON parser: anything else inside a member is left to the decoder that reads it.
private struct MemberScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  var at = 0

  mutating func members() throws(ReportTextError) -> [(String, Range<Int>)] {
    var found: [(String, Range<Int>)] = []
    skipSpace()
    try expect(UInt8(ascii: "{"), "expected an object")
    skipSpace()
    if peek == UInt8(ascii: "}") {
      at += 1
    } else {
      repeat {
        skipSpace()
        let name = try plainName()
        guard !found.contains(where: { $0.0 == name }) else {
          throw failure("a duplicate name")
        }
        skipSpace()
        try expect(UInt8(ascii: ":"), "expected a colon")
        skipSpace()
        let start = at
        try skipValue()
        found.append((name, start..<at))
        guard found.count <= ReportText.maximumMembers else { throw failure("too many members") }
        skipSpace()
      } while try consumeComma()
    }
    skipSpace()
    guard at == bytes.count else { throw failure("trailing content after the object") }
    return found
  }

  private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

  private func failure(_ message: String) -> ReportTextError {
    ReportTextError(message: message, offset: at)
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
  }

  private mutating func expect(_ byte: UInt8, _ message: String) throws(ReportTextError) {
    guard peek == byte else { throw failure(message) }
    at += 1
  }

  private mutating func consumeComma() throws(ReportTextError) -> Bool {
    guard let byte = peek, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") else {
      throw failure("expected a comma or the end of the object")
    }
    at += 1
    return byte == UInt8(ascii: ",")
  }

  /// Reads a member's name: letters and digits, so that it has only one form.
  private mutating func plainName() throws(ReportTextError) -> String {
    try expect(UInt8(ascii: "\""), "expected a name")
    let start = at
    while let byte = peek, byte != UInt8(ascii: "\"") {
      guard byte.isLetterOrDigit, at - start < 32 else { throw failure("an unsupported name") }
      at += 1
    }
    guard at > start else { throw failure("an empty name") }
    let name = String(decoding: bytes[start..<at], as: UTF8.self)
    try expect(UInt8(ascii: "\""), "expected the end of a name")
    return name
  }

  private mutating func skipValue() throws(ReportTextError) {
    let start = at
    // One for each open object or array.
    var open: [MemberNames] = []
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        let text = at
        try skipString()
        guard !open.isEmpty, isName() else { continue }
        guard open[open.count - 1].insert(text..<at, in: bytes) else {
          throw ReportTextError(message: "a duplicate name", offset: text)
        }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        open.append(MemberNames())
        guard open.count <= ReportText.maximumDepth else { throw failure("nested too deeply") }
        at += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if open.isEmpty { return try endOfValue(from: start) }
        open.removeLast()
        at += 1
        if open.isEmpty { return }
      case UInt8(ascii: ",") where open.isEmpty:
        return try endOfValue(from: start)
      case 0..<0x20 where byte != 0x0A && byte != 0x0D && byte != 0x09:
        throw failure("a control character")
      case 0x20, 0x0A, 0x0D, 0x09, UInt8(ascii: ","), UInt8(ascii: ":"):
        at += 1
      default:
        try skipScalar()
      }
    }
    throw failure("the text ends early")
  }

  /// Skips a number, `true`, `false` or `null`. Foundation's decoder reads a number only if it is
  /// asked for it: one like `1+` in a member unknown to it would be filed, though it is not JSON to
  /// others.
  private mutating func skipScalar() throws(ReportTextError) {
    let start = at
    while let byte = peek, !byte.endsScalar { at += 1 }
    let scalar = bytes[start..<at]
    guard
      scalar.isNumber
        || ["true", "false", "null"].contains(where: { scalar.elementsEqual($0.utf8) })
    else { throw ReportTextError(message: "neither a number nor a word of JSON", offset: start) }
  }

  private func endOfValue(from start: Int) throws(ReportTextError) {
    guard at > start else { throw failure("expected a value") }
  }

  /// Whether the string that has just ended is a member's name.
  private func isName() -> Bool {
    var next = at
    while next < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[next]) { next += 1 }
    return next < bytes.count && bytes[next] == UInt8(ascii: ":")
  }

  private mutating func skipString() throws(ReportTextError) {
    at += 1
    while at < bytes.count {
      at = PlainStringScan.end(of: bytes, from: at).index
      switch peek {
      case UInt8(ascii: "\""):
        at += 1
        return
      case UInt8(ascii: "\\"): at += 2
      case nil: break
      default: throw failure("a control character in a string")
      }
    }
    throw failure("an unterminated string")
  }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  /// Whether the bytes are a number of JSON (RFC 8259, section 6).
  fileprivate var isNumber: Bool {
    var rest = self[...]
    func take(_ byte: Unicode.Scalar...) -> Bool {
      guard let first = rest.first, byte.contains(where: { UInt8(ascii: $0) == first }) else {
        return false
      }
      rest = rest.dropFirst()
      return true
    }
    func takeDigits() -> Bool {
      let count = rest.prefix { 48...57 ~= $0 }.count
      rest = rest.dropFirst(count)
      return count > 0
    }
    _ = take("-")
    guard take("0") || takeDigits() else { return false }
    if take("."), !takeDigits() { return false }
    if take("e", "E") {
      _ = take("+", "-")
      guard takeDigits() else { return false }
    }
    return rest.isEmpty
  }
}

extension UInt8 {
  /// Whether it cannot be part of a number or a word.
  fileprivate var endsScalar: Bool {
    switch self {
    case ...0x20, UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "\""), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"):
      true
    default: false
    }
  }

  fileprivate var isLetterOrDigit: Bool {
    (65...90).contains(self) || (97...122).contains(self) || (48...57).contains(self)
  }
}
