import Foundation
import Glibc
import InventoryServer

/// Writes a new file, which has its mode from the first byte on and is on disk afterwards.
enum NewFile {
  /// Like ``write(_:to:mode:)``, but replaces an existing file, in one step.
  static func replace(_ text: String, to path: String, mode: mode_t) throws {
    let fresh = "\(path).new"
    unlink(fresh)
    try write(text, to: fresh, mode: mode)
    guard rename(fresh, path) == 0 else {
      let cause = String(cString: strerror(errno))
      unlink(fresh)
      throw CertificateError("Cannot write \(path): \(cause).")
    }
  }

  static func write(_ text: String, to path: String, mode: mode_t) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    guard file >= 0 else {
      throw CertificateError("Cannot write \(path): \(String(cString: strerror(errno))).")
    }
    let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    do {
      try handle.write(contentsOf: Data(text.utf8))
      try handle.synchronize()
      try handle.close()
    } catch {
      unlink(path)
      throw CertificateError("Cannot write \(path): is the disk full?")
    }
  }
}
