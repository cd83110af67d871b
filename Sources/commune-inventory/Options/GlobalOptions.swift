public import ArgumentParser
import Foundation
import InventoryStore
public import Logging
import Presentation
import Prioritization

/// What every command takes, after its name.
struct GlobalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The database, an SQLite file.",
      discussion: "Default: inventory.sqlite in $STATE_DIRECTORY if set, otherwise in ./var."))
  var database: String?

  @Option(
    help:
      "Language of all output: vi or en. Without it, results are Vietnamese; messages and help follow LANG."
  )
  var language: Language = .vi

  @Option(help: "Log level on stderr: trace, debug, info, notice, warning, error, critical.")
  var logLevel: Logger.Level = .notice

  var path: String {
    if let database { return database }
    // systemd gives a colon-separated list
    let state = ProcessInfo.processInfo.environment["STATE_DIRECTORY"]?.split(separator: ":").first
    return "\(state.map(String.init) ?? "./var")/inventory.sqlite"
  }

  /// The inventory, opened beside the serving process.
  func store(policy: Policy) throws -> InventoryStore {
    let store = try InventoryStore(path: path, role: .beside, policy: policy, now: Date())
    CommandTime.follow(store)
    return store
  }

  func logger(_ label: String) -> Logger {
    var logger = Logger(label: label, factory: { StreamLogHandler.standardError(label: $0) })
    logger.logLevel = logLevel
    return logger
  }
}

extension Language: ExpressibleByArgument {}
extension Logger.Level: @retroactive ExpressibleByArgument {}
