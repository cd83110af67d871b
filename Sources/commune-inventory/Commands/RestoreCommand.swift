import ArgumentParser
import Foundation
import InventoryStore

/// `restore FILE`.
struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract:
      "Put a backup in the database's place, once it is verified; the centre must be stopped.",
    discussion: """
      What was there stays beside it, under a name with the time. Computers that were enrolled since the \
      backup go on, and send again what the centre no longer knows; what was revoked since stays revoked.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backup.")
  var file: String

  @Flag(help: "Allow a backup of another centre.")
  var fromAnotherCentre = false

  func run() async throws {
    try await Failure.reporting {
      let path = try global.path
      let now = InventoryStore.Upkeep.believedTime(of: path)
      let result = try ProgressLine.showing("Restoring") {
        try Restoration(of: file, to: path, mayBeOther: fromAnotherCentre).run(now: now)
      }
      try Output.say("\(path): \(VerificationText.describe(result.verification))")
      if let replaced = result.replaced {
        try Output.say("What was there before is in \(replaced).")
      }
      if result.carriedMachines > 0 {
        try Output.say("\(result.carriedMachines) computers enrolled since the backup go on.")
      }
    }
  }
}
