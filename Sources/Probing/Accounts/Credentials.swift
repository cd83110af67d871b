import Glibc

/// User name, password and other secrets, from a file that only its owner may read: root or this
/// user.
///
/// The bytes are wiped with the last reference. libcurl's copies are not: the process leaves no
/// core file, and ends soon.
final class Credentials: @unchecked Sendable {
  /// `user`, `password`, `token` or `clientSecret`.
  enum Key: String, CaseIterable { case user, password, token, clientSecret }

  enum Problem: Error, Equatable {
    case notThere, notAllowed, insecure, unreadable, malformed(line: Int), missing(Key)

    /// For a report: what to do, without the file's name.
    var detail: String {
      switch self {
      case .notThere: "its credentials file is not there"
      case .notAllowed: "its credentials can be read by root alone: run as root"
      case .insecure: "others may read its credentials file: chown root and chmod 600 it"
      case .unreadable: "its credentials file is not a regular file of at most 8 KiB"
      case .malformed(let line):
        "its credentials file, line \(line): write key=value without blanks beside ="
      case .missing(let key): "its credentials file has no \(key.rawValue)="
      }
    }
  }

  static let maximumBytes = 8 << 10

  /// Each ended by a zero byte, as C expects.
  private let values: [Key: UnsafeMutableBufferPointer<CChar>]

  private init(_ values: [Key: UnsafeMutableBufferPointer<CChar>]) { self.values = values }

  deinit { for value in values.values { Self.wipe(value) } }

  /// The value in the form that libcurl takes; valid as long as these credentials exist.
  func text(_ key: Key) -> UnsafePointer<CChar>? {
    values[key].flatMap { UnsafePointer($0.baseAddress) }
  }

  /// The value's bytes without the zero.
  func bytes(_ key: Key) -> [UInt8] {
    values[key].map { $0.dropLast().map(UInt8.init(bitPattern:)) } ?? []
  }

  /// All values, one after the other, for a fingerprint.
  var fingerprintBytes: [UInt8] {
    Key.allCases.flatMap { Array($0.rawValue.utf8) + [0] + bytes($0) + [0] }
  }

  /// - Parameter needs: the keys that the check requires.
  static func read(_ path: String, needs: [Key]) throws(Problem) -> Credentials {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
    guard file >= 0 else {
      switch errno {
      case ENOENT, ENOTDIR: throw .notThere
      case EACCES, EPERM: throw .notAllowed
      default: throw .unreadable
      }
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size <= off_t(maximumBytes)
    else { throw .unreadable }
    guard status.st_mode & 0o077 == 0, status.st_uid == 0 || status.st_uid == geteuid() else {
      throw .insecure
    }
    let buffer = UnsafeMutableBufferPointer<CChar>.allocate(capacity: maximumBytes + 1)
    buffer.initialize(repeating: 0)
    defer { wipe(buffer) }
    var length = 0
    while length <= maximumBytes {
      let count = Glibc.read(file, buffer.baseAddress.map { $0 + length }, buffer.count - length)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable }
      if count == 0 { break }
      length += count
    }
    guard length <= maximumBytes else { throw .unreadable }
    let credentials = try parse(UnsafeBufferPointer(rebasing: buffer[..<length]))
    for key in needs where credentials.values[key] == nil { throw .missing(key) }
    return credentials
  }

  /// `key=value` on each line, the value verbatim; `#` at the start of a line begins a comment.
  private static func parse(_ text: UnsafeBufferPointer<CChar>) throws(Problem) -> Credentials {
    var values: [Key: UnsafeMutableBufferPointer<CChar>] = [:]
    var number = 0
    for var line in text.split(separator: 10, omittingEmptySubsequences: false) {
      number += 1
      // A byte order mark, and the line ends of another system.
      if number == 1, line.starts(with: [-17, -69, -65]) { line = line.dropFirst(3) }
      if line.last == 13 { line = line.dropLast() }
      if line.isEmpty || line.first == 35 { continue }
      guard let mark = line.firstIndex(of: 61),
        let key = Key.allCases.first(where: {
          $0.rawValue.utf8.map(CChar.init(bitPattern:)).elementsEqual(line[..<mark])
        }),
        values[key] == nil, case let value = line[(mark + 1)...], let first = value.first,
        let last = value.last, !isBlank(first), !isBlank(last), !value.contains(0)
      else {
        for value in values.values { wipe(value) }
        throw .malformed(line: number)
      }
      let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: value.count + 1)
      _ = copy.initialize(from: Array(value) + [0])
      values[key] = copy
    }
    return Credentials(values)
  }

  private static func isBlank(_ byte: CChar) -> Bool { byte == 32 || byte == 9 }

  private static func wipe(_ buffer: UnsafeMutableBufferPointer<CChar>) {
    if let start = buffer.baseAddress { explicit_bzero(start, buffer.count) }
    buffer.deallocate()
  }
}
