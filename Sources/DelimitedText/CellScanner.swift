/// Takes rows of cells from bytes according to RFC 4180, and tells on which line each begins.
struct CellScanner {
  static let separators: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]

  private let bytes: [UInt8]
  private let separator: UInt8
  private var at = 0
  private var line = 1

  init(_ bytes: [UInt8], separator: UInt8) {
    self.bytes = bytes
    self.separator = separator
  }

  /// The next row, even a blank one; nil at the end.
  mutating func row() throws(DelimitedTextError) -> DelimitedTable.Row? {
    guard at < bytes.count else { return nil }
    let start = line
    var cells: [String] = []
    while true {
      cells.append(Self.trimmed(at < bytes.count ? try cell() : []))
      guard at < bytes.count else { break }
      let byte = bytes[at]
      if byte == separator {
        at += 1
      } else {
        endLine()
        break
      }
    }
    return DelimitedTable.Row(line: start, cells: cells)
  }

  private mutating func cell() throws(DelimitedTextError) -> ArraySlice<UInt8> {
    // Spaces before a quotation mark are ignored.
    var start = at
    while start < bytes.count, bytes[start] == 0x20 { start += 1 }
    if start < bytes.count, bytes[start] == UInt8(ascii: "\"") {
      at = start + 1
      return try quotedCell()
    }
    start = at
    while at < bytes.count, !isEnd(bytes[at]) {
      // A formula's own quotation marks are handled later, with advice.
      if bytes[at] == UInt8(ascii: "\""), bytes[start] != UInt8(ascii: "=") {
        throw DelimitedTextError(
          line: line,
          message:
            "there is a quotation mark inside a cell; put the whole cell in quotation marks and double those in it",
          kind: .quoteInside
        )
      }
      at += 1
    }
    return bytes[start..<at]
  }

  private mutating func quotedCell() throws(DelimitedTextError) -> ArraySlice<UInt8> {
    let first = line
    var content: [UInt8] = []
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\"") {
        at += 1
        guard at < bytes.count, bytes[at] == byte else { return try closed(content) }
      } else if byte == 0x0A || byte == 0x0D {
        // A line break in the cell, kept as written.
        let begin = at
        endLine()
        content.append(contentsOf: bytes[begin..<at])
        continue
      }
      content.append(byte)
      at += 1
    }
    throw DelimitedTextError(
      line: first, message: "a quotation mark is not closed; close it, or double it",
      kind: .quoteOpen)
  }

  /// Only spaces may follow a closing quotation mark before the cell's end.
  private mutating func closed(
    _ content: [UInt8]
  ) throws(DelimitedTextError) -> ArraySlice<UInt8> {
    while at < bytes.count, bytes[at] == 0x20 { at += 1 }
    guard at == bytes.count || isEnd(bytes[at]) else {
      throw DelimitedTextError(
        line: line,
        message: "text follows a closing quotation mark; double quotation marks in a cell",
        kind: .textAfterQuote)
    }
    return content[...]
  }

  private func isEnd(_ byte: UInt8) -> Bool {
    byte == separator || byte == 0x0A || byte == 0x0D
  }

  private mutating func endLine() {
    if bytes[at] == 0x0D, at + 1 < bytes.count, bytes[at + 1] == 0x0A { at += 1 }
    at += 1
    line += 1
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let first = text.unicodeScalars.firstIndex(where: { !isSpace($0) }),
      let last = text.unicodeScalars.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(text.unicodeScalars[first...last])
  }

  /// Spaces of any width, also those without: zero-width ones come with texts copied from pages.
  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\t", "\u{200B}"..."\u{200D}", "\u{2060}", "\u{FEFF}": true
    default: scalar.properties.generalCategory == .spaceSeparator
    }
  }
}
