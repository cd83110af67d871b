import Foundation

/// The lock of the one process that sends letters of an inventory; the system releases it when the
/// process ends, however it ends.
public final class LetterLock: Sendable {
  private let descriptor: Int32

  /// - Parameter path: of the inventory.
  /// - Throws: ``InventoryError`` with `busy` if another process is sending, with
  ///   `databaseUnusable` if the file cannot be written.
  public init(beside path: String) throws {
    descriptor = try LockFile.open(Self.resolved(path) + "-letters", of: path)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw InventoryError(
        .busy, "Another process is sending the letters of this inventory: try later.")
    }
  }

  deinit { close(descriptor) }

  private static func resolved(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
