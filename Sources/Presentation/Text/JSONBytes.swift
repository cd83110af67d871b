import FoundationEssentials

/// Appends JSON to bytes. `JSONEncoder` walks containers value by value, which is a hundred times
/// slower for the thousands of rows in a ranking.
struct JSONBytes {
  private(set) var bytes: [UInt8] = []
  /// The last number written, and its position: low and high ends are mostly equal.
  private var lastNumber = Double.nan
  private var lastRange = 0..<0
  /// The same for times: the values of a report were observed together.
  private var lastTime: Date?
  private var lastTimeRange = 0..<0

  mutating func reserve(_ capacity: Int) { bytes.reserveCapacity(capacity) }

  /// Appends text that is already JSON: punctuation and names.
  mutating func raw(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  mutating func raw(_ json: [UInt8]) { bytes.append(contentsOf: json) }

  /// Begins an object, after a comma unless it is the first of its list.
  mutating func open() {
    separate()
    raw("{")
  }

  /// Begins a member, after a comma unless it is the first of its object.
  mutating func name(_ name: StaticString) {
    separate()
    raw("\"")
    raw(name)
    raw("\":")
  }

  /// Writes a member whose value is a list of objects.
  ///
  /// - Parameter members: Writes the members of one element.
  mutating func objects<Element>(
    _ name: StaticString, _ elements: some Sequence<Element>,
    _ members: (inout JSONBytes, Element) -> Void
  ) {
    self.name(name)
    raw("[")
    for element in elements {
      open()
      members(&self, element)
      raw("}")
    }
    raw("]")
  }

  mutating func member(_ name: StaticString, _ value: Int) {
    self.name(name)
    integer(value)
  }

  mutating func member(_ name: StaticString, _ value: Double?) {
    self.name(name)
    number(value)
  }

  mutating func member(_ name: StaticString, _ value: String) {
    self.name(name)
    string(value)
  }

  mutating func member(_ name: StaticString, _ value: Bool) {
    self.name(name)
    raw(value ? "true" : "false")
  }

  mutating func member(_ name: StaticString, _ value: Date?) {
    self.name(name)
    time(value)
  }

  private mutating func separate() {
    switch bytes.last {
    case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): break
    default: raw(",")
    }
  }

  mutating func integer(_ value: Int) {
    if value >= 0, value < 10 { return bytes.append(UInt8(48 + value)) }
    ascii(String(value))
  }

  /// Writes the fewest digits that read back as the same number; null if it is not finite.
  mutating func number(_ value: Double?) {
    guard let value, value.isFinite else { return raw("null") }
    if value == lastNumber { return again(lastRange) }
    let start = bytes.count
    if let whole = Int(exactly: value), whole.magnitude < 1 << 53 {
      integer(whole)
    } else {
      ascii(value.description)
    }
    lastNumber = value
    lastRange = start..<bytes.count
  }

  /// RFC 3339 in UTC, to the second; null if nil.
  mutating func time(_ date: Date?) {
    guard let date else { return raw("null") }
    if date == lastTime { return again(lastTimeRange) }
    guard let time = CivilTime(date) else { return raw("null") }
    let start = bytes.count
    bytes.append(UInt8(ascii: "\""))
    time.appendRFC3339(to: &bytes)
    raw("\"")
    lastTime = date
    lastTimeRange = start..<bytes.count
  }

  /// Quoted, with quotation marks, backslashes and control characters escaped.
  mutating func string(_ text: String) {
    var text = text
    bytes.append(UInt8(ascii: "\""))
    text.withUTF8 { utf8 in
      var from = 0
      for (at, byte) in utf8.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C {
        bytes.append(contentsOf: utf8[from..<at])
        escape(byte)
        from = at + 1
      }
      bytes.append(contentsOf: utf8[from...])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Byte by byte: a slice would share the buffer and so copy all of it.
  private mutating func again(_ range: Range<Int>) {
    for at in range { bytes.append(bytes[at]) }
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case 0x22: raw("\\\"")
    case 0x5C: raw("\\\\")
    case 0x0A: raw("\\n")
    case 0x0D: raw("\\r")
    case 0x09: raw("\\t")
    default:
      raw("\\u00")
      bytes.append(Self.hex(byte >> 4))
      bytes.append(Self.hex(byte & 15))
    }
  }

  private static func hex(_ digit: UInt8) -> UInt8 { digit < 10 ? 48 + digit : 87 + digit }

  private mutating func ascii(_ text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }
}
