import ArgumentParser
import Foundation
import Nation

/// `nation schema | install`.
struct NationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nation", abstract: "Prepare the national database that provinces publish to.",
    subcommands: [Schema.self, Install.self])

  struct Schema: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the SQL that makes the schema, to look at it or to run it with psql.")

    @OptionGroup var global: GlobalOptions

    func run() async throws {
      try await Failure.reporting {
        try Output.write(Data(try NationSchema.script(now: CommandTime.now).utf8))
      }
    }
  }

  struct Install: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Install the schema, or bring it up to date, and make partitions for two years ahead.",
      discussion: "Run it as the owner of the database, with the right to create roles.")

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("The national database.", valueName: "postgresql://…"))
    var to: String

    @OptionGroup var nation: NationOptions

    func run() async throws {
      try await Failure.reporting {
        let before = try nation.connect(to).install(now: CommandTime.now)
        switch before {
        case nil:
          try Output.say(
            "The schema commune_inventory is installed, version \(NationSchema.version).")
        case NationSchema.version:
          try Output.say("The schema was up to date, version \(NationSchema.version).")
        case let before?:
          try Output.say(
            "The schema was brought from version \(before) to \(NationSchema.version).")
        }
      }
    }
  }
}
