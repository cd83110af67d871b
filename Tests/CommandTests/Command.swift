import Foundation
import TestSupport
import Testing

/// Runs the built programs as a person would.
struct Command {
  /// The folder of the whole project.
  static let project = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of the programs that were built with these tests.
  static let folder = BuiltPrograms.folder

  var status: Int32
  var output: String
  var errors: String

  /// Runs a program to its end. Both output streams go to files, because a full pipe would block
  /// it.
  static func run(
    _ program: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Command {
    let scratch = try Scratch()
    let process = try start(
      program, arguments, environment: environment, output: scratch.file("output"),
      errors: scratch.file("errors"))
    process.waitUntilExit()
    return Command(
      status: process.terminationStatus, output: try scratch.text("output"),
      errors: try scratch.text("errors"))
  }

  /// Expects `status`, one line on standard error that contains `says`, and no standard output.
  func expectRefusal(
    _ status: Int32, _ says: String, _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(self.status == status, "\(errors)", sourceLocation: location)
    #expect(errors.contains(says), "\(errors)", sourceLocation: location)
    // After the error, one or two usage lines may follow if the command line could not be parsed.
    if status != 64 {
      #expect(errors.split(separator: "\n").count == 1, "\(errors)", sourceLocation: location)
    }
    #expect(output.isEmpty, "\(output)", sourceLocation: location)
  }

  static func start(
    _ program: String, _ arguments: [String], environment: [String: String] = [:], output: URL,
    errors: URL
  ) throws -> Process {
    let process = Process()
    process.executableURL =
      program.hasPrefix("/") ? URL(fileURLWithPath: program) : folder.appending(path: program)
    process.arguments = arguments
    // These tests do not depend on this machine's drivers, and querying them takes seconds.
    process.environment = ProcessInfo.processInfo.environment
      .merging(["SANE_CONFIG_DIR": "/nowhere"]) { _, ours in ours }
      .merging(environment) { _, ours in ours }
    for file in [output, errors] {
      _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return process
  }
}

/// A temporary folder for one test.
final class Scratch {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "command-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// A new inventory in the folder, as an option for commands.
  func inventory() throws -> [String] {
    let database = ["--database", file("inventory.sqlite").path]
    let made = try Command.run("commune-inventory", ["init"] + database)
    try #require(made.status == 0, "\(made.errors)")
    return database
  }

  func file(_ name: String) -> URL { folder.appending(path: name) }
  func text(_ name: String) throws -> String { try String(contentsOf: file(name), encoding: .utf8) }

  @discardableResult
  func write(_ text: String, _ name: String) throws -> String {
    try Data(text.utf8).write(to: file(name))
    return file(name).path
  }
}
