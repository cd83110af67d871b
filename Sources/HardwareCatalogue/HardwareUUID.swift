/// The UUID of a computer or another device.
public enum HardwareUUID {
  /// `text` in lower case as RFC 9562 writes it, even if written in braces, as a URN or without
  /// hyphens; nil if it does not have the form of a UUID, or if many devices may have it.
  public static func canonical(_ text: String?) -> String? {
    guard let digits = digits(text) else { return nil }
    return isOfMany(digits) || isOfMany(swapped(digits)) ? nil : written(digits)
  }

  /// The same UUID as every agent may have written it, as ``canonical(_:)`` does: some reverse the
  /// first bytes. Empty if it names no single device.
  public static func writings(_ text: String?) -> [String] {
    guard let canonical = canonical(text), let digits = digits(canonical) else { return [] }
    return [canonical, written(swapped(digits))]
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

  private static func written(_ digits: String) -> String {
    parts(digits).joined(separator: "-")
  }

  /// The same bytes with those of the first three parts in reverse order: SMBIOS stores them so
  /// since version 2.6, but many makers do not.
  private static func swapped(_ digits: String) -> String {
    let parts = parts(digits)
    func reversed(_ part: Substring) -> String {
      var (rest, pairs) = (part, [Substring]())
      while !rest.isEmpty {
        pairs.append(rest.prefix(2))
        rest = rest.dropFirst(2)
      }
      return pairs.reversed().joined()
    }
    return (parts.prefix(3).map(reversed) + parts.dropFirst(3).map(String.init)).joined()
  }

  private static func isOfMany(_ digits: String) -> Bool {
    isExample(digits) || Placeholders.isPlaceholder(written(digits))
  }

  /// Whether it has at most two different digits, or one in each of its parts
  /// (`11111111-2222-…`); repeats after its half or earlier; or counts up: in each of its parts
  /// (`12345678-1234-1234-1234-123456789abc`), or as a whole by digit or by pair
  /// (`00112233-4455-…`).
  private static func isExample(_ digits: String) -> Bool {
    let counting = [
      "0123456789abcdef", "123456789abcdef0", "1234567890abcdef", "1234567890123456",
    ]
    let all = counting.map { $0 + $0 } + counting.map { $0.map { "\($0)\($0)" }.joined() }
    return Set(digits).count <= 2 || parts(digits).allSatisfy { Set($0).count == 1 }
      || digits.prefix(16) == digits.suffix(16) || all.contains(digits)
      || parts(digits).allSatisfy { part in counting.contains { $0.hasPrefix(part) } }
  }
}
