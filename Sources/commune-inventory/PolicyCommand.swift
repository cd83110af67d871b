import ArgumentParser
import Foundation
import InventoryStore
import Presentation
import Prioritization

struct PolicyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "What communes are ranked by.",
    subcommands: [Check.self, Show.self])

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read a policy as the centre does, and name the line of what is wrong with it.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The policy, TOML.")
    var file: String

    func run() async throws {
      try await Failure.reporting {
        let policy = try PolicyFile.read(file)
        try Output.line(
          "\(file): policy \(policy.id), version \(policy.version), "
            + "\(policy.criteria.count) criteria: good.")
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the criteria, their standards, weights and sources.")

    @OptionGroup var global: GlobalOptions

    @Option(help: "The policy to show, instead of the standard one.")
    var policy: String?

    func run() async throws {
      try await Failure.reporting {
        let policy = try PolicyFile.read(policy)
        let people = PeopleFormat(global.language)
        try Output.line("\(policy.id) \(policy.version). \(policy.source)")
        try ListOutput.table(
          ["Id", "Criterion", "Standard", "Floor", "Weight", "Source"],
          policy.criteria.map {
            [
              $0.id, $0.label[global.language],
              people.number($0.standard, decimals: 3, trimmed: true),
              people.number($0.floor, decimals: 3, trimmed: true),
              people.percent($0.share, decimals: 1), $0.source,
            ]
          })
      }
    }
  }
}
