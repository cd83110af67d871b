import ArgumentParser

/// How a ranking is questioned.
struct RobustnessOptions: ParsableArguments {
  @Flag(
    help: "Say how firm the ranks are: under other weights, and by other methods (table, json).")
  var robustness = false

  @Option(help: ArgumentHelp("With --robustness: how many weight vectors.", valueName: "count"))
  var samples = 1000

  @Option(
    help: ArgumentHelp(
      "With --robustness: the same seed gives the same figures.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "With --robustness: how many communes the first group has; a tenth of all by default.",
      valueName: "count"))
  var top: Int?

  func validate() throws {
    guard 1...10_000 ~= samples else { throw ValidationError("--samples is 1 to 10000.") }
    guard top ?? 1 >= 1 else { throw ValidationError("--top is 1 or more.") }
  }
}
