import ArgumentParser
import Foundation
import InventoryStore
import Terminal

/// `restore FILE`.
struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract:
      "Put a backup in the database's place, once it is verified; the centre must be stopped.",
    discussion: """
      The former database stays beside it, under a name with the time. Computers enrolled since the \
      backup continue to work, and send again what the centre no longer knows; what was revoked since \
      stays revoked.
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
        try Output.say("The former database is in \(replaced).")
      }
      if result.carriedMachines > 0 {
        try Output.say(
          "\(result.carriedMachines) computers enrolled since the backup continue to work.")
      }
    }
  }
}
