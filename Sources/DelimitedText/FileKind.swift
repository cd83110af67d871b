/// Files that users mistake for a table.
enum FileKind {
  /// The byte order mark of UTF-8.
  static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  static func refuseOthers(_ bytes: [UInt8]) throws(DelimitedTextError) {
    let remedy = "in the spreadsheet choose Save As, \"CSV UTF-8\""
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
    {
      throw DelimitedTextError(
        message: "the file is a workbook, not a CSV table; \(remedy)", kind: .workbook)
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw DelimitedTextError(
        message: "the table is UTF-16 (\"Unicode text\"); \(remedy)", kind: .utf16)
    }
    if let zero = bytes.firstIndex(of: 0) {
      // In UTF-16, every second byte of plain text is 0.
      let isWide = bytes.prefix(64).count { $0 == 0 } * 3 > min(bytes.count, 64)
      throw DelimitedTextError(
        line: isWide ? nil : line(of: zero, bytes),
        message: isWide
          ? "the table is UTF-16 (\"Unicode text\"); \(remedy)"
          : "there is a NUL character in the line; the file is damaged or not a table: save it again",
        kind: isWide ? .utf16 : .nul)
    }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw DelimitedTextError(
        message: "the table is not UTF-8; save it as \"CSV UTF-8\"", kind: .notUTF8)
    }
  }

  private static func line(of place: Int, _ bytes: [UInt8]) -> Int {
    var line = 1
    for at in 0..<place
    where bytes[at] == 0x0A || (bytes[at] == 0x0D && bytes[at + 1] != 0x0A) { line += 1 }
    return line
  }
}
