public import ArgumentParser
import CentreConfiguration
import Foundation
import InventoryServer
import InventoryStore
public import Logging
import Presentation
import Prioritization

/// The options that every command takes, after its name.
struct GlobalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The database, an SQLite file.",
      discussion: "Default: inventory.sqlite in $STATE_DIRECTORY if set, otherwise in ./var."))
  var database: String?

  @Option(
    help: ArgumentHelp(
      "The centre's settings, a TOML file; other options take precedence.",
      discussion: "Default: the file that $COMMUNE_INVENTORY_CONFIG names, if any.",
      valueName: "file"))
  var config: String?

  @OptionGroup var output: LanguageOption

  @Option(
    help: .byDefault(
      "Log level on stderr: trace, debug, info, notice, warning, error, critical.", "notice"))
  var logLevel: Logger.Level?

  /// The language of documents.
  var language: Language { output.language }

  /// The settings of file and environment.
  ///
  /// - Throws: `SettingsError`.
  func settings() throws -> CentreSettings {
    try CentreSettings(file: config, environment: ProcessInfo.processInfo.environment)
  }

  /// The path of the database.
  ///
  /// - Throws: `SettingsError`.
  var path: String {
    get throws {
      if let path = try database ?? settings().database { return path }
      // systemd gives a colon-separated list
      let state = ProcessInfo.processInfo.environment["STATE_DIRECTORY"]?.split(separator: ":")
        .first
      return "\(state.map(String.init) ?? "./var")/inventory.sqlite"
    }
  }

  /// The policy to apply: the option's, otherwise that of the settings, as for the centre,
  /// otherwise the standard one.
  ///
  /// - Parameters:
  ///   - option: The value of a command's `--policy`.
  ///   - isForTable: Whether a table supplies the values.
  /// - Throws: `SettingsError`, or ``Failure`` for a file that is not a policy.
  func policy(_ option: String?, isForTable: Bool = false) throws -> PolicyFile {
    try PolicyFile(option ?? settings().policy, isForTable: isForTable)
  }

  /// The inventory, opened beside the serving process.
  func store(policy: Policy) throws -> InventoryStore {
    let store = try InventoryStore(path: try path, role: .beside, policy: policy, now: Date())
    CommandTime.follow(store)
    return store
  }

  /// The inventory, opened beside the serving process with the standard policy.
  func store() throws -> InventoryStore { try store(policy: try PolicyFile.read(nil)) }

  /// The check for free space on its disk, for more reports.
  func space(of store: InventoryStore) throws -> DiskSpace {
    DiskSpace(try settings().disk, path: store.path)
  }
}

extension GlobalOptions {
  /// Rankings, plans and forecasts of the inventory by a policy.
  func documents(_ policy: PolicyFile) throws -> DocumentSource {
    DocumentSource(
      store: try store(policy: policy.policy), policy: policy.policy, policyDigest: policy.digest)
  }
}

extension ArgumentHelp {
  /// The help of an option whose default is defined elsewhere, such as in the settings.
  static func byDefault(
    _ sentence: String, _ value: some CustomStringConvertible, valueName: String? = nil
  ) -> ArgumentHelp {
    ArgumentHelp("\(sentence) (default: \(value))", valueName: valueName)
  }
}

extension Language: ExpressibleByArgument {}
extension Logger.Level: @retroactive ExpressibleByArgument {}
extension LogFormat: ExpressibleByArgument {}
