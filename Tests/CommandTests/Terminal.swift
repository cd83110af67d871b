import Foundation
import Glibc
import Testing

/// Runs the built programs with a terminal as their output and errors.
enum Terminal {
  struct Result {
    /// Everything written to the terminal.
    var text: String
    var status: Int32

    /// Expects that a line showed the progress of `label` and was gone at the end.
    func expectProgress(
      _ label: String, _ location: SourceLocation = #_sourceLocation
    ) throws {
      #expect(status == 0, "\(text)", sourceLocation: location)
      let line = try Regex("\\r\u{1B}\\[K\(label): [0-9]+ % · [0-9]+ (s|min) left")
      let last = try #require(text.ranges(of: line).last, "\(text)", sourceLocation: location)
      let rest = text[last.upperBound...]
      #expect(rest.hasPrefix("\r\u{1B}[K"), "\(text)", sourceLocation: location)
      #expect(text.utf8.last == 10, "\(text)", sourceLocation: location)
    }
  }

  /// - Parameters:
  ///   - interrupting: output after which it is interrupted, as by Ctrl-C.
  ///   - slowly: milliseconds of each 200 in which it runs, as on a slow computer: a fast one shows
  ///     no progress line.
  static func run(
    _ arguments: [String], of program: String = "commune-inventory",
    environment: [String: String] = [:], interrupting: String? = nil, slowly: UInt32? = nil
  ) throws -> Result {
    var (master, slave): (Int32, Int32) = (0, 0)
    try #require(openpty(&master, &slave, nil, nil, nil) == 0)
    let process = Process()
    process.executableURL = Command.folder.appending(path: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["LANG": "C"]) { $1 }
      .merging(environment) { $1 }
    let terminal = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
    process.standardOutput = terminal
    process.standardError = terminal
    process.standardInput = FileHandle.nullDevice
    try process.run()
    close(slave)
    if let slowly { hold(process, running: slowly) }
    var text = Data()
    var buffer = [UInt8](repeating: 0, count: 4096)
    var awaited = interrupting
    while true {
      let count = read(master, &buffer, buffer.count)
      guard count > 0 else { break }
      text.append(contentsOf: buffer.prefix(count))
      if let words = awaited, String(decoding: text, as: UTF8.self).contains(words) {
        awaited = nil
        kill(process.processIdentifier, SIGINT)
      }
    }
    close(master)
    process.waitUntilExit()
    return Result(
      text: String(decoding: text, as: UTF8.self), status: process.terminationStatus)
  }

  /// Stops it for most of the time until it ends.
  private static func hold(_ process: Process, running milliseconds: UInt32) {
    let number = process.processIdentifier
    Thread.detachNewThread {
      while process.isRunning {
        usleep(milliseconds * 1000)
        kill(number, SIGSTOP)
        usleep((200 - milliseconds) * 1000)
        kill(number, SIGCONT)
      }
    }
  }
}
