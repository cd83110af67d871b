import Glibc

package enum LogLevel: CaseIterable, Comparable, Sendable {
  case error, warning, info, debug
}

/// Log lines on standard error, up to a level of detail.
package struct Log: Sendable {
  private let least: LogLevel

  /// - Parameter least: the least severe level that is written.
  package init(least: LogLevel) { self.least = least }

  package func write(_ level: LogLevel, _ message: @autoclosure () -> String) {
    guard level <= least else { return }
    Self.line("\(level): \(message())")
  }

  /// Writes one line: line breaks in `text` become spaces.
  package static func line(_ text: String) {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    let bytes = Array("commune-probe: \(line)\n".utf8)
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
  }
}
