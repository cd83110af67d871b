import Foundation
import Testing

/// `-` is standard output or standard input, never a file of that name.
struct StandardStreamTests {
  private static let program = Command.folder.appending(path: "commune-inventory").path

  /// Runs a shell command in a folder of its own; `$ci` is the program, `$table` a planner's table.
  private static func run(_ line: String, in scratch: Scratch) throws -> Command {
    try Command.run(
      "/bin/sh", ["-c", "cd \"$folder\" && \(line)"],
      environment: [
        "ci": program, "table": PlanCommandTests.table, "folder": scratch.folder.path,
      ])
  }

  @Test func outputToADashIsStandardOutput() throws {
    let scratch = try Scratch()
    for format in ["csv", "json", "table"] {
      let usual = try Self.run("$ci rank --measures \"$table\" --format \(format)", in: scratch)
      let dash = try Self.run(
        "$ci rank --measures \"$table\" --format \(format) --output -", in: scratch)
      #expect(dash.status == 0 && !dash.output.isEmpty && dash.output == usual.output)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path).isEmpty)
  }

  @Test func inputFromADashIsStandardInput() throws {
    let scratch = try Scratch()
    let named = try Self.run("$ci rank --measures \"$table\" --format csv", in: scratch)
    let piped = try Self.run("$ci rank --measures - --format csv <\"$table\"", in: scratch)
    #expect(piped.status == 0 && piped.output == named.output, "\(piped.errors)")
    let policy = try Self.run("echo 'weigths = 2' | $ci rank --policy - --measures x", in: scratch)
    #expect(policy.status == 78 && policy.errors.contains("weigths"), "\(policy.errors)")
  }

  @Test func aBackupIsAFile() throws {
    let scratch = try Scratch()
    let database = try scratch.inventory()
    try Command.run("commune-inventory", ["backup", "-"] + database)
      .expectRefusal(64, "name one, not -")
  }
}
