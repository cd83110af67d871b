import ArgumentParser
import Foundation
import InventoryStore
import Terminal

/// `backup FILE`.
struct BackupCommand: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Back up the database to a new file while the server is running, and verify the copy."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The new file; an existing file is not overwritten.")
  var file: String

  func validate() throws {
    guard file != "-" else {
      throw ValidationError("A backup is a file, verified as such: name one, not -.")
    }
  }

  func run(with store: InventoryStore) async throws {
    let found = try await ProgressLine.showing("Backing up") {
      try await store.upkeep.backUp(to: file)
    }
    guard found.faults.isEmpty else {
      throw Failure(
        Failure.badInput,
        "The database \(try global.path) is damaged (\(found.faults[0])); no backup was made. Run commune-inventory verify."
      )
    }
    try Output.say("\(file): \(VerificationText.describe(found))")
  }
}
