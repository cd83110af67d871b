/// The text of a page or of a JSON document as people read it, to compare wording that somebody
/// copied from a browser: without tags, without character references and escapes, with single
/// blanks. Pure and total.
struct ReadableText {
  private let bytes: [UInt8]
  /// The text, if some letters are written with marks of their own (NFD): such letters equal
  /// composed ones as characters, but not as bytes.
  private let characters: [Character]?

  init(_ body: some Collection<UInt8>) {
    let text = CharacterReferences.decoded(Self.withoutTags(Self.unescaped(body)))
    bytes = Self.withSingleBlanks(text)
    characters =
      Self.hasMarks(bytes) ? Array(String(decoding: bytes, as: UTF8.self)) : nil
  }

  func contains(_ pattern: String) -> Bool {
    let wanted = Self.withSingleBlanks(Array(pattern.utf8))
    if bytes.contains(text: String(decoding: wanted, as: UTF8.self)) { return true }
    guard characters != nil || Self.hasMarks(wanted) else { return false }
    let text = characters ?? Array(String(decoding: bytes, as: UTF8.self))
    let letters = Array(String(decoding: wanted, as: UTF8.self))
    guard let first = letters.first, text.count >= letters.count else { return letters.isEmpty }
    return (0...(text.count - letters.count)).contains { start in
      text[start] == first && text[start..<(start + letters.count)].elementsEqual(letters)
    }
  }

  /// Without the escapes of JSON and JavaScript: `\u1ecb`, `\/`, `\n`. Other backslashes stay.
  static func unescaped(_ body: some Collection<UInt8>) -> [UInt8] {
    let body = Array(body)
    guard body.contains(UInt8(ascii: "\\")) else { return body }
    var result: [UInt8] = []
    result.reserveCapacity(body.count)
    var index = 0
    while index < body.count {
      guard body[index] == UInt8(ascii: "\\"), index + 1 < body.count else {
        result.append(body[index])
        index += 1
        continue
      }
      switch body[index + 1] {
      case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): result.append(32)
      case UInt8(ascii: "\""), UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "'"):
        result.append(body[index + 1])
      case UInt8(ascii: "u"):
        if let (scalar, end) = scalar(in: body, at: index) {
          result += Array(String(scalar).utf8)
          index = end
          continue
        }
        result.append(body[index])
        index += 1
        continue
      default:
        result.append(body[index])
        index += 1
        continue
      }
      index += 2
    }
    return result
  }

  /// The scalar of `\uXXXX` at `start`, or of a pair of them, and where it ends.
  private static func scalar(in body: [UInt8], at start: Int) -> (Unicode.Scalar, Int)? {
    func unit(_ start: Int) -> UInt32? {
      guard start + 6 <= body.count, body[start] == UInt8(ascii: "\\"),
        body[start + 1] == UInt8(ascii: "u")
      else { return nil }
      let digits = String(decoding: body[(start + 2)..<(start + 6)], as: UTF8.self)
      return digits.allSatisfy(\.isHexDigit) ? UInt32(digits, radix: 16) : nil
    }
    guard let high = unit(start) else { return nil }
    if let scalar = Unicode.Scalar(high) { return (scalar, start + 6) }
    guard (0xD800..<0xDC00).contains(high), let low = unit(start + 6),
      (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else { return nil }
    return (scalar, start + 12)
  }

  /// Tags within a word or a sentence, which people do not see.
  private static let inline: Set = [
    "a", "b", "i", "u", "em", "strong", "span", "font", "small", "mark", "code", "abbr",
  ]

  /// Without tags and comments; those that begin another line become blanks.
  private static func withoutTags(_ text: [UInt8]) -> [UInt8] {
    guard let lastEnd = text.lastIndex(of: UInt8(ascii: ">")) else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var rest = text[...]
    while let start = rest.firstIndex(of: UInt8(ascii: "<")), start < lastEnd {
      result += rest[..<start]
      rest = rest[(start + 1)...]
      let name = rest.first == UInt8(ascii: "/") ? rest.dropFirst() : rest
      guard let first = name.first, first == UInt8(ascii: "!") || isLetter(first),
        let end = rest.firstIndex(of: UInt8(ascii: ">"))
      else {
        result.append(UInt8(ascii: "<"))
        continue
      }
      let word = String(decoding: name.prefix(12).prefix(while: isLetter), as: UTF8.self)
      if !inline.contains(word.lowercased()) { result.append(32) }
      rest = rest[(end + 1)...]
    }
    return result + rest
  }

  /// White space, also what does not break (U+00A0), as single blanks.
  private static func withSingleBlanks(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      let isHard = text[index] == 0xC2 && index + 1 < text.count && text[index + 1] == 0xA0
      if isHard || text[index] == 32 || (9...13).contains(text[index]) {
        if result.last != 32 { result.append(32) }
        index += isHard ? 2 : 1
      } else {
        result.append(text[index])
        index += 1
      }
    }
    return result
  }

  /// Whether there may be a combining mark, U+0300 to U+036F.
  private static func hasMarks(_ text: [UInt8]) -> Bool {
    text.contains { $0 == 0xCC || $0 == 0xCD }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte)
  }
}
