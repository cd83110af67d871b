import Foundation
import Reporting

/// Parses a scanners section in the exact form that the agent writes: members sorted, without
/// spaces and escapes. Foundation's decoder took a tenth of the time of filing a full report for
/// this one section; it still decodes every other form.
struct PlainScanners {
  /// The section has another form, or is malformed.
  private struct Unusual: Error {}

  private let bytes: UnsafeBufferPointer<UInt8>
  private var at = 0

  private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The facts of a section, equal to what the decoder would return; nil if the section needs the
  /// decoder.
  static func read(_ body: Data) -> ScannerFacts? {
    body.withUnsafeBytes { raw in
      raw.withMemoryRebound(to: UInt8.self) { bytes in
        var section = PlainScanners(bytes)
        return try? section.facts()
      }
    }
  }

  private mutating func facts() throws(Unusual) -> ScannerFacts {
    try expect(#"{"outcome":"observed","scanners":["#)
    var facts = ScannerFacts(scanners: [])
    if !take("]") {
      repeat { facts.scanners.append(try scanner()) } while take(",")
      try expect("]")
    }
    if take(#","unseen":["#) {
      repeat { facts.unseen.append(try unseen()) } while take(",")
      try expect("]")
    }
    try expect("}")
    guard at == bytes.count else { throw Unusual() }
    return facts
  }

  private mutating func unseen() throws(Unusual) -> ScannerFacts.Unseen {
    try expect(#"{"reason":"#)
    let reason = try text()
    try expect(#","way":"#)
    let way = ScannerFacts.Unseen.Way(rawValue: try text())
    try expect("}")
    guard let way else { throw Unusual() }
    return ScannerFacts.Unseen(way: way, reason: reason)
  }

  private mutating func scanner() throws(Unusual) -> ScannerFacts.Scanner {
    try expect(#"{"connection":"#)
    let connection = ScannerFacts.Scanner.Connection(rawValue: try text())
    let driver = take(#","driver":"#) ? try driver() : nil
    try expect(#","evidence":"#)
    let evidence = ScannerFacts.Scanner.Evidence(rawValue: try text())
    let likely = take(#","likely":"#) ? try truth() : nil
    let manufacturer = take(#","manufacturer":"#) ? try text() : nil
    let model = take(#","model":"#) ? try text() : nil
    let ready = take(#","ready":"#) ? try truth() : nil
    let usbId = take(#","usbId":"#) ? try text() : nil
    try expect("}")
    guard let connection, let evidence else { throw Unusual() }
    return ScannerFacts.Scanner(
      manufacturer: manufacturer, model: model, connection: connection, usbId: usbId,
      evidence: evidence, driver: driver, likely: likely, ready: ready)
  }

  private mutating func driver() throws(Unusual) -> ScannerFacts.Scanner.Driver {
    guard let driver = ScannerFacts.Scanner.Driver(rawValue: try text()) else { throw Unusual() }
    return driver
  }

  private mutating func truth() throws(Unusual) -> Bool? {
    if take("true") { return true }
    if take("false") { return false }
    try expect("null")
    return nil
  }

  /// Parses a string without escapes.
  private mutating func text() throws(Unusual) -> String {
    try expect("\"")
    let start = at
    while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
      guard bytes[at] >= 0x20, bytes[at] != UInt8(ascii: "\\") else { throw Unusual() }
      at += 1
    }
    let text = String(validating: bytes[start..<at], as: UTF8.self)
    try expect("\"")
    guard let text else { throw Unusual() }
    return text
  }

  private mutating func take(_ literal: StaticString) -> Bool {
    let count = literal.utf8CodeUnitCount
    guard bytes.count - at >= count, let start = bytes.baseAddress,
      memcmp(start + at, literal.utf8Start, count) == 0
    else { return false }
    at += count
    return true
  }

  private mutating func expect(_ literal: StaticString) throws(Unusual) {
    guard take(literal) else { throw Unusual() }
  }
}
