import Foundation
import Reporting

/// Reads a scanners section, the longest part of a full report, in the form that the agent writes.
enum PlainScanners {
  /// The facts of a section, equal to what the decoder would return; nil if the section needs the
  /// decoder.
  static func read(_ body: Data) -> ScannerFacts? { PlainJSON.read(body, by: facts) }

  private static func facts(_ json: inout PlainJSON) throws(PlainJSON.Unusual) -> ScannerFacts {
    try json.expect(#"{"outcome":"observed","scanners":["#)
    var facts = ScannerFacts(scanners: [])
    if !json.take("]") {
      repeat { facts.scanners.append(try scanner(&json)) } while json.take(",")
      try json.expect("]")
    }
    if json.take(#","unseen":["#) {
      repeat { facts.unseen.append(try unseen(&json)) } while json.take(",")
      try json.expect("]")
    }
    try json.expect("}")
    return facts
  }

  private static func unseen(_ json: inout PlainJSON) throws(PlainJSON.Unusual)
    -> ScannerFacts.Unseen
  {
    try json.expect(#"{"reason":"#)
    let reason = try json.text()
    try json.expect(#","way":"#)
    let way = ScannerFacts.Unseen.Way(rawValue: try json.text())
    try json.expect("}")
    guard let way else { throw PlainJSON.Unusual() }
    return ScannerFacts.Unseen(way: way, reason: reason)
  }

  private static func scanner(_ json: inout PlainJSON) throws(PlainJSON.Unusual)
    -> ScannerFacts.Scanner
  {
    try json.expect(#"{"connection":"#)
    let connection = ScannerFacts.Scanner.Connection(rawValue: try json.text())
    let driver = json.take(#","driver":"#) ? try driver(&json) : nil
    try json.expect(#","evidence":"#)
    let evidence = ScannerFacts.Scanner.Evidence(rawValue: try json.text())
    let likely = json.take(#","likely":"#) ? try truth(&json) : nil
    let manufacturer = json.take(#","manufacturer":"#) ? try json.text() : nil
    let model = json.take(#","model":"#) ? try json.text() : nil
    let ready = json.take(#","ready":"#) ? try truth(&json) : nil
    let usbId = json.take(#","usbId":"#) ? try json.text() : nil
    try json.expect("}")
    guard let connection, let evidence else { throw PlainJSON.Unusual() }
    return ScannerFacts.Scanner(
      manufacturer: manufacturer, model: model, connection: connection, usbId: usbId,
      evidence: evidence, driver: driver, likely: likely, ready: ready)
  }

  private static func driver(_ json: inout PlainJSON) throws(PlainJSON.Unusual)
    -> ScannerFacts.Scanner.Driver
  {
    guard let driver = ScannerFacts.Scanner.Driver(rawValue: try json.text()) else {
      throw PlainJSON.Unusual()
    }
    return driver
  }

  private static func truth(_ json: inout PlainJSON) throws(PlainJSON.Unusual) -> Bool? {
    if json.take("true") { return true }
    if json.take("false") { return false }
    try json.expect("null")
    return nil
  }
}
