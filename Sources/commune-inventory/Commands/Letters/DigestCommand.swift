import ArgumentParser
import Foundation
import InventoryStore
import LetterDelivery
import Presentation

struct DigestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "digest", abstract: "Letters to users about their communes.",
    subcommands: [Make.self, Send.self, DigestStatusCommand.self, Retry.self],
    defaultSubcommand: Make.self)

  struct Make: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the letters of this day or week, once for each user who wants them.",
      discussion: """
        A letter covers the user's own area, in the user's language: communes that fell silent, \
        quarantined computers, what expires, the greatest changes in the ranking. Users choose theirs \
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

    @Flag(help: "Send them at once, and whatever else waits.")
    var send = false

    @OptionGroup var mail: MailFile

    @OptionGroup var judging: PolicyOption

    func validate() throws {
      guard !print || !send else {
        throw ValidationError("--print sends nothing: give --print or --send, not both.")
      }
    }

    func run() async throws {
      try await Failure.reporting {
        let policy = try global.policy(judging.policy).policy
        // First of all, so that faulty settings are reported before anything is made.
        let settings = try global.settings()
        let destinations = send ? try mail.required(settings) : try mail.read(settings)
        let store = try global.store(policy: policy)
        let letters = Letters(
          store: store, policy: policy, period: period, destinations: destinations,
          now: CommandTime.now)
        if self.print { return try await show(letters) }
        let filed = try await letters.file(named: user)
        guard send, let destinations else {
          return try Output.say("Letters made: \(filed). To send them, run digest send.")
        }
        try Output.say("Letters made: \(filed).")
        try await DigestCommand.send(store, destinations)
      }
    }

    private func show(_ letters: Letters) async throws {
      var isFirst = true
      for letter in try await letters.made(
        for: try await letters.readers(named: user, onlyWilling: user == nil))
      {
        let address = letter.reader.settings.email.map { " <\($0)>" } ?? ""
        try Output.line(
          (isFirst ? "" : "\n")
            + "To: \(letter.reader.user.name)\(address)\nSubject: \(letter.text.subject)\n")
        try Output.write(Data(letter.text.plain.utf8))
        isFirst = false
      }
      if isFirst { try Output.say("No user has chosen \(period.rawValue) letters.") }
    }
  }

  struct Send: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Send the letters that wait, and try again those that could not be sent.",
      discussion: """
        A letter that cannot be sent waits longer after each attempt, for three days at most. One \
        that may have arrived is never sent again by itself: see digest status.
        """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Do not wait for the next attempt of letters that could not be sent.")
    var now = false

    @OptionGroup var mail: MailFile

    func run() async throws {
      try await Failure.reporting {
        let destinations = try mail.required(try global.settings())
        try await DigestCommand.send(
          try global.store(), destinations, early: now)
      }
    }
  }

  struct Retry: StoreChange, TargetCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let a failed or doubtful letter be sent again; a doubtful one may arrive twice.")

    @OptionGroup var target: LetterTarget

    func change(_ store: InventoryStore) async throws -> String {
      try await store.letters.retry(target.number, now: CommandTime.now)
      return "Letter \(target.number) waits to be sent again: run digest send."
    }
  }

  /// Sends waiting letters and prints the outcome.
  ///
  /// - Throws: ``Failure`` if anything was not sent.
  private static func send(
    _ store: InventoryStore, _ destinations: LetterDestinations, early: Bool = false
  ) async throws {
    let tally = try await LetterSender(
      store: store, destinations: destinations, now: { CommandTime.now }
    ).run(early: early)
    let waiting = try await store.letters.status(limit: 0).counts[.waiting] ?? 0
    try Output.say(
      "Letters sent: \(tally.sent), waiting: \(waiting), refused: \(tally.refused), given up: \(tally.givenUp), doubtful: \(tally.doubtful)."
    )
    let problem = tally.problem ?? "-"
    if tally.fault == .settings {
      throw Failure(
        Failure.badConfiguration,
        "The server refuses letters: \(problem). Correct the mail settings, then run digest send."
      )
    }
    if tally.doubtful > 0 {
      throw Failure(.failure, "Doubtful letters may have arrived: run digest status.")
    }
    if tally.refused > 0 || tally.givenUp > 0 {
      throw Failure(
        Failure.badInput,
        "Letters that were refused or given up are not tried again: run digest status.")
    }
    if waiting > 0 {
      throw Failure(
        Failure.tryLater,
        tally.problem == nil
          ? "Letters wait for their next attempt: run digest status."
          : "The last problem: \(problem). Run digest send again later.")
    }
  }
}
