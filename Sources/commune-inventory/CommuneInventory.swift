import ArgumentParser
import InventoryServer
import Reporting

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
      RankCommand.self, CompareCommand.self, PlanCommand.self, PolicyCommand.self,
      BundleCommand.self,
      ImportCommand.self,
      StickCommand.self,
      VerifyCommand.self,
      BackupCommand.self, ReadScanCommand.self,
    ] + Encryption.commands)
}
