import FoundationEssentials
import Glibc

/// Files that are there after a power cut, whole or not at all.
enum DurableFile {
  /// What an interrupted write may leave behind.
  static let temporarySuffix = ".tmp"

  /// Writes `bytes` under a temporary name, syncs, renames to `path`, syncs the directory.
  ///
  /// A failed sync is never tried again on the same descriptor: the kernel may have dropped the
  /// dirty pages and say yes the second time. The caller comes back with a fresh file.
  ///
  /// - Parameter mode: nil for what the file system gives.
  /// - Throws: ``DeliveryError`` with the path; the file that stood at `path` is then as it was.
  static func write(
    _ bytes: Data, to path: String, mode: mode_t? = 0o600
  ) throws(DeliveryError) {
    let temporary = "\(path).\(UInt32.random(in: .min ... .max))\(temporarySuffix)"
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
    let descriptor = open(temporary, flags, 0o600)
    guard descriptor >= 0 else { throw .file("write", path, errno) }
    do throws(DeliveryError) {
      defer { close(descriptor) }
      if let mode, fchmod(descriptor, mode) != 0 {
        throw .file("set the mode of", path, errno)
      }
      try write(bytes, to: descriptor, path: path)
      guard fsync(descriptor) == 0 else { throw .file("write", path, errno) }
      guard rename(temporary, path) == 0 else { throw .file("write", path, errno) }
    } catch {
      unlink(temporary)
      throw error
    }
    try syncDirectory(of: path)
  }

  /// Removes `path`; that it is not there is no error.
  static func remove(_ path: String) throws(DeliveryError) {
    guard unlink(path) == 0 || errno == ENOENT else { throw .file("remove", path, errno) }
    try syncDirectory(of: path)
  }

  /// Moves a file between two directories of one file system.
  static func move(_ path: String, to target: String) throws(DeliveryError) {
    guard rename(path, target) == 0 else { throw .file("move", path, errno) }
    try syncDirectory(of: target)
    try syncDirectory(of: path)
  }

  private static func write(
    _ bytes: Data, to descriptor: Int32, path: String
  ) throws(DeliveryError) {
    var rest = [UInt8](bytes)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .file("write", path, count < 0 ? errno : EIO) }
      rest = rest.dropFirst(count)
    }
  }

  private static func syncDirectory(of path: String) throws(DeliveryError) {
    let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let name = directory.isEmpty ? "/" : directory
    let descriptor = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .file("open", name, errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .file("sync", name, errno) }
  }
}
