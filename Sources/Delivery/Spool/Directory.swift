import Glibc

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
