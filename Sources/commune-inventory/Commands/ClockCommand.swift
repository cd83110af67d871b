import ArgumentParser
import Foundation
import InventoryStore

/// `clock`: whether the system's clock is believed, and `clock confirm`.
struct ClockCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clock",
    abstract: "Say whether the system's clock is believed, or confirm it.",
    discussion: """
      A clock that leaps ahead by more than an hour, or goes back, is not believed until NTP synchronises \
      it or an administrator confirms it here or on the page Administration: until then the centre's time \
      continues from what it was, and no computer counts as silent because of it.
      """,
    subcommands: [Show.self, Confirm.self], defaultSubcommand: Show.self)

  struct Show: StoreCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Say whether the system's clock is believed.")

    @OptionGroup var global: GlobalOptions

    func run(with store: InventoryStore) async throws {
      let clock = try store.upkeep.clock()
      guard let lead = clock.doubt else {
        return try Output.say("The system's clock is believed.")
      }
      try Output.say(ClockText.doubt(clock.now(), lead))
      throw ExitCode(1)
    }
  }

  struct Confirm: StoreCommand {
    static let configuration = CommandConfiguration(
      commandName: "confirm",
      abstract: "Confirm that the system's clock is right; recorded in the audit log.")

    @OptionGroup var global: GlobalOptions

    func run(with store: InventoryStore) async throws {
      let clock = try store.upkeep.clock()
      guard try await store.upkeep.confirm(clock) != nil else {
        return try Output.say("The system's clock is believed; there is nothing to confirm.")
      }
      try Output.say(
        "Confirmed: it is \(ListOutput.time(clock.now())). A running centre follows within seconds."
      )
    }
  }
}

enum ClockText {
  static func doubt(_ time: Date, _ lead: Double) -> String {
    let wall = ListOutput.time(time.addingTimeInterval(max(-1e12, min(1e12, lead))))
    let believed = ListOutput.time(time)
    return lead > 0
      ? "The system's clock has leapt ahead to \(wall) and is not believed; the centre's time is \(believed). If the clock is right, run commune-inventory clock confirm."
      : "The system's clock has gone back to \(wall) and is not believed; the centre's time is \(believed). If the clock is right, run commune-inventory clock confirm."
  }
}
