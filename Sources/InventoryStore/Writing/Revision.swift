import GRDB

/// The number of commits that changed the inventory: equal revisions give equal answers.
enum Revision {
  /// SQL: the revision once the current transaction has committed. A transaction advances it once.
  static let next =
    "coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'revision'), 0) + 1"

  static func read(_ database: Database) throws -> Int64 {
    try Int64.fetchOne(
      database.cachedStatement(
        sql: "SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'revision'")) ?? 0
  }

  static func advance(_ database: Database) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO setting (name, value) VALUES ('revision', '1')
        ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1
        """
    ).execute()
  }
}
