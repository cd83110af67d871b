/// Headings that the TOML reader (toml++ 3.4.0) stops the process at, instead of reporting them.
///
/// `Sources/Prioritization/PolicyText.swift` keeps the same from policies; the agent may not use
/// that module.
public enum HeadingGuard {
  /// The first heading with no name behind its brackets, by its line from 1.
  public static func lineOfNamelessHeading(in text: String) -> Int? {
    lines(of: text).firstIndex { line in
      // A byte order mark may stand before the first line.
      let start = line.starts(with: [0xEF, 0xBB, 0xBF]) ? line.dropFirst(3) : line[...]
      guard start.first == bracket else { return false }
      var rest = start.dropFirst()
      if rest.first == bracket { rest = rest.dropFirst() }
      guard let first = rest.first else { return true }
      return !beginsName(first)
    }.map { $0 + 1 }
  }

  /// A line with so many dots or brackets that what it nests could be deeper than the stack.
  public static func lineOfDeepNesting(in text: String) -> Int? {
    lines(of: text).firstIndex { line in
      line.count { $0 == UInt8(ascii: ".") } > 200
        || line.count { $0 == bracket || $0 == UInt8(ascii: "{") } > 100
    }.map { $0 + 1 }
  }

  private static let bracket = UInt8(ascii: "[")

  /// Without white space.
  private static func lines(of text: String) -> [[UInt8]] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { $0.filter { $0 != UInt8(ascii: " ") && $0 != 0x09 && $0 != 0x0D } }
  }

  private static func beginsName(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte) || (48...57).contains(byte)
      || "_-\"']".utf8.contains(byte)
  }
}
