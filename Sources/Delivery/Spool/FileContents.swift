import FoundationEssentials
import Glibc

/// A regular file as read: its bytes and its permissions.
struct FileContents {
  let bytes: Data
  /// The permission bits, `0o600`.
  let mode: UInt32

  /// nil if there is no such file.
  ///
  /// - Parameter limit: maximum bytes that the file may have.
  /// - Throws: ``DeliveryError``, also if the file is longer or not a regular file.
  static func read(_ path: String, limit: Int) throws(DeliveryError) -> FileContents? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw .file("open", path, errno)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .file("read", path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw DeliveryError(.file, "\(path) is not a regular file: remove it and run again.")
    }
    return FileContents(
      bytes: try read(descriptor, path, limit: limit), mode: UInt32(status.st_mode & 0o7777))
  }

  /// Reads an open file to its end.
  static func read(
    _ descriptor: Int32, _ path: String, limit: Int
  ) throws(DeliveryError) -> Data {
    var bytes = Data()
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = buffer.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .file("read", path, errno) }
      guard count > 0 else { break }
      bytes.append(contentsOf: buffer[..<count])
      guard bytes.count <= limit else {
        throw DeliveryError(
          .damaged, "\(path) is longer than \(limit) bytes and was not written by this program.")
      }
    }
    return bytes
  }
}
