import ArgumentParser
import Foundation
import InventoryStore

/// `user letters`: shows or changes a user's settings for letters.
struct UserLettersCommand: TargetCommand {
  static let configuration = CommandConfiguration(
    commandName: "letters", abstract: "Show or set which letters a user gets, and where.",
    discussion: "Settings that are not given stay unchanged. Without options, they are shown.")

  @OptionGroup var target: UserTarget

  @Option(help: "The e-mail address; empty removes it.")
  var email: String?

  @Option(help: "none, daily or weekly.")
  var period: Wish?

  @Option(help: "Language of the letters: vi or en.")
  var letterLanguage: LetterLanguage?

  enum Wish: String, ExpressibleByArgument, CaseIterable { case none, daily, weekly }

  func run(with store: InventoryStore) async throws {
    var settings = try await store.letters.reader(target.name).settings
    if let email { settings.email = try LetterSettings.checkedAddress(email) }
    if let period { settings.period = LetterPeriod(rawValue: period.rawValue) }
    if let letterLanguage { settings.language = letterLanguage }
    if email != nil || period != nil || letterLanguage != nil {
      try await store.letters.set(settings, of: target.name, now: CommandTime.now)
    }
    let language = settings.language == .vi ? "Vietnamese" : "English"
    let address = settings.email ?? "not known"
    guard let wish = settings.period?.rawValue else {
      return try Output.say(
        "\(target.name): no letters; language \(language), address \(address).")
    }
    try Output.say("\(target.name): \(wish) letters; language \(language), address \(address).")
  }
}
