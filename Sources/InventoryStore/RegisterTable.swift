import Foundation
import Reporting
import SwiftCSV

/// A register as a table of text: `code`, and any of the columns below. A blank cell is "unknown".
struct RegisterTable {
  static let columns = [
    "name", "kind", "provinceCode", "provinceName", "latitude", "longitude",
    "areaSquareKilometres", "remote", "border", "island", "population", "officials",
    "dossiersPerMonth",
  ]
  /// What a new commune cannot do without.
  static let needed = ["name", "kind", "provinceCode", "provinceName"]
  static let maximumBytes = 16 << 20

  struct Row {
    /// Counted in the file, the header being line 1.
    let line: Int
    let code: String
    /// Text by column; nil where the cell is blank.
    let cells: [String: String?]
  }

  let columns: [String]
  let rows: [Row]

  /// - Throws: ``InventoryError`` with `registerMalformed`, naming the line and the remedy.
  init(_ bytes: Data) throws {
    guard bytes.count <= Self.maximumBytes else {
      throw InventoryError(.registerMalformed, "The register is larger than 16 MiB.")
    }
    guard var text = String(validating: bytes, as: UTF8.self) else {
      throw InventoryError(
        .registerMalformed, "The register is not UTF-8: save it as \"CSV UTF-8\".")
    }
    if text.first == "\u{FEFF}" { text.removeFirst() }
    guard text.utf8.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2) else {
      throw InventoryError(.registerMalformed, "The register has a quotation mark without its end.")
    }
    let table: EnumeratedCSV
    do {
      table = try EnumeratedCSV(string: text, loadColumns: false)
    } catch {
      throw InventoryError(.registerMalformed, "The register cannot be read as CSV: \(error).")
    }
    let header = table.header.map { $0.trimmingCharacters(in: .whitespaces) }
    try Self.check(header)
    columns = header.filter { $0 != "code" }
    rows = try table.rows.enumerated().compactMap { index, cells in
      try Self.row(cells, header: header, line: index + 2)
    }
    try Self.refuseDuplicates(rows)
  }

  private static func check(_ header: [String]) throws {
    guard header.contains("code") else {
      throw InventoryError(
        .registerMalformed,
        "Line 1 has no column \"code\": the first line names the columns, code and any of \(columns.joined(separator: ", "))."
      )
    }
    for name in header where name != "code" && !columns.contains(name) {
      throw InventoryError(
        .registerMalformed,
        "Line 1: the register has no column \"\(name.prefix(40))\"; it has code, \(columns.joined(separator: ", "))."
      )
    }
    guard Set(header).count == header.count else {
      throw InventoryError(.registerMalformed, "Line 1 names a column twice.")
    }
  }

  private static func row(_ cells: [String], header: [String], line: Int) throws -> Row? {
    if cells.allSatisfy({ $0.trimmingCharacters(in: .whitespaces).isEmpty }) { return nil }
    guard cells.count == header.count else {
      throw InventoryError(
        .registerMalformed,
        "Line \(line) has \(cells.count) cells, the header \(header.count): quote cells that hold a comma."
      )
    }
    var values: [String: String?] = [:]
    var code = ""
    for (name, cell) in zip(header, cells) {
      let text = cell.trimmingCharacters(in: .whitespaces)
      if name == "code" { code = text } else { values[name] = text.isEmpty ? .some(nil) : text }
    }
    do {
      return Row(line: line, code: try CommuneCode(code).description, cells: values)
    } catch {
      throw InventoryError(.registerMalformed, "Line \(line): \(error.message)")
    }
  }

  private static func refuseDuplicates(_ rows: [Row]) throws {
    var seen: [String: Int] = [:]
    for row in rows {
      if let first = seen.updateValue(row.line, forKey: row.code) {
        throw InventoryError(
          .registerMalformed,
          "Line \(row.line): commune \(row.code) stands on line \(first) already.")
      }
    }
  }
}
