import ArgumentParser
import Foundation
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
      abstract: "Show criteria, circumstances, prices and limits, each with its source.")

    @OptionGroup var global: GlobalOptions

    @Option(help: "The policy to show, instead of the standard one.")
    var policy: String?

    func run() async throws {
      try await Failure.reporting {
        let file = try PolicyFile(policy)
        let table = PolicyTable(file.policy, global.language, messages: try Messages.embedded())
        try Output.line("\(file.policy.id) \(file.policy.version) (sha-256 \(file.digest))")
        try Output.write(Data(table.rendered().utf8))
      }
    }
  }
}
