/// Scans JSON (RFC 8259) without building it: what is not asked for takes no memory.
///
/// Total: throws if the text is not JSON or not UTF-8, if names repeat in an object, and if it
/// nests deeper or has more values than ``MessageLimits`` allows. Raw line breaks and tabs inside strings are accepted: some
/// exporters do not escape them.
struct JSONScanner {
  private let bytes: [UInt8]
  private var at = 0
  private var depth = 0
  private var values = 0

  static let duplicate = MessageError(
    .duplicate, "A name occurs twice in one object: the inventory is ambiguous.")

  static let notText = MessageError(
    .notText, "The inventory is not UTF-8: it is not an agent's, or damaged.")

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private func malformed() -> MessageError {
    at >= bytes.count
      ? MessageError(.malformed, "The JSON is cut off: send the inventory again.")
      : MessageError(.malformed, "The JSON is wrong at byte \(at): it is not an agent's.")
  }

  /// Requires that nothing follows.
  mutating func end() throws(MessageError) {
    skipBlanks()
    guard at == bytes.count else { throw malformed() }
  }

  mutating func isList() throws(MessageError) -> Bool { try next() == UInt8(ascii: "[") }
  mutating func isObject() throws(MessageError) -> Bool { try next() == UInt8(ascii: "{") }
  mutating func isNull() throws(MessageError) -> Bool { try next() == UInt8(ascii: "n") }

  /// Whether the value is null, `""`, `[]` or `{}`.
  mutating func isNothing() throws(MessageError) -> Bool {
    let first = try next()
    let second = at + 1 < bytes.count ? bytes[at + 1] : 0
    switch first {
    case UInt8(ascii: "n"): return true
    case UInt8(ascii: "\""): return second == UInt8(ascii: "\"")
    case UInt8(ascii: "["): return second == UInt8(ascii: "]")
    case UInt8(ascii: "{"): return second == UInt8(ascii: "}")
    default: return false
    }
  }

  /// Calls `body` with each member's name; it must consume the member's value.
  mutating func members(
    _ body: (String, inout JSONScanner) throws(MessageError) -> Void
  ) throws(MessageError) {
    try enter(UInt8(ascii: "{"))
    var names: Set<String> = []
    if try next() != UInt8(ascii: "}") {
      repeat {
        guard try next() == UInt8(ascii: "\"") else { throw malformed() }
        let name = try string()
        guard names.insert(name).inserted else { throw Self.duplicate }
        guard try next() == UInt8(ascii: ":") else { throw malformed() }
        at += 1
        try countValue()
        try body(name, &self)
      } while try takeComma()
    }
    try leave(UInt8(ascii: "}"))
  }

  /// Calls `body` before each element; it must consume the element.
  mutating func elements(
    _ body: (inout JSONScanner) throws(MessageError) -> Void
  ) throws(MessageError) {
    try enter(UInt8(ascii: "["))
    if try next() != UInt8(ascii: "]") {
      repeat {
        try countValue()
        try body(&self)
      } while try takeComma()
    }
    try leave(UInt8(ascii: "]"))
  }

  /// A string, number, true or false, as text (true is `1`, false `0`); nil for null, and for lists
  /// and objects, which are skipped.
  mutating func scalar() throws(MessageError) -> String? {
    switch try next() {
    case UInt8(ascii: "\""): return try string()
    case UInt8(ascii: "t"):
      try take("true")
      return "1"
    case UInt8(ascii: "f"):
      try take("false")
      return "0"
    case UInt8(ascii: "-"), 48...57:
      let start = at
      try skipNumber()
      return String(decoding: bytes[start..<at].prefix(40), as: UTF8.self)
    default:
      try skip()
      return nil
    }
  }

  /// Skips a value.
  mutating func skip() throws(MessageError) {
    switch try next() {
    case UInt8(ascii: "{"): try members { _, scanner throws(MessageError) in try scanner.skip() }
    case UInt8(ascii: "["): try elements { scanner throws(MessageError) in try scanner.skip() }
    case UInt8(ascii: "\""): _ = try stringBytes()
    case UInt8(ascii: "t"): try take("true")
    case UInt8(ascii: "f"): try take("false")
    case UInt8(ascii: "n"): try take("null")
    default: try skipNumber()
    }
  }

  // MARK: - Tokens

  private mutating func skipBlanks() {
    while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
  }

  private mutating func next() throws(MessageError) -> UInt8 {
    skipBlanks()
    guard at < bytes.count else { throw malformed() }
    return bytes[at]
  }

  private mutating func enter(_ bracket: UInt8) throws(MessageError) {
    guard try next() == bracket else { throw malformed() }
    at += 1
    depth += 1
    guard depth <= MessageLimits.deepest else { throw .tooDeep }
  }

  private mutating func countValue() throws(MessageError) {
    values += 1
    guard values <= MessageLimits.mostElements else { throw .tooManyElements }
  }

  private mutating func leave(_ bracket: UInt8) throws(MessageError) {
    guard try next() == bracket else { throw malformed() }
    at += 1
    depth -= 1
  }

  private mutating func takeComma() throws(MessageError) -> Bool {
    guard try next() == UInt8(ascii: ",") else { return false }
    at += 1
    return true
  }

  private mutating func take(_ word: StaticString) throws(MessageError) {
    let end = at + word.utf8CodeUnitCount
    let isThere = word.withUTF8Buffer { end <= bytes.count && bytes[at..<end].elementsEqual($0) }
    guard isThere else { throw malformed() }
    at = end
  }

  private mutating func skipNumber() throws(MessageError) {
    let start = at
    if at < bytes.count, bytes[at] == UInt8(ascii: "-") { at += 1 }
    let first = at
    skipDigits()
    guard at > first, bytes[first] != 48 || at == first + 1 else {
      at = start
      throw malformed()
    }
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      at += 1
      guard skipDigits() > 0 else { throw malformed() }
    }
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if at < bytes.count, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[at]) { at += 1 }
      guard skipDigits() > 0 else { throw malformed() }
    }
  }

  @discardableResult
  private mutating func skipDigits() -> Int {
    let start = at
    while at < bytes.count, (48...57).contains(bytes[at]) { at += 1 }
    return at - start
  }

  /// The range between the quotation marks, and whether it contains escapes.
  private mutating func stringBytes() throws(MessageError) -> (range: Range<Int>, escaped: Bool) {
    at += 1
    let start = at
    var isEscaped = false
    while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
      if bytes[at] == UInt8(ascii: "\\") {
        isEscaped = true
        at += 1
        guard at < bytes.count, JSONEscapes.isKind(bytes[at]) else { throw malformed() }
      }
      at += 1
    }
    guard at < bytes.count else { throw malformed() }
    defer { at += 1 }
    return (start..<at, isEscaped)
  }

  private mutating func string() throws(MessageError) -> String {
    let (range, isEscaped) = try stringBytes()
    let content = isEscaped ? try JSONEscapes.resolved(bytes[range]) : Array(bytes[range])
    guard let text = String(validating: content, as: UTF8.self) else {
      throw Self.notText
    }
    return text.utf8.count <= MessageLimits.longestValue
      ? text : String(text.unicodeScalars.prefix(MessageLimits.longestValue / 4))
  }
}
