/// The lines of a TOML text, to tell where a key is: TOMLKit gives positions only for syntax
/// errors.
public struct TOMLLines: Sendable {
  private let lines: [[UInt8]]

  public init(_ text: String) {
    lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { $0.filter { $0 != UInt8(ascii: " ") && $0 != 0x09 && $0 != 0x0D } }
  }

  /// The line of a key, counted from 1; otherwise of its table's heading; nil if neither is found.
  ///
  /// - Parameters:
  ///   - table: the table's full name, such as `answers.locked`; empty for keys before all
  ///     headings.
  ///   - index: which of the tables with that name, from 0.
  public func line(table: String, index: Int = 0, key: String?) -> Int? {
    if let line = written(table: table, index: index, key: key) { return line }
    // The table may be inside another, written on one line.
    guard let dot = table.lastIndex(of: ".") else { return nil }
    return line(table: String(table[..<dot]), key: String(table[table.index(after: dot)...]))
  }

  private func written(table: String, index: Int, key: String?) -> Int? {
    let nested = key.map { Array((table.isEmpty ? $0 : "\(table).\($0)").utf8) }
    var inside = table.isEmpty
    var heading: Int?
    var seen = -1
    var quoted = false
    for (at, line) in lines.enumerated() {
      defer { if line.togglesQuotation { quoted.toggle() } }
      if quoted { continue }
      if let name = line.heading {
        if name == Array(table.utf8) { seen += 1 }
        inside = name == Array(table.utf8) && seen == index
        if inside { heading = at + 1 }
        // A key may be a table with a heading of its own. Its own table then need not have one.
        if table.isEmpty || max(seen, 0) == index, let nested,
          name == nested || name.starts(with: nested + [UInt8(ascii: ".")])
        {
          return at + 1
        }
      } else if inside, let key, line.sets(key) {
        return at + 1
      } else if !inside, seen < 0, !table.isEmpty, line.sets(table) {
        // The table is written on one line: `reporting = {…}` or `criteria = [{…}]`.
        return at + 1
      }
    }
    return heading
  }
}

/// For lines without their white space.
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

  /// Whether a multi-line string begins or ends here, but not both.
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
  fileprivate var isQuote: Bool { self == UInt8(ascii: "\"") || self == UInt8(ascii: "'") }
}
