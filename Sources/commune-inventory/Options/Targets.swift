import ArgumentParser

/// A command's subject, its first argument, with the global options.
protocol CommandTarget: ParsableArguments {
  var global: GlobalOptions { get }
}

/// A command about one thing of the inventory.
protocol TargetCommand: StoreCommand {
  associatedtype Target: CommandTarget
  var target: Target { get }
}

extension TargetCommand {
  var global: GlobalOptions { target.global }
}

struct MachineTarget: CommandTarget {
  @OptionGroup var global: GlobalOptions

  @Argument(help: "The computer's ID, as in machines list.")
  var id: String
}

struct CommuneTarget: CommandTarget {
  @OptionGroup var global: GlobalOptions

  @Argument(help: "The commune's five-digit code.")
  var commune: String
}

struct ProgrammeTarget: CommandTarget {
  @OptionGroup var global: GlobalOptions

  @Argument(help: "The programme's number, as in programme list.")
  var number: Int64
}

struct GroupTarget: CommandTarget {
  @OptionGroup var global: GlobalOptions

  @Argument(help: "The group's name or number.")
  var group: String
}

struct TokenTarget: CommandTarget {
  @OptionGroup var global: GlobalOptions

  @Argument(help: "The token's ID, as in token list.")
  var id: Int64
}

struct LetterTarget: CommandTarget {
  @OptionGroup var global: GlobalOptions

  @Argument(help: "The letter's number, as in digest status.")
  var number: Int64
}

struct KeyTarget: CommandTarget {
  @OptionGroup var global: GlobalOptions

  @Argument(help: "The key, as in machines show: MACHINE.NUMBER.")
  var key: String
}

struct UserTarget: CommandTarget {
  @OptionGroup var global: GlobalOptions

  @Argument(help: "The user's name.")
  var name: String
}
