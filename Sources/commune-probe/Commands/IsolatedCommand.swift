import ArgumentParser
import Glibc
import Probing

/// A part of a probe in a process of its own. The agent calls itself by it; people do not.
struct IsolatedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "isolated", abstract: "Part of a probe; for internal use.",
    shouldDisplay: false)

  @Argument(help: "The task.")
  var task: String

  @Argument(help: "Seconds until it stops.")
  var seconds: Int

  @Argument(help: "What it must not read.")
  var secrets: [String] = []

  func run() throws {
    // Libraries have something to say when a process ends too, and crash or hang over it: without
    // their last words.
    _exit(IsolatedTasks.run(task, seconds: seconds, secrets: secrets))
  }
}
