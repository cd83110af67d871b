import Foundation
import Testing

/// A program that serves on loopback until the last reference goes: a script of `Tests/Servers`, or
/// a real server on a port that was free.
final class TestServer: @unchecked Sendable {
  let port: Int
  private let process = Process()
  private let log: URL

  /// A script, which prints its port.
  init(script: String, log: URL, first: [String] = [], _ arguments: [String] = []) throws {
    self.log = log
    let scripts = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Servers")
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      ["python3", scripts.appending(path: script).path] + first + [log.path] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    port = try #require(Int(line.trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  /// A server that stays in the foreground; ready when it takes connections.
  init(_ program: [String], port: Int, log: URL) throws {
    self.port = port
    self.log = log
    try Data().write(to: log)
    let handle = try FileHandle(forWritingTo: log)
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = program
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    var isOpen = false
    for _ in 0..<500 {
      isOpen = Self.isOpen(port)
      if isOpen || !process.isRunning { break }
      usleep(20_000)
    }
    try #require(isOpen, "\((try? String(contentsOf: log, encoding: .utf8)) ?? "")")
  }

  deinit { stop() }

  func stop() {
    guard process.isRunning else { return }
    // Not terminate(): on a dispatch thread the child is born with SIGTERM blocked.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// What the script wrote of its requests.
  var lines: [String] {
    ((try? String(contentsOf: log, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
  }

  /// How many requests came with secrets.
  var attempts: Int { lines.filter { $0.hasSuffix("auth") || $0 == "attempt" }.count }

  /// A port that nobody has at present.
  static func freePort() throws -> Int {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let done = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
      }
    }
    try #require(done)
    return Int(UInt16(bigEndian: address.sin_port))
  }

  private static func isOpen(_ port: Int) -> Bool {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port)).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
