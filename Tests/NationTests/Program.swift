import Foundation
import TestSupport
import Testing

/// Runs programs as a person would.
struct Program {
  /// The folder of the programs that were built with these tests.
  static let folder = BuiltPrograms.folder

  var status: Int32
  var output: String
  var errors: String

  @discardableResult
  static func run(
    _ program: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Program {
    let running = try Running(program, arguments, environment: environment)
    return try running.end()
  }

  func expectSuccess(_ location: SourceLocation = #_sourceLocation) throws {
    try #require(status == 0, "\(errors)", sourceLocation: location)
  }

  /// Expects `status` and one line that contains `says`.
  func expectRefusal(
    _ status: Int32, _ says: String, _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(self.status == status, "\(errors)", sourceLocation: location)
    #expect(errors.contains(says), "\(errors)", sourceLocation: location)
    #expect(errors.split(separator: "\n").count == 1, "\(errors)", sourceLocation: location)
    #expect(output.isEmpty, "\(output)", sourceLocation: location)
  }

  /// A running program. Both output streams go to files, because a full pipe would block it.
  final class Running {
    let process = Process()
    private let folder: URL

    init(
      _ program: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws {
      folder = FileManager.default.temporaryDirectory.appending(path: "program-\(UUID())")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      process.executableURL =
        program.hasPrefix("/")
        ? URL(fileURLWithPath: program) : Program.folder.appending(path: program)
      process.arguments = arguments
      process.environment = ProcessInfo.processInfo.environment
        .merging(["LC_ALL": "C.UTF-8"]) { _, ours in ours }
        .merging(environment) { _, ours in ours }
      for name in ["output", "errors"] {
        _ = FileManager.default.createFile(
          atPath: folder.appending(path: name).path, contents: nil)
      }
      process.standardOutput = try FileHandle(forWritingTo: folder.appending(path: "output"))
      process.standardError = try FileHandle(forWritingTo: folder.appending(path: "errors"))
      process.standardInput = FileHandle.nullDevice
      try process.run()
    }

    deinit {
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      try? FileManager.default.removeItem(at: folder)
    }

    func end() throws -> Program {
      process.waitUntilExit()
      return Program(
        status: process.terminationStatus, output: try said("output"), errors: try said("errors"))
    }

    /// - Parameter stream: `output` or `errors`.
    func said(_ stream: String) throws -> String {
      try String(contentsOf: folder.appending(path: stream), encoding: .utf8)
    }
  }
}
