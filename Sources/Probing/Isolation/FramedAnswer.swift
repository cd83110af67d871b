/// The answer of a process of our own: its length in decimal digits, a line feed, and that many
/// bytes. Complete as soon as those have arrived, even if a process still holds the pipe open.
struct FramedAnswer {
  private static let longestHead = 12

  /// Maximum size of an answer, in bytes.
  let limit: Int
  private var bytes: [UInt8] = []

  init(limit: Int) { self.limit = limit }

  mutating func add(_ more: ArraySlice<UInt8>) { bytes += more }

  /// nil while it is incomplete or if it has no head.
  var whole: [UInt8]? {
    guard let (length, start) = head, length <= limit, bytes.count - start >= length else {
      return nil
    }
    return Array(bytes[start..<(start + length)])
  }

  /// Whether more has arrived, or is announced, than an answer may have.
  var isTooLong: Bool {
    bytes.count > limit + Self.longestHead || (head.map { $0.length > limit } ?? false)
  }

  private var head: (length: Int, start: Int)? {
    guard let end = bytes.prefix(Self.longestHead).firstIndex(of: UInt8(ascii: "\n")), end > 0,
      bytes[..<end].allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return (bytes[..<end].reduce(0) { $0 * 10 + Int($1 - 48) }, end + 1)
  }

  static func framed(_ answer: [UInt8]) -> [UInt8] { Array("\(answer.count)\n".utf8) + answer }
}
