import ArgumentParser
// `stat` is declared in the C modules of several of these; which one counts depends on what the
// compiler has loaded first.
import CDispatch
import CoreFoundation
import Foundation
import Glibc

/// Destination of a command's result: standard output, or the file named by `--output`.
///
/// A regular file is replaced whole or not at all, with its mode kept. A symbolic link stays: its
/// target is replaced. Pipes and character devices are written into, never replaced.
enum ResultFile {
  /// - Parameters:
  ///   - files: what must not be replaced, beside every inventory (``ProtectedFiles``).
  ///   - mode: of a newly created file, less the umask.
  static func write(
    _ bytes: Data, to path: String?, sparing files: [String], mode: mode_t = 0o666
  ) throws {
    guard let path, !["-", "/dev/stdout"].contains(path) else { return try Output.write(bytes) }
    try ProtectedFiles.refuse(path, among: files)
    var status = stat()
    // An open descriptor's name: a log that is appended to must not be replaced.
    if ["/dev/fd/", "/dev/std", "/proc/"].contains(where: path.hasPrefix) {
      return try append(bytes, path)
    }
    if stat(path, &status) != 0 {
      guard errno == ENOENT else { throw refusal(path, errno) }
      return try replace(try linkedPath(path), bytes, like: nil, mode)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG:
      guard let target = realpath(path, nil) else { throw refusal(path, errno) }
      defer { free(target) }
      try replace(String(cString: target), bytes, like: status, mode)
    case S_IFCHR, S_IFIFO: try append(bytes, path)
    case S_IFDIR:
      throw Failure(Failure.badInput, "Cannot write \(path): it is a folder, name a file in it.")
    default:
      throw Failure(
        Failure.badInput,
        "Cannot write \(path): it is neither a file, a pipe nor a terminal, name another.")
    }
  }

  /// The target of a link to a file that does not exist; `path` itself if it is not a link.
  private static func linkedPath(_ path: String) throws -> String {
    var path = path
    for _ in 0..<8 {
      var status = stat()
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return path }
      let target = try FileManager.default.destinationOfSymbolicLink(atPath: path)
      path =
        target.hasPrefix("/")
        ? target : URL(fileURLWithPath: path).deletingLastPathComponent().path + "/" + target
    }
    throw refusal(path, ELOOP)
  }

  private static func replace(
    _ path: String, _ bytes: Data, like old: stat?, _ mode: mode_t
  ) throws {
    let temporary = "\(path).\(UUID().uuidString.prefix(8)).tmp"
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    guard file >= 0 else { throw refusal(path, errno) }
    do {
      defer { close(file) }
      if let old {
        // Succeeds only for root, so that the file keeps its owner. The mode comes last, since
        // fchown clears some of its bits.
        _ = fchown(file, old.st_uid, old.st_gid)
        guard fchmod(file, old.st_mode & 0o777) == 0 else { throw failure(path, errno) }
      }
      try put(bytes, file, path)
      guard fsync(file) == 0, rename(temporary, path) == 0 else { throw failure(path, errno) }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  private static func append(_ bytes: Data, _ path: String) throws {
    let file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY)
    guard file >= 0 else { throw refusal(path, errno) }
    do {
      try put(bytes, file, path)
    } catch {
      close(file)
      throw error
    }
    guard close(file) == 0 else { throw failure(path, errno) }
  }

  private static func put(_ bytes: Data, _ file: Int32, _ path: String) throws {
    // A reader that has left is an error to report, not the end of the process.
    let earlier = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, earlier) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure(path, count < 0 ? errno : EIO) }
      rest = rest.dropFirst(count)
    }
  }

  /// For a path that cannot be the intended one.
  private static func refusal(_ path: String, _ number: Int32) -> Failure {
    Failure(
      Failure.badInput, "Cannot write \(path): \(String(cString: strerror(number))); name another.")
  }

  /// For a path that is right but cannot be written.
  private static func failure(_ path: String, _ number: Int32) -> Failure {
    Failure(
      .failure,
      "Cannot write \(path): \(String(cString: strerror(number))). Make room there, or name another."
    )
  }
}

enum Terminal {
  static var isStdout: Bool { isatty(STDOUT_FILENO) == 1 }

  /// A terminal that was not asked to stay plain (https://no-color.org).
  static var wantsColour: Bool {
    let silenced = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    return isStdout && !silenced
  }
}
