import Foundation

/// The lock of the one process that sends letters of an inventory; the system releases it when the
/// process ends, however it ends.
public final class LetterLock: Sendable {
  private let descriptor: Int32

  /// - Parameter path: of the inventory.
  /// - Throws: ``InventoryError`` with `busy` if another process is sending, with
  ///   `databaseUnusable` if the file cannot be written.
  public init(beside path: String) throws {
    let name = Self.resolved(path) + "-letters"
    descriptor = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else {
      throw InventoryError(
        .databaseUnusable, "Cannot write \(name): \(String(cString: strerror(errno))).")
    }
    // A lock file made by root must not keep out the centre's own user.
    var owner = stat()
    if geteuid() == 0, stat(path, &owner) == 0 {
      _ = fchown(descriptor, owner.st_uid, owner.st_gid)
    }
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
