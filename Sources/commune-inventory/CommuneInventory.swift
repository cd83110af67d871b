import ArgumentParser
import Foundation
import InventoryServer
import InventoryStore
import Reporting
import Terminal

/// The centre of the inventory, as a command.
@main
struct CommuneInventory: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "commune-inventory",
    abstract: "Inventory of the communes' IT equipment, ranked by need for investment.",
    version: Release.version,
    subcommands: [
      ServeCommand.self, InitCommand.self, CommunesCommand.self, TokenCommand.self,
      UserCommand.self,
      MachinesCommand.self,
      RankCommand.self, CompareCommand.self, PlanCommand.self, ProgrammeCommand.self,
      ForecastCommand.self,
      PolicyCommand.self,
      BundleCommand.self,
      ImportCommand.self,
      StickCommand.self,
      VerifyCommand.self,
      BackupCommand.self, RestoreCommand.self,
      RetentionCommand.self, ClockCommand.self,
      PublishCommand.self, NationCommand.self,
      DigestCommand.self, ReadScanCommand.self,
    ] + Encryption.commands)

  /// The arguments; `help` is ArgumentParser's own command and does not know `--language`, which
  /// has been read by then.
  private static var arguments: [String] {
    var arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.first == "help" else { return arguments }
    arguments.removeAll { $0.hasPrefix("--language=") }
    if let at = arguments.firstIndex(of: "--language") {
      arguments.removeSubrange(at..<min(at + 2, arguments.count))
    }
    return arguments
  }

  /// The command as it was typed, `user add`; empty if it is unknown.
  static var typedCommand: String {
    var names: [String] = []
    var command: any ParsableCommand.Type = self
    for argument in CommandLine.arguments.dropFirst() {
      guard
        let next = command.configuration.subcommands.first(where: { $0._commandName == argument })
      else { break }
      names.append(argument)
      command = next
    }
    return names.joined(separator: " ")
  }

  static func main() async {
    ProgressLine.speak { OutputLanguage.said($0) }
    do {
      var command = try await asyncParseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      let code = exitCode(for: error)
      let text = HelpScreen.text(of: error, self)
      if !text.isEmpty {
        let stream = code.isSuccess ? FileHandle.standardOutput : FileHandle.standardError
        try? stream.write(contentsOf: Data("\(text)\n".utf8))
      }
      Foundation.exit(code.rawValue)
    }
  }
}
