import Foundation
import GRDB

/// The migrations: the files of `inventory/schema/`, in order.
enum Schema {
  static let migrations = [
    "v001_inventory", "v002_machines", "v003_probes", "v004_people", "v005_coverage",
    "v006_likely_scanners", "v007_time", "v008_intake", "v009_browsers",
    "v010_third_party", "v011_checks", "v012_model", "v013_contacts", "v015_groups",
    "v016_retirements", "v017_programmes", "v019_letters", "v020_measure_history",
    "v022_retention", "v024_receipt_key", "v025_old_receipts", "v026_processors",
    "v027_disks", "v029_unseen_sections", "v030_disks_behind_failures",
    "v031_hardware_identifiers", "v032_cheap_checks",
  ]

  /// Refuses to write to a file whose schema a later version has changed while it was open here.
  ///
  /// - Throws: ``InventoryError`` with `databaseUnusable`.
  static func requireOwn(_ database: Database) throws {
    let applied = try Int.fetchOne(
      database.cachedStatement(sql: "SELECT count(*) FROM grdb_migrations"))
    guard applied == migrations.count else {
      throw InventoryError(
        .databaseUnusable,
        "The database was changed by another version of this program: end this one, and use that version."
      )
    }
  }

  /// - Throws: ``InventoryError`` with `databaseUnusable` if a later version wrote the file.
  static func migrate(_ writer: any DatabaseWriter) throws {
    let migrator = migrator()
    try requireNotSuperseded(writer, migrator)
    try migrator.migrate(writer)
  }

  /// Requires a file of this version, and changes nothing: it may be a backup to which an earlier
  /// version is to return, or the file of a centre of an earlier version.
  ///
  /// - Parameter isServed: Whether another process serves the file.
  /// - Throws: ``InventoryError`` with `databaseUnusable`.
  static func requireCurrent(
    _ reader: any DatabaseWriter, of path: String, isServed: Bool
  ) throws {
    let migrator = migrator()
    try requireNotSuperseded(reader, migrator)
    guard try !reader.read(migrator.hasCompletedMigrations) else { return }
    throw InventoryError(
      .databaseUnusable,
      isServed
        ? "The inventory is served by an earlier version of this program, whose file this version would change: end that centre first, or use its version of this command."
        : "The inventory \(path) is of an earlier version of this program: start its centre once with this version, which brings it up to date."
    )
  }

  private static func requireNotSuperseded(
    _ reader: any DatabaseWriter, _ migrator: DatabaseMigrator
  ) throws {
    guard try reader.read(migrator.hasBeenSuperseded) else { return }
    throw InventoryError(
      .databaseUnusable,
      "The database was written by a later version of this program: install that version.")
  }

  private static func migrator() -> DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for name in migrations {
      migrator.registerMigration(name) { database in
        guard let bytes = EmbeddedFile.bytes("schema/\(name).sql") else {
          throw InventoryError(
            .databaseUnusable, "The built-in schema \(name) is missing: reinstall the program.")
        }
        try database.execute(sql: String(decoding: bytes, as: UTF8.self))
        // From stored sections, since machines do not repeat a section that the centre has: they
        // send its digest.
        if name == "v004_people" { try Sections.fillTables(of: ["accounts"], database) }
        if name == "v006_likely_scanners" { try Sections.fillTables(of: ["scanners"], database) }
        // Also what v010 and v026 changed: only now do the tables have all columns.
        if name == "v027_disks" {
          try ThirdPartySections.remap(database)
          try Sections.fillTables(of: ["hardware"], database)
        }
        if name == "v030_disks_behind_failures" { try FailedHardware.refill(database) }
        if name == "v024_receipt_key" { try ReceiptSigningKey.make(database) }
      }
    }
    return migrator
  }
}
