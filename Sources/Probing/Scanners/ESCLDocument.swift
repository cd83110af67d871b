import CExpat
import HardwareCatalogue

/// The parts read of an eSCL document: `ScannerCapabilities` or `ScannerStatus` (Mopria's eSCL
/// specification).
struct ESCLDocument: Equatable, Sendable {
  enum Kind: String, Sendable {
    case capabilities = "ScannerCapabilities"
    case status = "ScannerStatus"
  }

  let kind: Kind
  /// Maker and model in one, `pwg:MakeAndModel`.
  var makeAndModel: String?
  var manufacturer: String?
  /// To recognise two answers of one scanner; it goes no further.
  var uuid: String?
  /// Likewise.
  var serialNumber: String?
  /// `pwg:State`: `Idle`, `Processing`, `Testing`, `Stopped`, `Down`.
  var state: String?

  /// Whether it can scan; nil if the state does not tell.
  var isReady: Bool? {
    switch state {
    case "Idle", "Processing": true
    case "Testing", "Stopped", "Down": false
    default: nil
    }
  }
}

extension ESCLDocument {
  /// Maximum size of a document, in bytes.
  static let largest = 256 << 10

  /// Reads a document; pure and total.
  ///
  /// Prefixes of names are ignored, because devices choose them freely. Leading blanks, trailing
  /// NULs and `&` that begins no reference do no harm; bytes outside the document's encoding cost
  /// those characters, not the scanner.
  ///
  /// - Returns: nil if it is not such a document, has a document type (which could define
  ///   entities), nests deeper than 32 or has more than 20,000 elements.
  static func read(_ bytes: [UInt8]) -> ESCLDocument? {
    guard bytes.count <= largest else { return nil }
    let (document, error) = ESCLReading.run(bytes, encoding: nil)
    guard isRepairable(error) else { return document }
    // First in the declared encoding.
    let tidied = ESCLRepair.tidied(bytes)
    let (second, secondError) = ESCLReading.run(tidied, encoding: nil)
    guard isRepairable(secondError) else { return second }
    let repaired = Array(String(decoding: tidied, as: UTF8.self).utf8)
    return ESCLReading.run(repaired, encoding: "UTF-8").document
  }

  private static func isRepairable(_ error: XML_Error) -> Bool {
    switch error {
    case XML_ERROR_INVALID_TOKEN, XML_ERROR_PARTIAL_CHAR, XML_ERROR_UNKNOWN_ENCODING,
      XML_ERROR_INCORRECT_ENCODING, XML_ERROR_MISPLACED_XML_PI, XML_ERROR_JUNK_AFTER_DOC_ELEMENT,
      XML_ERROR_UNDEFINED_ENTITY:
      true
    default: false
    }
  }
}

/// Repairs what devices take for XML. Pure and total.
private enum ESCLRepair {
  /// Removes blanks and NULs around the text, and escapes each `&` that begins no reference of XML.
  /// Text of two bytes per character is left as it is.
  static func tidied(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count > 1, bytes[0] < 0xFE, bytes[0] != 0 || bytes[1] == 0,
      bytes[1] != 0 || bytes[0] == 0
    else { return bytes }
    let isBlank = { (byte: UInt8) in byte <= 0x20 }
    var inside = bytes.drop(while: isBlank)
    // A byte order mark of UTF-8.
    if inside.starts(with: [0xEF, 0xBB, 0xBF]) {
      inside = inside.dropFirst(3).drop(while: isBlank)
    }
    while inside.last.map(isBlank) ?? false { inside.removeLast() }
    var tidied: [UInt8] = []
    tidied.reserveCapacity(inside.count)
    for (place, byte) in zip(inside.indices, inside) {
      tidied.append(byte)
      if byte == UInt8(ascii: "&"), !isReference(inside[place...].dropFirst().prefix(12)) {
        tidied += Array("amp;".utf8)
      }
    }
    return tidied
  }

