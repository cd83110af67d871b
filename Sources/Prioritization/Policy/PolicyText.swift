/// The lines of a policy, to say where a value stands: the TOML reader gives no places for what it
/// read without fault.
struct PolicyText: Sendable {
  private let lines: [[UInt8]]

  init(_ text: String) {
    lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { $0.filter { $0 != UInt8(ascii: " ") && $0 != 0x09 && $0 != 0x0D } }
  }

  /// The line of a key, counted from 1; else of its table's heading; `nil` where neither is found.
  ///
  /// - Parameters:
  ///   - table: The table's name, empty for keys before all headings.
  ///   - index: Which of the tables of that name, from 0.
  func line(table: String, index: Int, key: String?) -> Int? {
    var inside = table.isEmpty
    var heading: Int?
    var seen = -1
    var quoted = false
    for (at, line) in lines.enumerated() {
      defer { if line.togglesQuotation { quoted.toggle() } }
      if quoted { continue }
      if let name = line.heading {
        if inside, !table.isEmpty { return heading }
        if name == Array(table.utf8) { seen += 1 }
        inside = name == Array(table.utf8) && seen == index
        if inside { heading = at + 1 }
        // A key of the outermost table may be a heading.
        if table.isEmpty, let key, name == Array(key.utf8) { return at + 1 }
      } else if inside, let key, line.sets(key) {
        return at + 1
      } else if !inside, seen < 0, !table.isEmpty, line.sets(table) {
        // The table is written in one line: `reporting = {…}` or `criteria = [{…}]`.
        return at + 1
      }
    }
    return heading
  }
}

/// Of a line without its white space.
extension [UInt8] {
  /// The name in `[name]` or `[[name]]`.
  fileprivate var heading: [UInt8]? {
    guard first == UInt8(ascii: "["), let end = firstIndex(of: UInt8(ascii: "]")) else {
      return nil
    }
    return self[1..<end].filter { $0 != UInt8(ascii: "[") && !$0.isQuote }
  }

  fileprivate func sets(_ key: String) -> Bool {
    let unquoted = prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ".") }
    return unquoted.count < count && unquoted.filter { !$0.isQuote } == Array(key.utf8)
  }

  /// Whether a text of several lines begins or ends here, but not both.
  fileprivate var togglesQuotation: Bool {
    var run = 0
    var marks = 0
    var last: UInt8 = 0
    for byte in self {
      run = byte.isQuote && byte == last ? run + 1 : (byte.isQuote ? 1 : 0)
      last = byte
      if run == 3 {
        marks += 1
        run = 0
        last = 0
      }
    }
    return marks % 2 == 1
  }
}

extension UInt8 {
  var isNameByte: Bool {
    (65...90).contains(self) || (97...122).contains(self) || (48...57).contains(self)
      || self == UInt8(ascii: "_") || self == UInt8(ascii: "-")
  }

  fileprivate var isQuote: Bool { self == UInt8(ascii: "\"") || self == UInt8(ascii: "'") }
}
