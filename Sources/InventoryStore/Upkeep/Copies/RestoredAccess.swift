import Foundation
import GRDB

/// Access to a restored centre.
enum RestoredAccess {
  /// Ends all sessions, and each link that was used, withdrawn or opened since the backup.
  ///
  /// - Parameter present: the file with the links that are still open; with nil, all links end.
  static func end(in restored: Database, openStill present: Database?) throws {
    if try restored.tableExists("user_session") {
      try restored.execute(sql: "DELETE FROM user_session")
    }
    for (table, isOpen) in [("invitation", "1"), ("check_link", "openedAt IS NULL")]
    where try restored.tableExists(table) {
      var open: Set<Data> = []
      if let present, try present.tableExists(table) {
        open = try Data.fetchSet(present, sql: "SELECT digest FROM \(table) WHERE \(isOpen)")
      }
      let links = try Row.fetchAll(
        restored, sql: "SELECT digest, \(isOpen) AS isOpen FROM \(table)")
      for link in links where !(link["isOpen"] as Bool && open.contains(link["digest"] as Data)) {
        try restored.execute(
          sql: "DELETE FROM \(table) WHERE digest = ?", arguments: [link["digest"] as Data])
      }
    }
  }

  /// Whether users can sign in, but no administrator. If no one can, a link invites the first one.
  static func lacksAdministrator(_ database: Database) throws -> Bool {
    guard try database.tableExists("user") else { return false }
    return try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (SELECT 1 FROM user WHERE password IS NOT NULL AND removedAt IS NULL)
          AND NOT EXISTS (SELECT 1 FROM user WHERE password IS NOT NULL AND removedAt IS NULL
            AND role = 'administrator')
        """) ?? false
  }
}
