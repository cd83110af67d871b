/// The UUID of a computer or another device.
public enum HardwareUUID {
  /// `text` in lower case as RFC 9562 writes it, even if written in braces, as a URN or without
  /// hyphens; nil if it does not have the form of a UUID, or if many devices may have it.
  public static func canonical(_ text: String?) -> String? {
    guard let digits = digits(text) else { return nil }
    let canonical = parts(digits).joined(separator: "-")
    return isExample(digits) || Placeholders.isPlaceholder(canonical) ? nil : canonical
  }

  /// Whether `text` has the form of a UUID, even one that many devices have.
  public static func hasForm(_ text: String?) -> Bool { digits(text) != nil }

  /// The 32 digits, in lower case.
  private static func digits(_ text: String?) -> String? {
    guard var rest = PlainText.line(text)?.lowercased()[...] else { return nil }
    for front in ["urn:", "uuid:"] where rest.hasPrefix(front) {
      rest = rest.dropFirst(front.count)
    }
    if rest.first == "{", rest.last == "}" { rest = rest.dropFirst().dropLast() }
    let groups = rest.split(separator: "-", omittingEmptySubsequences: false)
    guard [lengths, [32]].contains(groups.map(\.utf8.count)),
      groups.joined().allSatisfy({ $0.isASCII && $0.isHexDigit })
    else { return nil }
    return groups.joined()
  }

  private static let lengths = [8, 4, 4, 4, 12]

  private static func parts(_ digits: String) -> [Substring] {
    var rest = digits[...]
    return lengths.map { length in
      defer { rest = rest.dropFirst(length) }
      return rest.prefix(length)
    }
  }

  /// Whether it has at most two different digits, or counts up: in each of its parts
  /// (`12345678-1234-1234-1234-123456789abc`), or as a whole by digit or by pair
  /// (`00112233-4455-…`).
  private static func isExample(_ digits: String) -> Bool {
    let counting = [
      "0123456789abcdef", "123456789abcdef0", "1234567890abcdef", "1234567890123456",
    ]
    let all = counting.map { $0 + $0 } + counting.map { $0.map { "\($0)\($0)" }.joined() }
    return Set(digits).count <= 2 || all.contains(digits)
      || parts(digits).allSatisfy { part in counting.contains { $0.hasPrefix(part) } }
  }
}
