import ArgumentParser
import Probing

/// A part of a probe in a process of its own. The agent calls itself by it; people do not.
struct IsolatedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "isolated", abstract: "A part of a probe, for the agent itself.",
    shouldDisplay: false)

  @Argument(help: "The task.")
  var task: String

  @Argument(help: "Seconds until it ends by itself.")
  var seconds: Int

  func run() throws {
    let status = IsolatedTasks.run(task, seconds: seconds)
    if status != 0 { throw ExitCode(status) }
  }
}
