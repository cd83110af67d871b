import Foundation

/// The files whose locks processes of one inventory hold.
enum LockFile {
  /// Opens a lock file, or creates it for the owner of the inventory: one that belongs to root would
  /// keep out the centre's own user.
  ///
  /// - Throws: ``InventoryError`` with `databaseUnusable`.
  static func open(_ path: String, of inventory: String) throws -> Int32 {
    let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else {
      throw InventoryError(
        .databaseUnusable, "Cannot write \(path): \(String(cString: strerror(errno))).")
    }
    var owner = stat()
    if geteuid() == 0, stat(inventory, &owner) == 0 {
      _ = fchown(descriptor, owner.st_uid, owner.st_gid)
    }
    return descriptor
  }
}
