import Glibc

/// Lines on standard error, from a level on.
struct Log {
  let least: LogLevel

  func write(_ level: LogLevel, _ message: @autoclosure () -> String) {
    guard level.rawValue <= least.rawValue else { return }
    Self.line("\(level): \(message())")
  }

  /// One line, whatever is in `text`.
  static func line(_ text: String) {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    let bytes = Array("commune-probe: \(line)\n".utf8)
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
  }
}
