import Glibc

/// The directories above a file.
extension FileTrust {
  /// A directory's owner may replace what is in it, whoever that belongs to, and so may all who can
  /// write into it unless it has the sticky bit. As in `sshd`, every directory up to the root counts.
  static func checkAbove(_ path: String) throws(DeliveryError) {
    try checkFolders(above: path)
    // A link among them may be pointed elsewhere by its owner, or by the owner of its directory.
    var part = path
    while let slash = part.lastIndex(of: "/"), slash != part.startIndex {
      part = String(part[..<slash])
      var status = stat()
      guard lstat(part, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { continue }
      try refuseOwner(status, part)
      try checkFolders(above: part)
    }
  }

  private static func checkFolders(above path: String) throws(DeliveryError) {
    guard let whole = existing(above: path) else { return }
    var folder = whole
    while true {
      var status = stat()
      if stat(folder, &status) == 0 {
        if status.st_mode & 0o002 != 0, status.st_mode & S_ISVTX == 0 {
          throw DeliveryError(
            .configuration,
            "Everybody may replace what is in \(folder), and \(path) is below it: "
              + "type chmod o-w \(folder)")
        }
        guard isTrusted(status.st_uid) else {
          throw DeliveryError(
            .configuration,
            "\(folder) belongs to user \(status.st_uid), who could replace \(path): "
              + "put it into a folder of \(geteuid() == 0 ? "root, such as /etc/commune-probe" : "your own or of root")"
          )
        }
      }
      guard folder != "/", let slash = folder.lastIndex(of: "/") else { return }
      folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
    }
  }

  /// The nearest existing directory above `path`, with links resolved.
  private static func existing(above path: String) -> String? {
    var part = path
    while part.hasSuffix("/"), part != "/" { part.removeLast() }
    while true {
      guard let slash = part.lastIndex(of: "/") else { return resolved(".") }
      part = slash == part.startIndex ? "/" : String(part[..<slash])
      if let found = resolved(part) { return found }
      guard part != "/" else { return nil }
    }
  }

  static func resolved(_ path: String) -> String? {
    guard let text = realpath(path, nil) else { return nil }
    defer { free(text) }
    return String(cString: text)
  }
}
