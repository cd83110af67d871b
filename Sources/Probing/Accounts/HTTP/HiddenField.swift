/// Finds the value of an `<input>` of a page by its name.
///
/// Pure and total: not an HTML parser but a reader of tags, which is all that a hidden field needs.
enum HiddenField {
  /// Longest value that is sent back, in bytes.
  static let longest = 16 << 10

  static func value(of name: String, in page: [UInt8]) -> [UInt8]? {
    var rest = page[...]
    while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
      rest = rest[(start + 1)...]
      guard rest.prefix(5).map(lower).elementsEqual("input".utf8),
        let next = rest.dropFirst(5).first,
        isSpace(next) || next == UInt8(ascii: "/")
      else { continue }
      rest = rest.dropFirst(5)
      let attributes = attributes(of: &rest)
      if attributes["name"].map({ CharacterReferences.decoded($0) }) == Array(name.utf8) {
        return attributes["value"].map { CharacterReferences.decoded($0) }
          .flatMap { $0.count <= longest ? $0 : nil }
      }
    }
    return nil
  }

  /// The attributes of one tag, up to its end; the first of several of one name.
  private static func attributes(of rest: inout ArraySlice<UInt8>) -> [String: ArraySlice<UInt8>] {
    var attributes: [String: ArraySlice<UInt8>] = [:]
    while attributes.count < 64 {
      rest = rest.drop { isSpace($0) || $0 == UInt8(ascii: "/") }
      guard let first = rest.first, first != UInt8(ascii: ">") else { return attributes }
      let end = rest.dropFirst().firstIndex { isSpace($0) || "=/>".utf8.contains($0) }
      let name = rest[..<(end ?? rest.endIndex)]
      rest = rest[name.endIndex...].drop(while: isSpace)
      var value: ArraySlice<UInt8> = []
      if rest.first == UInt8(ascii: "=") {
        rest = rest.dropFirst().drop(while: isSpace)
        if let quote = rest.first, quote == 34 || quote == 39 {
          value = rest.dropFirst().prefix { $0 != quote }
          rest = rest[value.endIndex...].dropFirst()
        } else {
          value = rest.prefix { !isSpace($0) && $0 != UInt8(ascii: ">") }
          rest = rest[value.endIndex...]
        }
      }
      let key = String(decoding: name.prefix(32).map(lower), as: UTF8.self)
      if attributes[key] == nil { attributes[key] = value }
    }
    return attributes
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
  private static func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte + 32 : byte }
}

/// The body of a form: `application/x-www-form-urlencoded`.
struct FormFields {
  private(set) var bytes: [UInt8] = []

  mutating func add(_ name: String, _ value: String) { add(name, Array(value.utf8)) }

  mutating func add(_ name: String, _ value: [UInt8]) {
    if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
    bytes += Self.escaped(Array(name.utf8)) + [UInt8(ascii: "=")] + Self.escaped(value)
  }

  static func escaped(_ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return bytes.flatMap { byte -> [UInt8] in
      switch byte {
      case 48...57, 65...90, 97...122, 45, 46, 95, 126: [byte]
      default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
  }
}
