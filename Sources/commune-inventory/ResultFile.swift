import ArgumentParser
import Foundation

/// Where the result of a command goes: standard output, or a file that is replaced whole.
enum ResultFile {
  static func write(_ bytes: Data, to path: String?) throws {
    guard let path else { return try Output.write(bytes) }
    do {
      try bytes.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Failure(Failure.badInput, "Cannot write \(path): \(error.localizedDescription)")
    }
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
