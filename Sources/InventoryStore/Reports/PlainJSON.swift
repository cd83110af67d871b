import Foundation
import Reporting

/// Reads JSON in the exact form that the agent writes: members sorted, without spaces and escapes.
///
/// For texts that are in every report, or long: Foundation's decoder took a sixth of the time of
/// filing a full report. It still decodes every other form.
struct PlainJSON {
  /// The text has another form, or is malformed.
  struct Unusual: Error {}

  private let bytes: UnsafeBufferPointer<UInt8>
  private var at = 0

  /// The result of `parse`, which must consume all of `body`; nil if the text needs the decoder.
  static func read<Value>(
    _ body: Data, by parse: (inout PlainJSON) throws(Unusual) -> Value
  ) -> Value? {
    body.withUnsafeBytes { raw in
      raw.withMemoryRebound(to: UInt8.self) { bytes in
        var text = PlainJSON(bytes: bytes)
        guard let value = try? parse(&text), text.at == bytes.count else { return nil }
        return value
      }
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Parses a string without escapes.
  mutating func text() throws(Unusual) -> String {
    try expect("\"")
    let start = at
    let end = PlainStringScan.end(of: bytes, from: start)
    at = end.index
    let inner = UnsafeBufferPointer(rebasing: bytes[start..<at])
    // Validating costs several times as much, and most texts are ASCII.
    let text =
      end.isASCII
      ? String(decoding: inner, as: UTF8.self) : String(validating: inner, as: UTF8.self)
    try expect("\"")
    guard let text else { throw Unusual() }
    return text
  }

  /// Whether `literal` comes next; if so, it is skipped.
  mutating func take(_ literal: StaticString) -> Bool {
    let count = literal.utf8CodeUnitCount
    guard bytes.count - at >= count, let start = bytes.baseAddress,
      memcmp(start + at, literal.utf8Start, count) == 0
    else { return false }
    at += count
    return true
  }

  mutating func expect(_ literal: StaticString) throws(Unusual) {
    guard take(literal) else { throw Unusual() }
  }

  /// Whether an object's next member is `name`, given as `"model":`; if so, it is skipped, with the
  /// comma before it.
  mutating func takeName(_ name: StaticString) -> Bool {
    let start = at
    let isFirst = at > 0 && bytes[at - 1] == UInt8(ascii: "{")
    if isFirst || take(","), take(name) { return true }
    at = start
    return false
  }

  mutating func expectName(_ name: StaticString) throws(Unusual) {
    guard takeName(name) else { throw Unusual() }
  }

  /// The objects of an array, which may be empty.
  mutating func list<Value>(
    of parse: (inout PlainJSON) throws(Unusual) -> Value
  ) throws(Unusual) -> [Value] {
    try expect("[")
    if take("]") { return [] }
    var values: [Value] = []
    repeat { values.append(try parse(&self)) } while take(",")
    try expect("]")
    return values
  }

  mutating func truth() throws(Unusual) -> Bool {
    if take("true") { return true }
    try expect("false")
    return false
  }

  /// Parses a whole number, 0 or greater.
  mutating func count() throws(Unusual) -> Int {
    let digits = digits()
    guard 1...15 ~= digits.count, digits.count == 1 || digits.first != UInt8(ascii: "0") else {
      throw Unusual()
    }
    return Self.value(of: digits)
  }

  /// Parses a number, 0 or greater, of at most 15 digits and without an exponent: that many digits
  /// are exact, and dividing them by a power of ten rounds once, as a decoder does.
  mutating func number() throws(Unusual) -> Double {
    let whole = try count()
    guard take(".") else { return Double(whole) }
    let fraction = digits()
    guard 1...Self.powersOfTen.count ~= fraction.count else { throw Unusual() }
    let (power, tail) = (Self.powersOfTen[fraction.count - 1], Self.value(of: fraction))
    guard whole <= (999_999_999_999_999 - tail) / power else { throw Unusual() }
    return Double(whole * power + tail) / Double(power)
  }

  /// The first is ten.
  private static let powersOfTen = [10, 100, 1_000, 10_000, 100_000, 1_000_000]

  private static func value(of digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  private mutating func digits() -> Slice<UnsafeBufferPointer<UInt8>> {
    let start = at
    while at < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[at] { at += 1 }
    return bytes[start..<at]
  }
}
