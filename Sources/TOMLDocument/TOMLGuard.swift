/// Finds what makes the TOML parser (toml++ 3.4.0) abort the process instead of reporting an error.
///
/// Pure and total; each function returns a line, counted from 1, or nil.
enum TOMLGuard {
  /// The first heading without a name after its brackets.
  static func lineOfNamelessHeading(in text: String) -> Int? {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .firstIndex(where: isNamelessHeading).map { $0 + 1 }
  }

  private static func isNamelessHeading(_ line: Substring.UTF8View) -> Bool {
    // A byte order mark may precede the first line.
    var rest = line.starts(with: [0xEF, 0xBB, 0xBF]) ? line.dropFirst(3) : line
    rest = rest.drop(while: isBlank)
    guard rest.first == bracket else { return false }
    rest = rest.dropFirst()
    // Two brackets must be adjacent to count as two: `[ [a]]` has one, and no name after it.
    if rest.first == bracket { rest = rest.dropFirst() }
    guard let first = rest.drop(while: isBlank).first else { return true }
    return !beginsName(first)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// A line with so many dots or brackets that it could nest deeper than the stack allows.
  static func lineOfDeepNesting(in text: String) -> Int? {
    lines(of: text).firstIndex { line in
      line.count { $0 == UInt8(ascii: ".") } > 200
        || line.count { $0 == bracket || $0 == UInt8(ascii: "{") } > 100
    }.map { $0 + 1 }
  }

  /// The first place in a list where neither a value nor the list's end can be: `[1, }`.
  static func lineOfBrokenList(in text: String) -> Int? {
    var scanner = BracketScanner()
    for byte in text.utf8 where scanner.breaksList(at: byte) { return scanner.line }
    return nil
  }

  private static let bracket = UInt8(ascii: "[")

  /// The lines, without white space.
  private static func lines(of text: String) -> [[UInt8]] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { $0.filter { $0 != UInt8(ascii: " ") && $0 != 0x09 && $0 != 0x0D } }
  }

  private static func beginsName(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte) || (48...57).contains(byte)
      || "_-\"']".utf8.contains(byte)
  }
}
