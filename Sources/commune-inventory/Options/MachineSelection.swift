public import ArgumentParser
public import InventoryStore

/// Options that select the computers to list.
struct MachineSelection: ParsableArguments {
  @OptionGroup var place: ProvinceOption

  @Option(help: "Only this commune (five-digit code).")
  var commune: String?

  @Option(help: "Only this state: active, quarantined or retired.")
  var state: MachineState?

  @Flag(help: "Only active computers that no longer report, the latest to fall silent first.")
  var silent = false

  @Option(
    help: ArgumentHelp(
      "With --silent: only those that fell silent since a day, or in the last so many days.",
      valueName: "yyyy-mm-dd|days"))
  var since: SilentSince?

  @Option(help: "With --silent: only communes of this group.")
  var group: String?

  func validate() throws {
    if since != nil || group != nil, !silent {
      throw ValidationError("--since and --group go with --silent.")
    }
    if silent, commune != nil || state != nil {
      throw ValidationError("--silent goes with --province, not with --commune or --state.")
    }
  }
}

extension MachineState: ExpressibleByArgument {}
