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

/// Operations on directories.
enum Directory {
  /// Creates `path` and its missing parents, accessible only to the owner.
  static func make(_ path: String) throws(DeliveryError) {
    var above = ""
    for part in path.split(separator: "/") {
      above += (above.isEmpty && !path.hasPrefix("/") ? "" : "/") + part
      guard mkdir(above, 0o700) == 0 || errno == EEXIST else {
        throw .file("make the directory", above, errno)
      }
    }
  }

  /// Whether `path` is a directory.
  static func exists(_ path: String) throws(DeliveryError) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return false }
      throw .file("open", path, errno)
    }
    return status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names in `path` in ascending order, without those that begin with a dot; none if there is
  /// no such directory.
  static func names(in path: String) throws(DeliveryError) -> [String] {
    guard let stream = opendir(path) else {
      if errno == ENOENT { return [] }
      throw .file("list", path, errno)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// Removes what interrupted writes left behind.
  static func removeTemporaries(in path: String) throws(DeliveryError) {
    for name in try names(in: path) where name.hasSuffix(DurableFile.temporarySuffix) {
      try DurableFile.remove("\(path)/\(name)")
    }
  }

  /// When the file last changed, seconds since 1970 by the clock at that time; 0 if unknown.
  static func modified(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mtim.tv_sec : 0
  }

  /// The size of the file in bytes, not following a link; 0 if it cannot be read.
  static func size(of path: String) -> Int {
    var status = stat()
    return lstat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Bytes available to this user on the file system of `path`.
  static func freeBytes(at path: String) throws(DeliveryError) -> Int {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { throw .file("measure", path, errno) }
    let (bytes, overflow) = Int(clamping: status.f_bavail)
      .multipliedReportingOverflow(by: Int(clamping: status.f_frsize))
    return overflow ? .max : bytes
  }
}
