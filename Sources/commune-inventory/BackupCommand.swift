import ArgumentParser
import Foundation
import InventoryStore

/// `backup FILE`.
struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the inventory into a new file while the centre serves, and check the copy.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The new file; one that is there already is not overwritten.")
  var file: String

  func run() async throws {
    try await Failure.reporting {
      let found = try await global.store(policy: try PolicyFile.read(nil)).backUp(to: file)
      guard found.faults.isEmpty else {
        throw Failure(
          Failure.badInput,
          "The inventory \(global.path) is damaged (\(found.faults[0])), and no backup was made: type verify."
        )
      }
      try Output.line("\(file): \(VerificationText.describe(found))")
    }
  }
}
