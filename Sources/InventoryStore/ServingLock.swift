import Foundation

/// Held by the one process that serves an inventory: two writers with checkpoints of their own
/// could damage its WAL. The system lets go of it when the process ends, however it ends.
final class ServingLock: Sendable {
  private let descriptor: Int32

  /// - Throws: ``InventoryError`` with `databaseUnusable` where another process holds it.
  init(beside path: String) throws {
    let name = path + "-serving"
    descriptor = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else {
      throw InventoryError(
        .databaseUnusable, "Cannot write \(name): \(String(cString: strerror(errno))).")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw InventoryError(
        .databaseUnusable,
        "Another centre serves the inventory \(path): end it first, or name another --database.")
    }
  }

  deinit { close(descriptor) }
}
