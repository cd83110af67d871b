import Agent
import ArgumentParser
import Delivery

/// Options of every subcommand, given after it.
struct GlobalOptions: ParsableArguments {
  static let defaultConfiguration = "/etc/commune-probe/probe.toml"

  @Option(help: ArgumentHelp("Settings file.", valueName: "file"))
  var config = Self.defaultConfiguration

  @Option(help: ArgumentHelp("Folder for the key and the send queue.", valueName: "dir"))
  var state = "/var/lib/commune-probe"

  @Option(help: "Log level on stderr: error, warning, info or debug.")
  var logLevel = LogLevel.warning

  var directory: StateDirectory { StateDirectory(path: state) }
  var log: Log { Log(least: logLevel) }

  /// - Throws: ``SettingsError``. A missing default file is not an error.
  func settings() throws -> Settings {
    try Settings.read(config, required: config != Self.defaultConfiguration)
  }

  /// The settings, for a command whose success must not hide that the nightly report will fail.
  func settingsForNightsToo() throws -> Settings {
    let settings = try settings()
    for warning in settings.nightlyWarnings(path: config) { log.write(.warning, warning) }
    return settings
  }

  func validate() throws {
    guard !state.isEmpty else { throw ValidationError("--state needs a directory.") }
  }
}

extension LogLevel: ExpressibleByArgument {
  package init?(argument: String) {
    guard let level = Self.allCases.first(where: { "\($0)" == argument }) else { return nil }
    self = level
  }

  package var defaultValueDescription: String { "\(self)" }
  package static var allValueStrings: [String] { allCases.map { "\($0)" } }
}
