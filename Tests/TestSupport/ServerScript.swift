import Foundation

/// Runs a script of `Tests/Servers`, which prints its port first, until it is released.
public final class ServerScript: @unchecked Sendable {
  public let port: Int
  private let process = Process()
  private let output = Pipe()

  public init(_ script: String, _ arguments: [String] = []) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Servers/\(script)")
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", file.path] + arguments
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw CocoaError(.fileReadCorruptFile)
    }
    self.port = port
  }

  deinit { stop() }

  public func stop() {
    guard process.isRunning else { return }
    // Not terminate(): a child started on a dispatch thread inherits a blocked SIGTERM.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Ends it.
  ///
  /// - Returns: The lines that it has printed after its port.
  public func end() -> [String] {
    stop()
    let rest = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    return rest.split(separator: "\n").map(String.init)
  }
}
