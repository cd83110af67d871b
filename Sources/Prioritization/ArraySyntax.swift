/// What the TOML reader (toml++ 3.4.0) stops the process at, instead of reporting it, where it reads
/// values: a brace that closes, or a line separator of Unicode, in place of an array's next value.
enum ArraySyntax {
  /// - Returns: The line of the first such place, counted from 1.
  static func lineOfStrayEnd(_ text: String) -> Int? {
    var scanner = Scanner(bytes: Array(text.utf8))
    return scanner.lineOfStrayEnd()
  }

  /// Knows strings and comments apart from values, and nothing else: behind its first fault the
  /// reader does not go on.
  private struct Scanner {
    let bytes: [UInt8]
    var at = 0
    var line = 1

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func lineOfStrayEnd() -> Int? {
      // The byte before, white space and comments left out.
      var last: UInt8 = 0
      while at < bytes.count {
        let byte = bytes[at]
        switch byte {
        case 0x0A:
          line += 1
          at += 1
        case 0x20, 0x09, 0x0D: at += 1
        case UInt8(ascii: "#"):
          while at < bytes.count, bytes[at] != 0x0A { at += 1 }
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
          skipString(byte)
          last = byte
        default:
          let opened = last == UInt8(ascii: "[") || last == UInt8(ascii: ",")
          if opened, byte == UInt8(ascii: "}") || isUnicodeLineEnd { return line }
          last = byte
          at += 1
        }
      }
      return nil
    }

    /// U+0085, U+2028, U+2029.
    private var isUnicodeLineEnd: Bool {
      let rest = bytes[at...].prefix(3)
      return rest.starts(with: [0xC2, 0x85]) || rest.elementsEqual([0xE2, 0x80, 0xA8])
        || rest.elementsEqual([0xE2, 0x80, 0xA9])
    }

    private mutating func skipString(_ mark: UInt8) {
      let isLong = bytes[at...].prefix(3).elementsEqual([mark, mark, mark])
      at += isLong ? 3 : 1
      while at < bytes.count {
        if bytes[at] == UInt8(ascii: "\\"), mark == UInt8(ascii: "\"") {
          // What is escaped may be the end of a line.
          if at + 1 < bytes.count, bytes[at + 1] == 0x0A { line += 1 }
          at += 2
        } else if isLong, bytes[at...].prefix(3).elementsEqual([mark, mark, mark]) {
          at += 3
          // Up to two marks before the end belong to the text.
          var more = 0
          while at < bytes.count, bytes[at] == mark, more < 2 {
            at += 1
            more += 1
          }
          return
        } else if !isLong, bytes[at] == mark {
          at += 1
          return
        } else if bytes[at] == 0x0A {
          if !isLong { return }
          line += 1
          at += 1
        } else {
          at += 1
        }
      }
    }
  }
}
