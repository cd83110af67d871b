import Foundation
import Glibc
import InventoryServer

/// Writes a new file, which has its mode from the first byte on and is on disk afterwards.
enum NewFile {
  /// Like ``write(_:to:mode:)``, but replaces an existing file, in one step. The new file has the
  /// owner, group and mode of the old one: the service that reads it runs as another user.
  static func replace(_ text: String, to path: String, mode: mode_t) throws {
    let fresh = "\(path).new"
    unlink(fresh)
    let former = try? FileManager.default.attributesOfItem(atPath: path)
    try write(text, to: fresh, mode: mode, like: former)
    guard rename(fresh, path) == 0 else {
      let cause = String(cString: strerror(errno))
      unlink(fresh)
      throw CertificateError("Cannot write \(path): \(cause).")
    }
  }

  /// - Parameter former: The attributes of a file whose owner and mode the new one takes over.
  static func write(
    _ text: String, to path: String, mode: mode_t, like former: [FileAttributeKey: Any]? = nil
  ) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    guard file >= 0 else {
      throw CertificateError("Cannot write \(path): \(String(cString: strerror(errno))).")
    }
    let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    do {
      if let former {
        func number(_ key: FileAttributeKey) -> UInt32? { (former[key] as? NSNumber)?.uint32Value }
        if let owner = number(.ownerAccountID), let group = number(.groupOwnerAccountID) {
          // Succeeds only for root. The mode comes last, since fchown clears some of its bits.
          _ = fchown(file, owner, group)
        }
        if let mode = number(.posixPermissions) { _ = fchmod(file, mode & 0o777) }
      }
      try handle.write(contentsOf: Data(text.utf8))
      try handle.synchronize()
      try handle.close()
    } catch {
      unlink(path)
      throw CertificateError("Cannot write \(path): is the disk full?")
    }
  }
}
