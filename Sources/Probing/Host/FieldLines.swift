/// The form of `/proc/cpuinfo` and `/proc/meminfo`: a name, a colon and a value on each line.
///
/// Pure and total: lines without a colon are skipped.
struct FieldLines: Sequence, IteratorProtocol {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = Substring(text).utf8 }

  mutating func next() -> (name: Substring, value: Substring)? {
    while !rest.isEmpty {
      let line = rest.prefix { $0 != 10 }
      rest = rest[line.endIndex...].dropFirst()
      if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
        return (Self.trimmed(line[..<colon]), Self.trimmed(line[colon...].dropFirst()))
      }
    }
    return nil
  }

  private static func trimmed(_ text: Substring.UTF8View) -> Substring {
    let isSpace: (UInt8) -> Bool = { $0 == 32 || (9...13).contains($0) }
    let tail = text.drop(while: isSpace)
    guard let last = tail.lastIndex(where: { !isSpace($0) }) else { return Substring() }
    return Substring(tail[...last])
  }
}
