import Foundation
import GRDB

/// The condition of a database before it is served, read without changing it.
public struct DatabaseInspection: Sendable, Equatable {
  public enum State: Sendable, Equatable {
    /// The serving process will create it.
    case missing
    case current
    /// With the number of migrations that the serving process will run.
    case older(Int)
  }

  public var state: State
  /// One line each, from SQLite's quick check; empty if the file is intact.
  public var faults: [String] = []
  /// Whether a process serves it now.
  public var isServed = false

  /// Whether a process serves the file at `path`.
  public static func isServed(_ path: String) -> Bool { ServingLock.isServed(path) }

  /// - Throws: ``InventoryError`` with `databaseUnusable` if the file is not an inventory, is of a
  ///   later version, or may not be read and written.
  public static func read(_ path: String) throws -> DatabaseInspection {
    guard try InventoryFile.isThere(path) else {
      try requireNotLost(path)
      try requireFolder(of: path)
      return DatabaseInspection(state: .missing)
    }
    var inspection = DatabaseInspection(state: .current)
    try ServingLock.requireOwnLog(path)
    inspection.isServed = ServingLock.isServed(path)
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    do {
      try DatabaseQueue(path: path, configuration: configuration).read { database in
        let applied = try String.fetchSet(
          database, sql: "SELECT identifier FROM grdb_migrations")
        let pending = Schema.migrations.count { !applied.contains($0) }
        if pending > 0 { inspection.state = .older(pending) }
        inspection.faults = try String.fetchAll(database, sql: "PRAGMA quick_check(5)")
          .filter { $0 != "ok" }
      }
    } catch let error as DatabaseError {
      throw InventoryError(
        .databaseUnusable,
        "The database \(path) cannot be read: \(error.message ?? "\(error.resultCode)"). Restore a backup."
      )
    }
    return inspection
  }

  /// Refuses a path from which a centre has served an inventory that is gone, or of which only an
  /// empty file is left: a new one in its place would hide the loss.
  ///
  /// - Throws: ``InventoryError`` with `databaseUnusable`.
  public static func requireNotLost(_ path: String) throws {
    guard try !InventoryFile.isThere(path) else { return }
    try InventoryFile.requireNotLost(path)
  }

  /// - Throws: ``InventoryError`` if the nearest folder that exists may not be written.
  private static func requireFolder(of path: String) throws {
    var folder = URL(fileURLWithPath: InventoryFile.target(of: path)).deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: folder.path), folder.path != "/" {
      folder.deleteLastPathComponent()
    }
    guard access(folder.path, W_OK | X_OK) == 0 else {
      throw InventoryError(
        .databaseUnusable,
        "Cannot create the database \(path): this user may not write in \(folder.path). Run the command as the service's user, or choose another folder."
      )
    }
  }
}
