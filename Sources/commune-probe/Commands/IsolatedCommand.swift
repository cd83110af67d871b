import ArgumentParser
import Glibc
import Probing

/// Runs a part of a probe in a separate process. For the agent's internal use.
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
    // Exit handlers of libraries may print, crash or hang: skip them.
    _exit(IsolatedTasks.run(task, seconds: seconds, secrets: secrets))
  }
}
