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
      What was there stays beside it, under a name with the time. Computers that were enrolled since the \
      backup go on, and send again what the centre no longer knows. Where the replaced file can be read, \
      what was removed, ended, narrowed or held back since stays so: users and their rights, passwords, \
      tokens, keys, computers. Everybody has to sign in again. On a new computer, --new makes the database.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backup.")
  var file: String

  @Flag(help: "Allow a backup of another centre.")
  var fromAnotherCentre = false

  @Flag(help: "Allow making the database where there is none, as on a new computer.")
  var new = false

  func run() async throws {
    try await Failure.reporting {
      let path = try global.path
      let now = InventoryStore.Upkeep.believedTime(of: path)
      let result = try ProgressLine.showing("Restoring") {
        try Restoration(of: file, to: path, mayBeOther: fromAnotherCentre, mayBeNew: new)
          .run(now: now)
      }
      try Output.say("\(path): \(VerificationText.describe(result.verification))")
      if let replaced = result.replaced {
        try Output.say("The former database is in \(replaced).")
      }
      if result.carriedMachines > 0 {
        try Output.say(
          "\(result.carriedMachines) computers enrolled since the backup continue to work.")
      }
      try sayWhoHasAccess(result)
    }
  }

  private static let mostNames = 20

  private func sayWhoHasAccess(_ result: Restoration.Result) throws {
    switch result.carriedDecisions {
    case nil:
      try Output.say(
        "What was decided since the backup is not known: users, rights, passwords, tokens, keys and computers that were removed, ended or held back since may be valid again. Look through user list, token list and machines list."
      )
    case 0?: break
    case let count?:
      try Output.say(
        "\(count) decisions since the backup hold; each stands in the audit log. What was granted since is to be decided again."
      )
    }
    if !result.missingUsers.isEmpty {
      let names = result.missingUsers.prefix(Self.mostNames).joined(separator: ", ")
      try Output.say(
        "\(result.missingUsers.count) users added since the backup are not in it: \(names). Add them again."
      )
    }
    try Output.say("Everybody has to sign in again.")
    if result.lacksAdministrator {
      try Output.say(
        "No administrator can sign in: run commune-inventory user add NAME --role administrator.")
    }
  }
}
