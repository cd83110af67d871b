import Foundation
import GRDB
import Testing

@testable import InventoryStore

/// An inventory file as an earlier version wrote it.
enum OldInventory {
  /// Writes the contents of an inventory to a file of an earlier version.
  static func make(
    of migrations: [String], from present: String, _ path: String
  ) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.writeWithoutTransaction { database in
      for name in migrations {
        let bytes = try #require(EmbeddedFile.bytes("schema/\(name).sql"))
        try database.execute(sql: String(decoding: bytes, as: UTF8.self))
      }
      try database.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT PRIMARY KEY)")
      for name in migrations {
        try database.execute(sql: "INSERT INTO grdb_migrations VALUES (?)", arguments: [name])
      }
      try database.execute(sql: "ATTACH DATABASE ? AS present", arguments: [present])
      let tables = try String.fetchAll(
        database,
        sql:
          "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name <> 'grdb_migrations'"
      )
      for table in tables {
        let columns = try database.columns(in: table).map { "\"\($0.name)\"" }
          .joined(separator: ", ")
        try database.execute(
          sql: "INSERT INTO main.\(table) (\(columns)) SELECT \(columns) FROM present.\(table)")
      }
      try database.execute(sql: "DETACH DATABASE present")
    }
    return queue
  }
}
