import CInventory
import Foundation
import GRDB

/// A cached statement whose values are bound, and whose columns are read, through SQLite's own
/// calls.
///
/// For statements that every report runs: there, boxing values in arrays and naming the columns of
/// a row cost more than the statement itself. Elsewhere rows are GRDB's, read by name.
struct BoundStatement {
  private let statement: OpaquePointer
  private let database: Database
  private var place: Int32 = 0

  init(_ sql: String, _ database: Database) throws {
    statement = try database.cachedStatement(sql: sql).sqliteStatement
    self.database = database
  }

  mutating func bind(_ value: Int64) { sqlite3_bind_int64(statement, next(), value) }
  mutating func bind(_ value: Int) { bind(Int64(value)) }
  mutating func bind(_ value: Bool) { bind(value ? 1 : 0 as Int64) }
  mutating func bind(_ value: Double) { sqlite3_bind_double(statement, next(), value) }
  mutating func bind(_ time: Date) { bind(time.microseconds) }

  mutating func bind(_ value: Bool?) {
    if let value { bind(value) } else { bindNull() }
  }

  mutating func bind(_ value: Int64?) {
    if let value { bind(value) } else { bindNull() }
  }

  mutating func bind(_ value: Int?) { bind(value.map(Int64.init)) }

  mutating func bind(_ text: String?) {
    guard var text else { return bindNull() }
    let place = next()
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        _ = sqlite3_bind_text(statement, place, $0.baseAddress, Int32($0.count), Self.copied)
      }
    }
  }

  mutating func bind(_ texts: [String]) {
    for text in texts { bind(text) }
  }

  mutating func bind(_ data: Data) {
    let place = next()
    data.withUnsafeBytes { bytes in
      _ = sqlite3_bind_blob(statement, place, bytes.baseAddress, Int32(bytes.count), Self.copied)
    }
  }

  /// Runs the statement, which returns no rows, with the values bound in order, and clears them for
  /// the next run.
  ///
  /// - Throws: `DatabaseError`.
  mutating func run() throws {
    defer { clear() }
    while try step() {}
  }

  /// Returns what `read` makes of the first row, or nil if there is none, and clears the bound
  /// values.
  ///
  /// - Throws: `DatabaseError`; what `read` throws.
  mutating func first<Value>(_ read: (inout ColumnReader) throws -> Value) throws -> Value? {
    defer { clear() }
    guard try step() else { return nil }
    var columns = ColumnReader(statement)
    return try read(&columns)
  }

  /// Calls `read` for each row, and clears the bound values.
  ///
  /// - Throws: `DatabaseError`; what `read` throws.
  mutating func forEach(_ read: (inout ColumnReader) throws -> Void) throws {
    defer { clear() }
    while try step() {
      var columns = ColumnReader(statement)
      try read(&columns)
    }
  }

  /// Advances to the next row; false if there is none.
  private func step() throws -> Bool {
    switch sqlite3_step(statement) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let status:
      throw DatabaseError(
        resultCode: ResultCode(rawValue: status), message: database.lastErrorMessage)
    }
  }

  private mutating func clear() {
    sqlite3_reset(statement)
    sqlite3_clear_bindings(statement)
    place = 0
  }

  private mutating func bindNull() { sqlite3_bind_null(statement, next()) }

  private mutating func next() -> Int32 {
    place += 1
    return place
  }

  /// SQLITE_TRANSIENT: SQLite makes its own copy.
  private static var copied: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }
}

/// Reads the columns of a ``BoundStatement``'s row one after the other, in the statement's order.
///
/// NULL reads as 0, false or empty unless an optional is requested.
struct ColumnReader {
  private let statement: OpaquePointer
  private var place: Int32 = 0

  fileprivate init(_ statement: OpaquePointer) { self.statement = statement }

  mutating func next() -> Int64 { sqlite3_column_int64(statement, advance()) }
  mutating func next() -> Int { Int(next() as Int64) }
  mutating func next() -> Bool { next() != (0 as Int64) }
  mutating func next() -> Double { sqlite3_column_double(statement, advance()) }

  mutating func next() -> String {
    let column = advance()
    guard let text = sqlite3_column_text(statement, column) else { return "" }
    let count = Int(sqlite3_column_bytes(statement, column))
    return String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
  }

  mutating func next() -> Data {
    let column = advance()
    guard let bytes = sqlite3_column_blob(statement, column) else { return Data() }
    return Data(bytes: bytes, count: Int(sqlite3_column_bytes(statement, column)))
  }

  mutating func next() -> Int64? { isNull() ? nil : next() as Int64 }
  mutating func next() -> Int? { isNull() ? nil : next() as Int }
  mutating func next() -> Bool? { isNull() ? nil : next() as Bool }
  mutating func next() -> String? { isNull() ? nil : next() as String }

  /// Appends the next `count` columns in an encoding in which equal rows have equal bytes and
  /// others differ.
  mutating func appendBytes(ofNext count: Int, to found: inout [UInt8]) {
    for _ in 0..<count {
      let column = advance()
      let type = sqlite3_column_type(statement, column)
      found.append(UInt8(truncatingIfNeeded: type))
      switch type {
      case SQLITE_NULL: break
      case SQLITE_INTEGER:
        withUnsafeBytes(of: sqlite3_column_int64(statement, column)) {
          found.append(contentsOf: $0)
        }
      default:
        let text = sqlite3_column_text(statement, column)
        let count = text == nil ? 0 : Int(sqlite3_column_bytes(statement, column))
        withUnsafeBytes(of: UInt32(count)) { found.append(contentsOf: $0) }
        found.append(contentsOf: UnsafeBufferPointer(start: text, count: count))
      }
    }
  }

  /// Goes back `count` columns.
  mutating func goBack(by count: Int) { place -= Int32(count) }

  /// Whether the next column is NULL; if so, it is skipped.
  private mutating func isNull() -> Bool {
    guard sqlite3_column_type(statement, place) == SQLITE_NULL else { return false }
    place += 1
    return true
  }

  private mutating func advance() -> Int32 {
    defer { place += 1 }
    return place
  }
}
