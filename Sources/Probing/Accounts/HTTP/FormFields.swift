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
