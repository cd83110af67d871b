public import Foundation
import InventoryStore
import PostgreSQL

/// The nation's schema: the files of `inventory/nation/`, in order.
public enum NationSchema {
  /// A shipped file never changes; the list only grows.
  static let files = ["v001_nation", "v002_rights", "v003_views", "v004_programme_money"]

  /// The version of the last file.
  public static var version: Int { files.count }

  /// Number of future months that get partitions of their own.
  static let monthsAhead = 24

  /// The statements that make a schema of this version, for a data team that installs it itself.
  ///
  /// - Parameters:
  ///   - first: the version that is installed already; 0 for none.
  ///   - last: the version that the statements make.
  /// - Throws: `InventoryError` if the program is incomplete.
  public static func script(
    after first: Int = 0, now: Date, through last: Int = version
  ) throws -> String {
    var script = ""
    for (place, name) in files.enumerated() where first..<last ~= place {
      guard let bytes = EmbeddedFile.bytes("nation/\(name).sql") else {
        throw InventoryError(
          .databaseUnusable, "The built-in schema \(name) is missing: reinstall the program.")
      }
      script += String(decoding: bytes, as: UTF8.self)
      script += "\nINSERT INTO commune_inventory.schema_version (version) VALUES (\(place + 1));\n"
    }
    return script + """

      -- Partitions of the months; run this again each year.
      SELECT commune_inventory.make_month(month::date) FROM generate_series(
        date '2024-01-01', date '\(VietnamMonth.firstDay(now.microseconds))' + interval '\(monthsAhead) months',
        interval '1 month') AS months (month);
      """ + "\n"
  }
}

extension NationDatabase {
  /// Installs the schema, or brings an older one up to date, in one transaction; makes the
  /// partitions of the months to come.
  ///
  /// - Returns: the version that was there before; nil if there was none.
  /// - Throws: `PostgreSQLError`, ``NationError`` with `schemaNewer`.
  public func install(now: Date) throws -> Int? {
    let before = try schemaVersion()
    if let before, before > NationSchema.version { try requireSchema() }
    let script = try NationSchema.script(after: before ?? 0, now: now)
    try connection.transaction {
      // Of two installers at once, the second waits, and finds the schema installed.
      try connection.run("SELECT pg_advisory_xact_lock(73951)")
      guard try schemaVersion() == before else {
        throw NationError(
          .overtaken, "Another process has just installed the schema: nothing is left to do.")
      }
      try connection.run(script)
    }
    return before
  }
}
