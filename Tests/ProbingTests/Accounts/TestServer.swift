import Foundation
import TestSupport
import Testing

/// A program that serves on loopback until the last reference goes: a script of `Tests/Servers`, or
/// a real server on a port that was free.
final class TestServer: @unchecked Sendable {
  let port: Int
  private let script: ServerScript?
  private let process = Process()
  private let log: URL

  /// A script, which prints its port.
  init(script: String, log: URL, first: [String] = [], _ arguments: [String] = []) throws {
    self.log = log
    let script = try ServerScript(script, first + [log.path] + arguments)
    self.script = script
    port = script.port
  }

  /// A server that stays in the foreground; ready when it accepts connections.
  init(_ program: [String], port: Int, log: URL) throws {
    self.port = port
    self.log = log
    script = nil
    try Data().write(to: log)
    let handle = try FileHandle(forWritingTo: log)
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = program
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    var isOpen = false
    for _ in 0..<500 {
      isOpen = Loopback.answers(port)
      if isOpen || !process.isRunning { break }
      usleep(20_000)
    }
    try #require(isOpen, "\((try? String(contentsOf: log, encoding: .utf8)) ?? "")")
  }

  deinit { stop() }

  func stop() {
    script?.stop()
    guard process.isRunning else { return }
    // Not terminate(): a child started on a dispatch thread inherits a blocked SIGTERM.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// The log that the script wrote of its requests.
  var lines: [String] {
    ((try? String(contentsOf: log, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
  }

  /// Number of requests with credentials.
  var attempts: Int { lines.filter { $0.hasSuffix("auth") || $0 == "attempt" }.count }
}
