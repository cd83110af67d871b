import Foundation
import GRDB

/// The migrations: the files of `inventory/schema/`, in order.
enum Schema {
  static let migrations = [
    "v001_inventory", "v002_machines", "v003_probes", "v004_people", "v005_coverage",
    "v006_likely_scanners", "v009_browsers",
  ]

  static func migrate(_ writer: any DatabaseWriter) throws {
    var migrator = DatabaseMigrator()
    for name in migrations {
      migrator.registerMigration(name) { database in
        guard let bytes = EmbeddedFile.bytes("schema/\(name).sql") else {
          throw InventoryError(.databaseUnusable, "This program lacks its schema \(name).")
        }
        try database.execute(sql: String(decoding: bytes, as: UTF8.self))
        // What machines have said already they will not say again: a digest stands for it.
        if name == "v004_people" { try Sections.fillTables(of: ["accounts"], database) }
      }
    }
    if try writer.read(migrator.hasBeenSuperseded) {
      throw InventoryError(
        .databaseUnusable,
        "The inventory was written by a later version of this program: install that version.")
    }
    try migrator.migrate(writer)
  }
}
