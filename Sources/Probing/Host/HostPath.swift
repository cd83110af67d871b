import Glibc

extension Host {
  /// Maximum symbolic links in one path, the same as the kernel's.
  static let mostLinks = 40

  /// The real path of `path`, with the symbolic links of a capture followed inside its root.
  func place(of path: String) throws(ProbeError) -> String {
    // The kernel resolves this computer's own paths, and does it faster.
    isThisMachine ? "/" + path : try join(parts(of: path))
  }

  /// The path without symbolic links, from the root: `sys/devices/…` for `sys/block/sda`; nil if
  /// the links form a loop. It need not exist.
  func resolved(_ path: String) -> String? { (try? parts(of: path))?.joined(separator: "/") }

  private func parts(of path: String) throws(ProbeError) -> [Substring] {
    var pending = Array(path.split(separator: "/").reversed())
    var walked: [Substring] = []
    var links = 0
    while let part = pending.popLast() {
      if part == "." { continue }
      if part == ".." {
        // As everywhere, `..` of the root is the root.
        _ = walked.popLast()
        continue
      }
      walked.append(part)
      guard let target = Self.target(ofLink: join(walked)) else { continue }
      links += 1
      guard links <= Self.mostLinks else {
        throw .unreadable(path, reason: "too many symbolic links")
      }
      walked.removeLast()
      if target.hasPrefix("/") { walked = [] }
      pending += target.split(separator: "/").reversed()
    }
    return walked
  }

  private func join(_ parts: [Substring]) -> String { root + "/" + parts.joined(separator: "/") }

  /// The target of a symbolic link; nil if `path` is none.
  private static func target(ofLink path: String) -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &bytes, bytes.count)
    guard count >= 0 else { return nil }
    return String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
