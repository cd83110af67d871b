import Foundation
import SwiftCSV

/// A CSV file in rows of cells: UTF-8 with or without a mark, separated by commas, semicolons (as
/// spreadsheets in Vietnamese write it) or tabs, any ends of lines.
struct TableText {
  let header: [String]
  /// With the line that each begins on. Cells are trimmed.
  let rows: [(line: Int, cells: [String])]

  init(_ bytes: Data) throws(MeasureTableError) {
    guard bytes.count <= MeasureTable.maximumBytes else {
      throw MeasureTableError(message: "the table is larger than 16 MiB; leave out columns or rows")
    }
    guard var text = String(validating: bytes, as: UTF8.self) else {
      throw MeasureTableError(message: "the table is not UTF-8; save it as \"CSV UTF-8\"")
    }
    // By scalars: with a letter behind it, the mark is no character of its own.
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    guard text.utf8.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2) else {
      throw MeasureTableError(message: "a quotation mark lacks its end; close it, or double it")
    }
    let parsed = try Self.parse(text)
    guard let first = parsed.first else {
      throw MeasureTableError(line: 1, message: "the table is empty; begin it with \"code,…\"")
    }
    guard parsed.count - 1 <= MeasureTable.maximumRows else {
      throw MeasureTableError(
        message: "the table has more than \(MeasureTable.maximumRows) rows; split it")
    }
    header = first.map { $0.trimmingCharacters(in: .whitespaces) }
    var line = 1 + Self.height(first)
    var rows: [(line: Int, cells: [String])] = []
    rows.reserveCapacity(parsed.count - 1)
    for cells in parsed.dropFirst() {
      rows.append((line, cells.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }))
      line += Self.height(cells)
    }
    self.rows = rows
  }

  private static func parse(_ text: String) throws(MeasureTableError) -> [[String]] {
    do {
      // The view's own rows are filled up to the longest: a missing cell could not be told.
      let table = try EnumeratedCSV(
        string: text, delimiter: .character(separator(of: text)), loadColumns: false, rowLimit: 0)
      let rows = Rows()
      try table.enumerateAsArray(startAt: 0, rowLimit: MeasureTable.maximumRows + 2) {
        rows.all.append($0)
      }
      return rows.all
    } catch {
      throw MeasureTableError(message: "the table cannot be read as CSV: \(error)")
    }
  }

  private final class Rows { var all: [[String]] = [] }

  /// What the first line has most of.
  private static func separator(of text: String) -> Character {
    let line = text.prefix { !$0.isNewline }
    return [Character(","), ";", "\t"].max { one, other in
      line.count { $0 == one } < line.count { $0 == other }
    } ?? ","
  }

  /// Lines that a row takes: cells in quotation marks may hold ends of lines.
  private static func height(_ cells: [String]) -> Int {
    cells.reduce(1) { $0 + $1.count(where: \.isNewline) }
  }
}
