/// Tracks brackets through a TOML text, byte by byte, skipping strings and comments.
struct BracketScanner {
  private enum Inside: Equatable {
    case code, comment
    /// Inside a string, delimited by one or three quotation marks of a kind.
    case string(UInt8, long: Bool)
  }

  private(set) var line = 1
  private var inside = Inside.code
  private var open: [UInt8] = []
  /// Equal quotation marks in a row.
  private var run = 0
  /// The mark, and how many more of it, that may follow a long string and belong to it.
  private var tail: (mark: UInt8, count: Int) = (0, 0)
  private var last: (UInt8, UInt8) = (0, 0)
  private var isEscaped = false

  /// Deepest nesting that is tracked; anything deeper is refused elsewhere.
  private static let deepest = 10_000

  /// Takes the next byte.
  ///
  /// - Returns: whether a list is open and the byte cannot occur in it: a `}`, or the end of one of
  ///   Unicode's line separators.
  mutating func breaksList(at byte: UInt8) -> Bool {
    defer {
      last = (last.1, byte)
      if byte == UInt8(ascii: "\n") { newLine() }
    }
    switch inside {
    case .comment: return false
    case .string(let mark, let long):
      string(byte, mark, long: long)
      return false
    case .code: return code(byte)
    }
  }

  private mutating func newLine() {
    line += 1
    run = 0
    tail.count = 0
    isEscaped = false
    // A short string ends with its line, whatever the parser makes of it.
    if case .string(_, let long) = inside, long { return }
    inside = .code
  }

  private mutating func code(_ byte: UInt8) -> Bool {
    if tail.count > 0, byte == tail.mark {
      tail.count -= 1
      return false
    }
    tail.count = 0
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
      inside = .string(byte, long: false)
      run = 1
      return false
    }
    switch byte {
    case UInt8(ascii: "#"): inside = .comment
    case UInt8(ascii: "["), UInt8(ascii: "{"): if open.count < Self.deepest { open.append(byte) }
    case UInt8(ascii: "]"): if open.last == UInt8(ascii: "[") { open.removeLast() }
    case UInt8(ascii: "}"):
      if open.last == UInt8(ascii: "[") { return true }
      _ = open.popLast()
    // U+0085, U+2028, U+2029
    case 0x85: return open.last == UInt8(ascii: "[") && last.1 == 0xC2
    case 0xA8, 0xA9: return open.last == UInt8(ascii: "[") && last == (0xE2, 0x80)
    default: break
    }
    return false
  }

  private mutating func string(_ byte: UInt8, _ mark: UInt8, long: Bool) {
    if isEscaped {
      isEscaped = false
      run = 0
      return
    }
    if byte == UInt8(ascii: "\\"), mark == UInt8(ascii: "\"") {
      isEscaped = true
      run = 0
      return
    }
    guard byte == mark else {
      // `""` without a third mark was an empty string.
      if !long, run == 2 {
        inside = .code
        run = 0
        _ = code(byte)
      } else {
        run = 0
      }
      return
    }
    run += 1
    if long {
      if run == 3 { (inside, run, tail) = (.code, 0, (mark, 2)) }
    } else if run == 3 {
      (inside, run) = (.string(mark, long: true), 0)
    } else if run == 1 {
      (inside, run) = (.code, 0)
    }
  }
}
