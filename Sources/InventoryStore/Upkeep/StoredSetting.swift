import Foundation
import GRDB

/// Rows of the table `setting`, by name.
enum StoredSetting {
  static func read(_ name: String, _ database: Database) throws -> String? {
    try String.fetchOne(
      database.cachedStatement(sql: "SELECT value FROM setting WHERE name = ?"),
      arguments: [name])
  }

  static func instant(_ name: String, _ database: Database) throws -> Date? {
    try read(name, database).flatMap { Int64($0) }.map { Date(microseconds: $0) }
  }

  static func write(_ name: String, _ value: String, _ database: Database) throws {
    try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)"
    ).execute(arguments: [name, value])
  }

  /// Writes a time unless a later one is stored.
  static func raise(_ name: String, to microseconds: Int64, _ database: Database) throws {
    let known = try read(name, database).flatMap { Int64($0) } ?? .min
    if microseconds > known { try write(name, String(microseconds), database) }
  }
}
