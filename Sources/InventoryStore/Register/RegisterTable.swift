import DelimitedText
import Foundation
import Reporting

/// A register parsed from CSV: `code`, and any of the columns below. A blank cell means unknown.
struct RegisterTable {
  static let columns = [
    "name", "kind", "provinceCode", "provinceName", "latitude", "longitude",
    "areaSquareKilometres", "remote", "border", "island", "population", "officials",
    "dossiersPerMonth",
  ]
  /// Columns that a new commune requires.
  static let needed = ["name", "kind", "provinceCode", "provinceName"]

  struct Row {
    /// In the file, where the header is line 1.
    let line: Int
    let code: String
    /// Text by column; nil if the cell is blank.
    let cells: [String: String?]
  }

  let columns: [String]
  let rows: [Row]

  /// - Throws: ``InventoryError`` with `registerMalformed`, naming the line and the remedy.
  init(_ bytes: Data) throws {
    let table: DelimitedTable
    do {
      table = try DelimitedTable(bytes)
    } catch {
      throw InventoryError(.registerMalformed, Self.sentence(error))
    }
    try Self.check(table.header)
    columns = table.header.filter { $0 != "code" }
    rows = try table.rows.map { try Self.row($0, header: table.header) }
    try Self.refuseDuplicates(rows)
  }

  /// `line 2, column "x": what to do` as a sentence.
  private static func sentence(_ error: DelimitedTextError) -> String {
    let text = "\(error)"
    return text.prefix(1).uppercased() + text.dropFirst() + "."
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
  }

  private static func row(_ found: DelimitedTable.Row, header: [String]) throws -> Row {
    var values: [String: String?] = [:]
    var code = ""
    for (name, text) in zip(header, found.cells) {
      if name == "code" { code = text } else { values[name] = text.isEmpty ? .some(nil) : text }
    }
    do {
      return Row(line: found.line, code: try CommuneCode(code).description, cells: values)
    } catch {
      throw InventoryError(.registerMalformed, "Line \(found.line): \(error.message)")
    }
  }

  private static func refuseDuplicates(_ rows: [Row]) throws {
    var seen: [String: Int] = [:]
    for row in rows {
      if let first = seen.updateValue(row.line, forKey: row.code) {
        throw InventoryError(
          .registerMalformed,
          "Line \(row.line): commune \(row.code) occurs on line \(first) already.")
      }
    }
  }
}
