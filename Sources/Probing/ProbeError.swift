import Glibc

/// Why a probe could not inspect the machine. Paths start at the root of the inspected machine.
public enum ProbeError: Error, Equatable, Sendable {
  /// There is no such file or folder.
  case notThere(String)
  /// It exists, but this user may not read it.
  case notAllowed(String)
  /// It exists, but reading it failed.
  case unreadable(String, reason: String)
  /// It could be read but has the wrong format.
  case malformed(String, expected: String)
  /// Something other than a file is missing; the sentence says what.
  case impossible(String)

  /// The error for `path` that corresponds to an errno.
  init(errno code: Int32, path: String) {
    switch code {
    case ENOENT, ENOTDIR: self = .notThere(path)
    case EACCES, EPERM: self = .notAllowed(path)
    default: self = .unreadable(path, reason: String(cString: strerror(code)))
    }
  }
}

extension ProbeError: CustomStringConvertible {
  /// One sentence: the path, then what is wrong with it.
  public var description: String {
    switch self {
    case .notThere(let path):
      "/\(path) is not there: expected it on every Linux with /proc and /sys mounted"
    case .notAllowed(let path): "/\(path) may not be read by this user"
    case .unreadable(let path, let reason): "/\(path) cannot be read: \(reason)"
    case .malformed(let path, let expected): "/\(path) is malformed: expected \(expected)"
    case .impossible(let why): why
    }
  }
}
