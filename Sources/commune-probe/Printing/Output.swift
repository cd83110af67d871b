import Delivery
import Glibc

/// Writes to standard output and standard error. On standard output, a full disk or a reader that
/// has left is a failure: whoever keeps a command's output must learn that it is incomplete.
enum Output {
  static func line(_ text: String) throws(DeliveryError) {
    let earlier = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, earlier) }
    var rest = Array("\(text)\n".utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw DeliveryError(
          .file, "Cannot write the output: \(String(cString: strerror(count < 0 ? errno : EIO))).")
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Writes a line to standard error, beside a result that is sound.
  static func note(_ text: String) {
    let bytes = Array("commune-probe: \(text)\n".utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
