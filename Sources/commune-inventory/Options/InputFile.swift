import ArgumentParser
import Foundation
import Glibc

/// Reads a whole file for a command, but never more than allowed: a device or a pipe has no end.
enum InputFile {
  /// - Parameters:
  ///   - path: `-` is standard input.
  ///   - maximum: maximum bytes; of a larger file one byte more is returned, so that the caller can
  ///     refuse it for its size.
  ///   - what: the kind of file with a blank behind it, such as `the policy `.
  /// - Throws: ``Failure`` if it cannot be read.
  static func read(
    _ path: String, maximum: Int, what: String = "", _ code: ExitCode = Failure.badInput
  ) throws -> Data {
    // Whoever may not read a file must not look for it elsewhere.
    func failure(_ number: Int32) -> Failure {
      let reason = String(cString: strerror(number))
      return switch number {
      case ENOENT, ENOTDIR: Failure(code, "Cannot read \(what)\(path): check the name.")
      case EACCES, EPERM:
        Failure(
          code,
          "Cannot read \(what)\(path): \(reason). Run the command as a user who may read it.")
      default: Failure(code, "Cannot read \(what)\(path): \(reason).")
      }
    }
    let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw failure(errno) }
    defer { close(descriptor) }
    var bytes = Data()
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= maximum {
      let count = Glibc.read(descriptor, &part, min(part.count, maximum + 1 - bytes.count))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(errno) }
      guard count > 0 else { break }
      bytes.append(contentsOf: part[..<count])
    }
    return bytes
  }
}
