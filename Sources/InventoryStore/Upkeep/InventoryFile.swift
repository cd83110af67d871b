import Foundation
import GRDB

/// Distinguishes an inventory's file from anything else at a path, without writing to it.
public enum InventoryFile {
  /// Whether there is an inventory at `path`; false if there is nothing, or an empty file.
  ///
  /// - Throws: ``InventoryError`` with `databaseUnusable` if the file is not an inventory of this
  ///   program, or cannot be read and written.
  public static func isThere(_ path: String) throws -> Bool {
    try isThere(path, access: R_OK | W_OK)
  }

  private static func isThere(_ path: String, access mode: Int32) throws -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else {
      let cause = errno
      if cause == ENOENT { return false }
      guard cause != EACCES else { throw forbidden(path, "read") }
      throw unusable(path, "\(String(cString: strerror(cause))). Name another with --database.")
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw unusable(
        path, "it is a folder. Name the file in it: --database \(path)/inventory.sqlite")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw unusable(path, "it is not a regular file. Name another with --database.")
    }
    guard access(path, mode) == 0 else {
      throw forbidden(path, mode == R_OK ? "read" : "read and write")
    }
    guard status.st_size > 0 else { return false }
    guard try beginning(path) == Array("SQLite format 3\0".utf8) else {
      throw unusable(path, "it cannot be read as an SQLite database. Name another with --database.")
    }
    return try isInventory(path)
  }

  /// The file to which a symbolic link points, even if it does not exist yet; any other path
  /// unchanged. Files made beside an inventory, or put in its place, belong where the file itself
  /// is.
  public static func target(of path: String) -> String {
    var target = path
    for _ in 0..<mostLinks {
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: target) else {
        return target
      }
      let folder = target.lastIndex(of: "/").map { target[...$0] } ?? ""
      target = next.hasPrefix("/") ? next : folder + next
    }
    return path
  }

  /// As many links as the system follows.
  private static let mostLinks = 40

  /// - Throws: ``InventoryError`` with `databaseUnusable` if there is no inventory.
  static func require(_ path: String) throws {
    try require(path, access: R_OK | W_OK)
  }

  /// As ``require(_:)``, for read-only use.
  static func requireReadable(_ path: String) throws { try require(path, access: R_OK) }

  private static func require(_ path: String, access mode: Int32) throws {
    guard try !isThere(path, access: mode) else { return }
    try requireNotLost(path)
    let isEmpty = FileManager.default.fileExists(atPath: path)
    throw InventoryError(
      .databaseUnusable,
      "\(isEmpty ? "The file \(path) is empty and not a database" : "The database \(path) does not exist"): give its path with --database, or create one with commune-inventory init --database \(ShellWord.quoted(path))."
    )
  }

  /// - Parameter path: where there is no inventory, as ``isThere(_:)`` says.
  /// - Throws: ``InventoryError`` with `databaseUnusable` if a centre has served one from there.
  static func requireNotLost(_ path: String) throws {
    let target = target(of: path)
    let isEmpty = FileManager.default.fileExists(atPath: target)
    // A first start that was interrupted has left an empty file, but lost nothing.
    guard isEmpty ? ServingLock.hasServedWhole(target) : ServingLock.wasServed(target) else {
      return
    }
    let word = ShellWord.quoted(path)
    throw InventoryError(
      .databaseUnusable,
      isEmpty
        ? "The database \(path) is empty, although a centre has served an inventory from there: put that file in its place, restore a backup with commune-inventory restore FILE --new --database \(word), or begin an empty one with commune-inventory init --database \(word)."
        : "The database \(path) is gone, although a centre has served it from there: put it back, restore a backup with commune-inventory restore FILE --new --database \(word), or begin an empty one with commune-inventory init --database \(word)."
    )
  }

  private static func beginning(_ path: String) throws -> [UInt8] {
    guard let file = FileHandle(forReadingAtPath: path), let bytes = try file.read(upToCount: 16)
    else { throw unusable(path, "it cannot be read. Name another with --database.") }
    return Array(bytes)
  }

  /// Judges by the migrations applied to the file; false if it has no table yet.
  private static func isInventory(_ path: String) throws -> Bool {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    let found: (seen: Set<String>, tables: Int)
    do {
      found = try DatabaseQueue(path: path, configuration: configuration).read { database in
        let tables = try Int.fetchOne(
          database, sql: "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'")
        let seen =
          try database.tableExists("grdb_migrations")
          ? String.fetchSet(database, sql: "SELECT identifier FROM grdb_migrations") : []
        return (seen, tables ?? 0)
      }
    } catch let error as DatabaseError {
      if let passing = InventoryError(error, of: path) { throw passing }
      throw unusable(
        path,
        "\(error.message ?? "\(error.resultCode)"). Name another with --database, or restore a backup."
      )
    }
    guard !found.seen.isEmpty || found.tables > 0 else { return false }
    guard found.seen.contains(Schema.migrations[0]) else {
      throw unusable(
        path, "it belongs to another program. Name another with --database.", .foreign)
    }
    guard found.seen.isSubset(of: Schema.migrations) else {
      throw InventoryError(
        .laterVersion,
        "The inventory \(path) was written by a later version of this program: install that version."
      )
    }
    return true
  }

  /// - Parameter action: what the user may not do with it.
  private static func forbidden(_ path: String, _ action: String) -> InventoryError {
    unusable(
      path,
      "this user may not \(action) it. Run the command as its owner, such as sudo -u commune-inventory …"
    )
  }

  private static func unusable(
    _ path: String, _ why: String, _ otherFile: InventoryError.OtherFile? = nil
  ) -> InventoryError {
    InventoryError(otherFile, "Cannot use the database \(path): \(why)")
  }
}
