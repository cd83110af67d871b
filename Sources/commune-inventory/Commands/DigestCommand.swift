import ArgumentParser
import Foundation
import InventoryServer
import InventoryStore
import Presentation

struct DigestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "digest", abstract: "Letters to users about their communes.",
    subcommands: [Make.self], defaultSubcommand: Make.self)

  struct Make: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the letters of this day or week, once for each user who wants them.",
      discussion: """
        A letter tells of the user's own area, in the user's language: communes that fell silent, \
        computers held back, what expires, the greatest moves of the ranking. Users choose theirs \
        on their account page, or with user letters. With --print nothing is kept or sent.
        """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "daily or weekly.")
    var period: LetterPeriod = .weekly

    @Option(help: "Only the letter of this user.")
    var user: String?

    @Flag(
      help:
        "Print the letters instead of keeping them to be sent; with --user, whether or not that user wants letters."
    )
    var print = false

    @Option(help: ArgumentHelp("The policy, a TOML file.", valueName: "file"))
    var policy: String?

    func run() async throws {
      try await Failure.reporting {
        let policy = try PolicyFile.read(policy)
        let store = try global.store(policy: policy)
        let letters = Letters(store: store, policy: policy, period: period, now: Date())
        try await self.show(letters)
      }
    }

    private func show(_ letters: Letters) async throws {
      let messages = try Messages.embedded()
      let made = try await letters.made(
        for: try await letters.readers(named: user, onlyWilling: user == nil))
      for (at, (reader, document)) in made.enumerated() {
        let language = Language(rawValue: reader.settings.language.rawValue) ?? .vi
        let text = LetterText(document, language, messages: messages)
        let address = reader.settings.email.map { " <\($0)>" } ?? ""
        try Output.line(
          (at == 0 ? "" : "\n") + "To: \(reader.user.name)\(address)\nSubject: \(text.subject)\n")
        try Output.write(Data(text.plain.utf8))
      }
      if made.isEmpty { try Output.line("Nobody wants \(period.rawValue) letters.") }
    }
  }
}
