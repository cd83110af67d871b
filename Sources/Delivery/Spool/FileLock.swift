import Glibc

/// An exclusive lock on a file, released when the last reference goes or the process ends.
final class FileLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock without waiting; the file is created if it does not exist.
  ///
  /// - Parameter held: what to say if another process holds the lock.
  /// - Throws: ``DeliveryError`` with code `locked` and that text, or `file`.
  init(_ path: String, held: String) throws(DeliveryError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .file("open", path, errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let number = errno
      close(descriptor)
      guard number == EWOULDBLOCK else { throw .file("lock", path, number) }
      throw DeliveryError(.locked, held)
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }
}
