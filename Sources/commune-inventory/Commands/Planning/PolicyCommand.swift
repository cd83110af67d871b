import ArgumentParser
import Foundation
import Presentation
import Prioritization

struct PolicyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Check or show the policy used for ranking.",
    subcommands: [Check.self, Show.self])

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a policy file as the server does and name the line of any error.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The policy file (TOML).")
    var file: String

    func run() async throws {
      try await Failure.reporting {
        let policy = try PolicyFile.read(file)
        try Output.say(
          "\(file): policy \(policy.id), version \(policy.version), "
            + "\(policy.criteria.count) criteria: good.")
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the criteria, circumstances, prices and limits with their sources.")

    @OptionGroup var global: GlobalOptions

    @OptionGroup var judging: PolicyOption

    func run() async throws {
      try await Failure.reporting {
        let file = try global.policy(judging.policy)
        let table = PolicyTable(file.policy, global.language, messages: try Messages.embedded())
        try Output.line("\(file.policy.id) \(file.policy.version) (sha-256 \(file.digest))")
        try Output.write(Data(table.rendered().utf8))
      }
    }
  }
}
