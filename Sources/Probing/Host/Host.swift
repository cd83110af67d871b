public import FoundationEssentials
import Glibc

/// A computer seen through its files: the only seam between a probe and the machine.
///
/// With the root `/` it is this computer. With another root it is a captured one, and no symbolic
/// link of the capture leads out of it.
public struct Host: Sendable {
  /// Maximum size of a file, in bytes. Valid files are a few kilobytes.
  public static let largestFile = 1 << 20
  /// Maximum number of names in a folder.
  static let mostEntries = 1 << 14

  /// Without a trailing slash: empty for `/`.
  let root: String
  let now: @Sendable () -> Date

  /// - Parameters:
  ///   - root: the folder that stands for `/`.
  ///   - now: the wall clock.
  public init(root: String = "/", now: @escaping @Sendable () -> Date = { Date() }) {
    var root = root[...]
    while root.last == "/" { root.removeLast() }
    self.root = String(root)
    self.now = now
  }

  /// Whether this is the computer that the program runs on, so that system calls describe it.
  public var isThisMachine: Bool { root.isEmpty }

  /// All bytes of a file.
  ///
  /// - Parameter path: from the root, `proc/meminfo`.
  /// - Throws: ``ProbeError``, which tells missing, forbidden and unreadable files apart. A file of
  ///   more than ``largestFile`` bytes, or one that is not a regular file, is unreadable.
  public func bytes(_ path: String) throws(ProbeError) -> [UInt8] {
    // Non-blocking, so that a named pipe in a capture cannot block us.
    let file = open(try place(of: path), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard file >= 0 else { throw ProbeError(errno: errno, path: path) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw ProbeError(errno: errno, path: path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path, reason: "it is not a regular file")
    }
    // The sizes in /proc and /sys are made up: read to the end.
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16384)
    while true {
      let count = read(file, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw ProbeError(errno: errno, path: path) }
      if count == 0 { return content }
      content += chunk[..<count]
      guard content.count <= Self.largestFile else {
        throw .unreadable(path, reason: "it is larger than \(Self.largestFile) bytes")
      }
    }
  }

  /// The file as text. Bytes that are not UTF-8 become U+FFFD; nothing is trimmed.
  ///
  /// - Throws: as ``bytes(_:)``.
  public func text(_ path: String) throws(ProbeError) -> String {
    String(decoding: try bytes(path), as: UTF8.self)
  }

  /// The names in a folder, sorted, without `.` and `..`.
  ///
  /// - Throws: ``ProbeError``; `notThere` also if the path is not a folder.
  public func entries(_ path: String) throws(ProbeError) -> [String] {
    guard let folder = opendir(try place(of: path)) else {
      throw ProbeError(errno: errno, path: path)
    }
    defer { closedir(folder) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(folder) else {
        guard errno == 0 else { throw ProbeError(errno: errno, path: path) }
        return names.sorted()
      }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name == "." || name == ".." { continue }
      names.append(name)
      guard names.count <= Self.mostEntries else {
        throw .unreadable(path, reason: "it has more than \(Self.mostEntries) entries")
      }
    }
  }

  /// Whether something exists at the path, readable or not.
  public func exists(_ path: String) -> Bool {
    guard let place = try? place(of: path) else { return false }
    return access(place, F_OK) == 0
  }
}
