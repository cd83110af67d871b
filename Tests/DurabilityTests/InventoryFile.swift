import CInventory
import Foundation

/// Reads the inventory with plain SQLite, bypassing the centre's code.
struct InventoryFile {
  let path: String

  /// The first column of every row.
  func column(_ sql: String) throws -> [String] {
    var database: OpaquePointer?
    guard sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK else {
      throw Program.Failure(message: "cannot open \(path)")
    }
    defer { sqlite3_close(database) }
    sqlite3_busy_timeout(database, 10_000)
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK else {
      throw Program.Failure(message: String(cString: sqlite3_errmsg(database)))
    }
    defer { sqlite3_finalize(statement) }
    var values: [String] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW:
        values.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "")
      case SQLITE_DONE: return values
      default: throw Program.Failure(message: String(cString: sqlite3_errmsg(database)))
      }
    }
  }

  func number(_ sql: String) throws -> Int { try Int(column(sql).first ?? "") ?? -1 }

  /// The ids of all reports, as the agents write them.
  func reports() throws -> [String] {
    try column("SELECT lower(hex(id)) FROM report").map { digits in
      var text = digits
      for place in [20, 16, 12, 8] {
        text.insert("-", at: text.index(text.startIndex, offsetBy: place))
      }
      return text
    }
  }
}
