/// The UUID of a computer or another device.
public enum HardwareUUID {
  /// `text` in lower case as RFC 9562 writes it, whether it stood there in braces, as a URN or without
  /// hyphens; nil for what has not the form of a UUID, and for one that tells nothing apart: all bytes
  /// equal, or on the list of placeholders.
  public static func canonical(_ text: String?) -> String? {
    guard var rest = PlainText.line(text)?.lowercased()[...] else { return nil }
    if rest.hasPrefix("urn:uuid:") { rest = rest.dropFirst(9) }
    if rest.first == "{", rest.last == "}" { rest = rest.dropFirst().dropLast() }
    let groups = rest.split(separator: "-", omittingEmptySubsequences: false)
    guard [[8, 4, 4, 4, 12], [32]].contains(groups.map(\.utf8.count)) else { return nil }
    let digits = Array(groups.joined())
    guard digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
    let isOneByte = digits.indices.allSatisfy { digits[$0] == digits[$0 % 2] }
    let canonical = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
      .joined(separator: "-")
    return isOneByte || Placeholders.isPlaceholder(canonical) ? nil : canonical
  }
}
