/// A word to look for in a product's name: at the beginning of a word there, whatever the case,
/// with `#` for any digit. `MG#` begins in `Canon MG2500 series`, not in `IMG20`.
public struct ProductWord: Equatable, Sendable {
  private let pattern: [UInt8]

  public init(_ pattern: String) { self.pattern = Array(pattern.lowercased().utf8) }

  public func begins(in name: String) -> Bool {
    let text = Array(name.lowercased().utf8)
    guard !pattern.isEmpty, text.count >= pattern.count else { return false }
    return (0...(text.count - pattern.count)).contains { start in
      (start == 0 || !Self.isWordByte(text[start - 1]))
        && zip(pattern, text[start...]).allSatisfy { $0 == $1 || $0 == 35 && Self.isDigit($1) }
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || (97...122).contains(byte) || byte >= 128
  }
}