  /// Whether `rest`, behind `&`, makes a reference: a number, or one of XML's five names.
  private static func isReference(_ rest: ArraySlice<UInt8>) -> Bool {
    let name = rest.prefix { $0 != UInt8(ascii: ";") }
    guard name.count < rest.count else { return false }
    return name.first == UInt8(ascii: "#")
      || ["amp", "lt", "gt", "quot", "apos"].contains { name.elementsEqual($0.utf8) }
  }
}

/// One expat parser run.
private final class ESCLReading {
  private static let deepest = 32
  private static let mostElements = 20_000
  /// Longest text of an element that is kept, in bytes.
  private static let longestText = 1024

  private var document: ESCLDocument?
  private var depth = 0
  private var elements = 0
  /// The text of the open element, if it is a child of the root.
  private var text: [UInt8]?
  private var parser: XML_Parser?

  static func run(
    _ bytes: [UInt8], encoding: String?
  ) -> (document: ESCLDocument?, error: XML_Error) {
    guard let parser = XML_ParserCreate(encoding) else { return (nil, XML_ERROR_NO_MEMORY) }
    defer { XML_ParserFree(parser) }
    let reading = ESCLReading()
    reading.parser = parser
    XML_SetUserData(parser, Unmanaged.passUnretained(reading).toOpaque())
    XML_SetElementHandler(
      parser,
      { context, name, _ in ESCLReading.of(context)?.open(ESCLReading.localName(name)) },
      { context, name in ESCLReading.of(context)?.close(ESCLReading.localName(name)) })
    XML_SetCharacterDataHandler(parser) { context, bytes, count in
      guard let bytes else { return }
      ESCLReading.of(context)?.add(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
    }
    XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
      ESCLReading.of(context)?.stop()
    }
    let status = bytes.withUnsafeBytes { raw in
      XML_Parse(
        parser, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count), 1)
    }
    return withExtendedLifetime(reading) {
      status == XML_STATUS_OK
        ? (reading.document, XML_ERROR_NONE) : (nil, XML_GetErrorCode(parser))
    }
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> ESCLReading? {
    context.map { Unmanaged<ESCLReading>.fromOpaque($0).takeUnretainedValue() }
  }

  /// The name without its prefix.
  private static func localName(_ name: UnsafePointer<CChar>?) -> String {
    guard let name else { return "" }
    let text = String(cString: name)
    return text.lastIndex(of: ":").map { String(text[text.index(after: $0)...]) } ?? text
  }

  private func stop() {
    document = nil
    _ = parser.map { XML_StopParser($0, XML_Bool(0)) }
  }

  private func open(_ name: String) {
    depth += 1
    elements += 1
    guard depth <= Self.deepest, elements <= Self.mostElements else { return stop() }
    if depth == 1 {
      guard let kind = ESCLDocument.Kind(rawValue: name) else { return stop() }
      document = ESCLDocument(kind: kind)
    }
    text = depth == 2 ? [] : nil
  }

  private func add(_ bytes: UnsafeRawBufferPointer) {
    guard let count = text?.count else { return }
    text?.append(contentsOf: bytes.prefix(Self.longestText - count))
  }

  private func close(_ name: String) {
    depth -= 1
    guard let text = text.take() else { return }
    let value = PlainText.line(String(decoding: text, as: UTF8.self))
    // If an element occurs twice, the first one counts.
    switch name {
    case "MakeAndModel": keep(value, \.makeAndModel)
    case "Manufacturer": keep(value, \.manufacturer)
    case "UUID": keep(value?.lowercased(), \.uuid)
    case "SerialNumber": keep(value, \.serialNumber)
    case "State": keep(value, \.state)
    default: break
    }
  }

  private func keep(_ value: String?, _ field: WritableKeyPath<ESCLDocument, String?>) {
    guard var changed = document, changed[keyPath: field] == nil else { return }
    changed[keyPath: field] = value
    document = changed
  }
}
