public import PostgreSQL

/// A connection to the nation's database.
public final class NationDatabase {
  let connection: PostgreSQLConnection

  /// - Throws: `PostgreSQLError`.
  public init(
    _ address: PostgreSQLAddress, timeouts: PostgreSQLConnection.Timeouts
  ) throws(PostgreSQLError) {
    connection = try PostgreSQLConnection(
      address, timeouts: timeouts, application: "commune-inventory")
  }

  /// The version of the schema; nil if there is none.
  func schemaVersion() throws(PostgreSQLError) -> Int? {
    let there = try connection.execute(
      "SELECT to_regclass('commune_inventory.schema_version') IS NOT NULL")
    guard there.flag(0, 0) == true else { return nil }
    return try connection.execute("SELECT max(version) FROM commune_inventory.schema_version")
      .whole(0, 0).map(Int.init)
  }

  /// - Throws: ``NationError`` unless the schema is the one that this program writes and reads.
  func requireSchema() throws {
    guard let version = try schemaVersion() else {
      throw NationError(
        .schemaMissing,
        "The database has no schema commune_inventory: run commune-inventory nation install there first, as its owner."
      )
    }
    if version < NationSchema.version {
      throw NationError(
        .schemaOlder,
        "The schema of the national database is version \(version), this program needs \(NationSchema.version): run commune-inventory nation install there, as its owner."
      )
    }
    if version > NationSchema.version {
      throw NationError(
        .schemaNewer,
        "The schema of the national database is version \(version), this program knows \(NationSchema.version): install the later version of this program."
      )
    }
  }
}
