import Foundation
import Testing

/// The real `commune-inventory serve`, on a port that the system chose.
final class ServingCentre {
  let scratch: Scratch
  private let process: Process
  let address: String

  var database: String { scratch.file("inventory.sqlite").path }

  init() throws {
    let scratch = try Scratch()
    self.scratch = scratch
    process = try Command.start(
      "commune-inventory",
      [
        "serve", "--listen", "127.0.0.1:0", "--database", scratch.file("inventory.sqlite").path,
      ],
      output: scratch.file("output"), errors: scratch.file("errors"))
    address = try Self.wait(for: scratch, process)
  }

  deinit {
    // A process that a test's thread started has SIGTERM blocked.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  private static func wait(for scratch: Scratch, _ process: Process) throws -> String {
    for _ in 0..<600 {
      if let url = try scratch.text("output").firstMatch(of: /Serving on (http:\/\/[0-9.:]+)\//) {
        return String(url.1)
      }
      guard process.isRunning else { break }
      usleep(50_000)
    }
    throw CentreFailure(errors: try scratch.text("errors"))
  }

  func inventory(_ arguments: String...) throws -> Command {
    try Command.run("commune-inventory", arguments + ["--database", database])
  }

  /// A token for machines of a commune.
  func token(commune: String, uses: Int = 1) throws -> String {
    let made = try inventory(
      "token", "create", "--commune", commune, "--uses", String(uses), "--server", address)
    let text = try #require(made.output.firstMatch(of: /--token (\S+)/))
    return String(text.1)
  }

  struct CentreFailure: Error { var errors: String }
}
