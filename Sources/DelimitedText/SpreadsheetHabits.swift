import SafeText

/// Things that spreadsheets put into CSV and no other program understands, with advice for each.
enum SpreadsheetHabits {
  /// `sep=;` in the first line is an instruction that only Excel understands.
  static func refuseSeparatorLine(_ bytes: [UInt8]) throws(DelimitedTextError) {
    let line = bytes.prefix(16).prefix { $0 != 0x0A && $0 != 0x0D }
    let text = String(decoding: line, as: UTF8.self).lowercased().filter {
      $0 != " " && $0 != "\""
    }
    guard text.hasPrefix("sep="), text.count <= 6 else { return }
    throw DelimitedTextError(
      line: 1,
      message:
        "\(quoted(text)) is a note to Excel; delete this line, so that the first one names the columns",
      kind: .separatorLine
    )
  }

  /// `="05152"` and `'05152` keep a zero on the screen; in a file they are a different text.
  static func refuseFormulas(
    _ row: DelimitedTable.Row, header: [String]
  ) throws(DelimitedTextError) {
    for (name, cell) in zip(header, row.cells) {
      guard cell.hasPrefix("=\"") || cell.hasPrefix("'") else { continue }
      let plain = cell.drop { $0 == "=" || $0 == "'" }.filter { $0 != "\"" }
      guard cell.hasPrefix("=") || (!plain.isEmpty && plain.allSatisfy(\.isNumber)) else {
        continue
      }
      throw DelimitedTextError(
        line: row.line, column: String(quoted(name).dropFirst().dropLast()),
        message:
          "\(cell.prefix(40)) is a spreadsheet's way to keep zeros; write \(plain.prefix(40)), and format the column as text",
        kind: .formula, values: ["cell": "\(cell.prefix(40))", "plain": "\(plain.prefix(40))"]
      )
    }
  }

  /// Excel writes columns without a name at the end (`code,officials,,`), which do no harm if they
  /// are blank.
  ///
  /// - Parameter named: the number of columns up to the last one with a name.
  static func refuseNameless(
    _ rows: [DelimitedTable.Row], named: Int
  ) throws(DelimitedTextError) {
    for row in rows {
      guard let cell = row.cells.dropFirst(named).first(where: { !$0.isEmpty }) else { continue }
      throw DelimitedTextError(
        line: row.line,
        message:
          "\(quoted(cell)) stands in a column at the end that has no name; name the column in line 1, or delete it",
        kind: .namelessColumn, values: ["cell": "\(cell.prefix(40))"])
    }
  }

  /// The error for a row that is longer or shorter than the header.
  static func unequal(
    _ row: DelimitedTable.Row, header: [String], separator: UInt8
  ) -> DelimitedTextError {
    var remedy = "quote cells that contain a separator, and include empty cells"
    // One cell, or cells that contain another separator: the row uses a different one.
    let others = CellScanner.separators.filter { $0 != separator }
    if let other = others.first(where: { other in
      row.cells.joined().utf8.count { $0 == other } == header.count - 1 && header.count > 1
    }) {
      remedy =
        "the header is separated by \(name(separator)), this row by \(name(other)): use one of them throughout"
    }
    return DelimitedTextError(
      line: row.line,
      message: "\(row.cells.count) cells under \(header.count) columns; \(remedy)", kind: .unequal,
      values: ["cells": "\(row.cells.count)", "columns": "\(header.count)"])
  }

  private static func name(_ separator: UInt8) -> String {
    separator == UInt8(ascii: "\t") ? "tabs" : "\"\(Character(Unicode.Scalar(separator)))\""
  }
}
