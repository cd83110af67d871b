import CInventory
import GRDB

/// Runs a statement for many rows, binding the values one by one through SQLite's own calls: a
/// report has dozens of rows, and boxing their values in arrays costs measurable time.
struct RowWriter {
  private let statement: OpaquePointer
  private var place: Int32 = 0

  init(_ sql: String, _ database: Database) throws {
    statement = try database.cachedStatement(sql: sql).sqliteStatement
  }

  mutating func bind(_ value: Int64) { sqlite3_bind_int64(statement, next(), value) }
  mutating func bind(_ value: Int) { bind(Int64(value)) }
  mutating func bind(_ value: Bool) { bind(value ? 1 : 0 as Int64) }

  mutating func bind(_ value: Bool?) {
    if let value { bind(value) } else { sqlite3_bind_null(statement, next()) }
  }

  mutating func bind(_ value: Int64?) {
    if let value { bind(value) } else { sqlite3_bind_null(statement, next()) }
  }

  mutating func bind(_ text: String?) {
    guard var text else {
      sqlite3_bind_null(statement, next())
      return
    }
    let place = next()
    // SQLITE_TRANSIENT: SQLite makes its own copy.
    let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        _ = sqlite3_bind_text(statement, place, $0.baseAddress, Int32($0.count), copy)
      }
    }
  }

  /// Writes the row whose values were bound, in order, and clears the bindings for the next.
  ///
  /// - Throws: `DatabaseError`.
  mutating func write(_ database: Database) throws {
    let status = sqlite3_step(statement)
    let message = status == SQLITE_DONE ? nil : database.lastErrorMessage
    sqlite3_reset(statement)
    sqlite3_clear_bindings(statement)
    place = 0
    guard status == SQLITE_DONE else {
      throw DatabaseError(resultCode: ResultCode(rawValue: status), message: message)
    }
  }

  private mutating func next() -> Int32 {
    place += 1
    return place
  }
}
