public import Foundation
import SafeText

/// A CSV file as rows of cells: UTF-8 with or without a byte order mark, separated by commas,
/// semicolons (as spreadsheets in Vietnamese write them) or tabs, with any line ends.
///
/// Every row has as many cells as the header: a missing cell is refused, never read as a blank one,
/// because a blank one means "unknown" and erases a known value.
public struct DelimitedTable: Sendable {
  /// Maximum size of a file, in bytes.
  public static let maximumBytes = 16 << 20
  /// Maximum rows below the header.
  public static let maximumRows = 100_000

  public struct Row: Sendable, Equatable {
    /// The line on which the row begins, counted from 1.
    public let line: Int
    /// As many as the header has, without spaces at their ends.
    public let cells: [String]
  }

  /// The names of the columns; no two are equal unless they are empty. Blank columns without a name
  /// at the end, as Excel writes them, are left out.
  public let header: [String]
  /// Without blank rows.
  public let rows: [Row]

  /// - Throws: ``DelimitedTextError`` with line, column and remedy.
  public init(_ bytes: Data) throws(DelimitedTextError) {
    guard bytes.count <= Self.maximumBytes else {
      throw DelimitedTextError(
        message: "the table is larger than 16 MiB; remove columns or rows", kind: .tooLarge)
    }
    var content = Array(bytes)
    try FileKind.refuseOthers(content)
    if content.starts(with: FileKind.mark) { content.removeFirst(FileKind.mark.count) }
    try SpreadsheetHabits.refuseSeparatorLine(content)
    let separator = Self.separator(of: content)
    var scanner = CellScanner(content, separator: separator)
    guard let first = try scanner.row() else {
      throw DelimitedTextError(
        line: 1, message: "the table is empty; start it with \"code,…\"", kind: .empty)
    }
    guard !first.cells.allSatisfy(\.isEmpty) else {
      throw DelimitedTextError(
        line: 1, message: "the line is empty; begin it with \"code,…\"",
        kind: .blankHeader)
    }
    try Self.refuseTwins(first.cells)
    var rows: [Row] = []
    while let row = try scanner.row() {
      if row.cells.allSatisfy(\.isEmpty) { continue }
      guard rows.count < Self.maximumRows else {
        throw DelimitedTextError(
          message: "the table has more than \(Self.maximumRows) rows; split it", kind: .tooManyRows,
          values: ["rows": "\(Self.maximumRows)"])
      }
      guard row.cells.count == first.cells.count else {
        throw SpreadsheetHabits.unequal(row, header: first.cells, separator: separator)
      }
      try SpreadsheetHabits.refuseFormulas(row, header: first.cells)
      rows.append(row)
    }
    let named = first.cells.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0
    try SpreadsheetHabits.refuseNameless(rows, named: named)
    header = Array(first.cells.prefix(named))
    self.rows = rows.map { Row(line: $0.line, cells: Array($0.cells.prefix(named))) }
  }

  private static func refuseTwins(_ header: [String]) throws(DelimitedTextError) {
    var seen: Set<String> = []
    for name in header where !name.isEmpty && !seen.insert(name).inserted {
      throw DelimitedTextError(
        line: 1, column: String(quoted(name).dropFirst().dropLast()),
        message: "the column occurs twice; remove one", kind: .twinColumns)
    }
  }

  /// The separator that the first line has most of outside quotation marks; a comma if it has none.
  private static func separator(of content: [UInt8]) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in content {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A || byte == 0x0D { break }
      if CellScanner.separators.contains(byte) { counts[byte, default: 0] += 1 }
    }
    var best = CellScanner.separators[0]
    for candidate in CellScanner.separators where counts[candidate] ?? 0 > counts[best] ?? 0 {
      best = candidate
    }
    return best
  }
}
