import FoundationEssentials
import Glibc

/// Writes files that are present after a power cut, whole or not at all.
enum DurableFile {
  /// Suffix of files that an interrupted write may leave behind.
  static let temporarySuffix = ".tmp"

  /// Writes `bytes` under a temporary name, syncs, renames to `path`, syncs the directory.
  ///
  /// A failed sync is never repeated on the same descriptor: the kernel may have dropped the dirty
  /// pages and report success the second time. The caller tries again with a fresh file.
  ///
  /// - Parameters:
  ///   - mode: nil for the file system's default.
  ///   - orInPlace: whether to overwrite the blocks that the file already has if the disk is full.
  ///     A power cut at that moment may destroy its contents: only for files that may be lost.
  /// - Throws: ``DeliveryError`` with the path; the file at `path` is then unchanged.
  static func write(
    _ bytes: Data, to path: String, mode: mode_t? = 0o600, orInPlace: Bool = false
  ) throws(DeliveryError) {
    do throws(DeliveryError) {
      try replace(bytes, at: path, mode: mode)
    } catch {
      guard orInPlace, error.code == .diskFull, overwrite(bytes, at: path) else { throw error }
    }
  }

  /// Overwrites a file if its blocks have enough room; a short text within one block is written
  /// whole or not at all.
  private static func overwrite(_ bytes: Data, at path: String) -> Bool {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size >= bytes.count || status.st_blocks * 512 >= bytes.count
    else { return false }
    let count = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    return count == bytes.count && ftruncate(descriptor, off_t(count)) == 0
      && fsync(descriptor) == 0
  }

  private static func replace(
    _ bytes: Data, at path: String, mode: mode_t?
  ) throws(DeliveryError) {
    try refuseDevice(at: path)
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

  /// Replaces only files and links: a device or a pipe at this path is not one of our files.
  private static func refuseDevice(at path: String) throws(DeliveryError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFREG || kind == S_IFLNK else {
      throw DeliveryError(.file, "\(path) is not a regular file: remove it and run again.")
    }
  }

  /// Removes `path`; succeeds if it does not exist.
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

extension DeliveryError {
  /// The error for `errno` after an operation on `path`, with what to do about it.
  ///
  /// - Parameter action: in the infinitive, `write`, `open`.
  static func file(_ action: String, _ path: String, _ number: Int32) -> DeliveryError {
    let what = "Cannot \(action) \(path): \(String(cString: strerror(number)))"
    return switch number {
    case ENOSPC, EDQUOT:
      DeliveryError(
        .diskFull, "\(what): free some disk space there and run again; nothing was lost.")
    case EACCES, EPERM:
      DeliveryError(.file, "\(what): run as the user who owns it (usually root).")
    case EROFS:
      DeliveryError(.file, "\(what): mount it writable, or choose another path.")
    case ENOENT, ENOTDIR:
      DeliveryError(.file, "\(what): check the path.")
    case EIO:
      DeliveryError(.file, "\(what): the disk may be failing; check the kernel log (dmesg).")
    default:
      DeliveryError(.file, "\(what): check that path and run again.")
    }
  }
}
