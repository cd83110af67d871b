import DelimitedText
import Foundation
import Reporting

/// A register parsed from CSV: `code`, and any of the columns below. A blank cell means unknown.
struct RegisterTable: Sendable {
  static let columns =
    [
      "name", "kind", "provinceCode", "provinceName", "latitude", "longitude",
      "areaSquareKilometres", "remote", "border", "island", "population", "officials",
      "dossiersPerMonth",
    ] + contact
  /// Columns of the contact, which is stored apart.
  static let contact = ["contactName", "contactPhone", "contactEmail"]
  /// Columns that a new commune requires.
  static let needed = ["name", "kind", "provinceCode", "provinceName"]
  /// Maximum number of rows: the country has 3,321 communes.
  static let maximumRows = 10_000

  struct Row: Sendable {
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
    let table = try DelimitedTable.read(bytes)
    try Self.check(table.header)
    guard table.rows.count <= Self.maximumRows else {
      throw InventoryError.malformed(
        TableFault(.tooManyCommunes, line: nil, ["rows": "\(Self.maximumRows)"]),
        "The table has \(table.rows.count) rows; a register has at most \(Self.maximumRows): give the table of communes."
      )
    }
    columns = table.header.filter { $0 != "code" }
    rows = try table.rows.map { try Self.row($0, header: table.header) }
    try Self.refuseDuplicates(rows)
  }

  private static func check(_ header: [String]) throws {
    let names = columns.joined(separator: ", ")
    guard header.contains("code") else {
      throw InventoryError.malformed(
        TableFault(.noCode, line: 1),
        "Line 1 has no column \"code\": the first line names the columns, code and any of \(names)."
      )
    }
    for name in header where name != "code" && !columns.contains(name) {
      throw InventoryError.malformed(
        TableFault(.unknownColumn, line: 1, column: name),
        "Line 1: the register has no column \"\(name.prefix(40))\"; it has code, \(names).")
    }
  }

  private static func row(_ found: DelimitedTable.Row, header: [String]) throws -> Row {
    var values: [String: String?] = [:]
    var code = ""
    for (name, text) in zip(header, found.cells) {
      if name == "code" { code = text } else { values[name] = text.isEmpty ? .some(nil) : text }
    }
    return Row(line: found.line, code: try Self.code(code, line: found.line), cells: values)
  }

  /// - Throws: ``InventoryError`` with `registerMalformed`.
  static func code(_ text: String, line: Int) throws -> String {
    do {
      return try CommuneCode(text).description
    } catch {
      throw InventoryError.malformed(
        TableFault(.badCode, line: line, ["code": text]), "Line \(line): \(error.message)")
    }
  }

  private static func refuseDuplicates(_ rows: [Row]) throws {
    var seen: [String: Int] = [:]
    for row in rows {
      if let first = seen.updateValue(row.line, forKey: row.code) {
        throw InventoryError.malformed(
          TableFault(.duplicate, line: row.line, ["code": row.code, "first": "\(first)"]),
          "Line \(row.line): commune \(row.code) occurs on line \(first) already.")
      }
    }
  }
}
