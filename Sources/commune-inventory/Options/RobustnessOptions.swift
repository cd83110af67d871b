import ArgumentParser

/// Options of the robustness analysis.
struct RobustnessOptions: ParsableArguments {
  @Flag(
    help: "Test how robust the ranks are under other weights and methods (table, json).")
  var robustness = false

  @Option(help: ArgumentHelp("With --robustness: number of weight vectors.", valueName: "count"))
  var samples = 1000

  @Option(
    help: ArgumentHelp(
      "With --robustness: random seed; the same seed gives the same figures.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "With --robustness: size of the top group; by default a tenth of all communes.",
      valueName: "count"))
  var top: Int?

  func validate() throws {
    guard 1...10_000 ~= samples else { throw ValidationError("--samples must be from 1 to 10000.") }
    guard top ?? 1 >= 1 else { throw ValidationError("--top must be at least 1.") }
  }
}
