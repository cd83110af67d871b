public import FoundationEssentials
import Glibc

/// Checks whether anyone but root and this user could have written a file that a run relies on, or
/// could replace it.
public enum FileTrust {
  /// Reads a file that only root or this user can have written.
  ///
  /// - Returns: nil if there is no such file.
  /// - Throws: ``DeliveryError`` with code `configuration` if others may change it, `file` or
  ///   `damaged` if it cannot be read or has more than `limit` bytes.
  public static func read(_ path: String, limit: Int) throws(DeliveryError) -> Data? {
    guard try check(path) else { return nil }
    // The link has been checked; its target is opened once and examined by its descriptor.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw .file("open", path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .file("read", path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw DeliveryError(.configuration, "\(path) is not a regular file: put one in its place.")
    }
    try refuse(status, path)
    return try FileContents.read(descriptor, path, limit: limit)
  }

  /// Checks a file that other code will read, such as libcurl.
  ///
  /// - Returns: whether it exists.
  @discardableResult
  public static func check(_ path: String) throws(DeliveryError) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return false }
      throw .file("open", path, errno)
    }
    // First: who owns the folder could undo what the other refusals advise.
    try checkAbove(path)
    if status.st_mode & S_IFMT == S_IFLNK {
      try refuseOwner(status, path)
      guard stat(path, &status) == 0 else {
        if errno == ENOENT { return false }
        throw .file("open", path, errno)
      }
      if let target = resolved(path) { try checkAbove(target) }
    }
    try refuse(status, path)
    return true
  }

  /// Checks a directory and everything above it. If this returns and it does not exist, it may be
  /// created.
  ///
  /// - Parameter isLinkAllowed: whether it may be a link owned by root or this user.
  static func checkDirectory(
    _ path: String, isLinkAllowed: Bool
  ) throws(DeliveryError) {
    try checkAbove(path)
    var status = stat()
    guard lstat(path, &status) == 0 else {
      if errno == ENOENT { return }
      throw .file("open", path, errno)
    }
    if status.st_mode & S_IFMT == S_IFLNK {
      guard isLinkAllowed else {
        throw DeliveryError(
          .configuration, "\(path) is a link and not a directory: remove it and run again.")
      }
      try refuseOwner(status, path)
      guard stat(path, &status) == 0 else { throw .file("open", path, errno) }
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw DeliveryError(.configuration, "\(path) is not a directory: move it away and run again.")
    }
    try refuseOwner(status, path)
    guard status.st_mode & 0o022 == 0 else {
      throw DeliveryError(
        .configuration,
        "\(path), which contains this computer's key, is writable by others: run chmod 700 \(path)")
    }
  }

  /// Whether an owner is root or this user. In a user namespace that does not know root, root is
  /// whoever the whole file system belongs to.
  static func isTrusted(_ owner: uid_t) -> Bool {
    if owner == 0 || owner == geteuid() { return true }
    var status = stat()
    return stat("/", &status) == 0 && owner == status.st_uid
  }

  static func refuseOwner(_ status: stat, _ path: String) throws(DeliveryError) {
    guard isTrusted(status.st_uid) else {
      throw DeliveryError(
        .configuration,
        "\(path) belongs to user \(status.st_uid), who could change it: "
          + "type chown -h \(geteuid() == 0 ? "root" : "\(geteuid())") \(path)")
    }
  }

  private static func refuse(_ status: stat, _ path: String) throws(DeliveryError) {
    try refuseOwner(status, path)
    // The personal group that many systems give each user has no other members.
    let isOwnGroup = status.st_gid == 0 || status.st_gid == getegid()
    guard status.st_mode & 0o002 == 0, status.st_mode & 0o020 == 0 || isOwnGroup else {
      throw DeliveryError(
        .configuration, "Others may change \(path): type chmod go-w \(path)")
    }
  }
}
