import Foundation
import GRDB
import Glibc

/// The copy of an inventory that is made before its schema changes.
enum MigrationBackup {
  /// Free space beside the copy, for what the migrations themselves write.
  private static let spare: Int64 = 16 << 20

  /// `inventory.sqlite.before-v022`: named after the first migration that the file lacks.
  static func path(of inventory: String, before migration: String) -> String {
    "\(inventory).before-\(migration.prefix { $0 != "_" })"
  }

  /// Makes the copy if the file is an inventory whose schema is about to change; a new file has
  /// nothing to lose.
  ///
  /// - Throws: ``InventoryError`` with `databaseUnusable` if there is not enough space, or the copy
  ///   fails.
  static func takeIfNeeded(_ writer: any DatabaseWriter, of path: String) throws {
    let path = InventoryFile.target(of: path)
    let applied = try writer.read { database in
      try database.tableExists("grdb_migrations")
        ? String.fetchSet(database, sql: "SELECT identifier FROM grdb_migrations") : []
    }
    guard !applied.isEmpty,
      let first = Schema.migrations.first(where: { !applied.contains($0) })
    else { return }
    try requireRoom(path)
    let copy = Self.path(of: path, before: first)
    let temporary = "\(copy).\(UUID().uuidString.prefix(8))"
    TemporaryFiles.add(temporary)
    defer { TemporaryFiles.remove(temporary) }
    do {
      try CopiedFile.create(temporary)
      try writer.vacuum(into: temporary)
      try CopiedFile.sync(temporary)
      // A file of that name comes from an interrupted attempt.
      guard rename(temporary, copy) == 0 else { throw CopiedFile.failure(copy, errno) }
      try CopiedFile.sync(URL(fileURLWithPath: copy).deletingLastPathComponent().path)
    } catch {
      let reason =
        (error as? DatabaseError)?.message ?? (error as? InventoryError)?.message ?? "\(error)"
      throw InventoryError(
        .databaseUnusable,
        "The database \(path) was not changed: it could not be backed up before the upgrade (\(reason))."
      )
    }
  }

  private static func requireRoom(_ path: String) throws {
    let size = (FileSize.of(path) ?? 0) + (FileSize.of(path + "-wal") ?? 0)
    guard let free = FileSize.free(at: path), free < size * 2 + spare else { return }
    throw InventoryError(
      .databaseUnusable,
      "The database \(path) was not changed: the upgrade needs \((size * 2 + spare) / 1_000_000) MB free beside it for a backup, but only \(free / 1_000_000) MB are free. Make room, then start again."
    )
  }
}

/// Files that are made completely or not at all.
enum CopiedFile {
  /// Creates the file before SQLite opens it, so that no other user can read it at any moment.
  ///
  /// - Parameter destination: what the file will be named, for errors; nil if `path` itself.
  static func create(_ path: String, for destination: String? = nil) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw failure(destination ?? path, errno) }
    close(file)
  }

  static func sync(_ path: String, for destination: String? = nil) throws {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure(destination ?? path, errno) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw failure(destination ?? path, errno) }
  }

  /// `databaseFull` for what free space or a sound disk would cure, and is worth another try; else
  /// `argumentMalformed`.
  static func failure(_ path: String, _ number: Int32) -> InventoryError {
    let reason = String(cString: strerror(number))
    guard [ENOSPC, EDQUOT, EIO].contains(number) else {
      return InventoryError(
        .argumentMalformed, "Cannot write the backup \(path): \(reason). Choose another place.")
    }
    return InventoryError(
      .databaseFull,
      "Cannot write the backup \(path): \(reason). Free space there, or choose another place.")
  }
}
