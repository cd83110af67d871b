import ArgumentParser
import ScanReading

/// The command that the server starts, with limits, for each scan that it receives.
struct ReadScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read-scan",
    abstract: "Read the codes of a scan from standard input, and print them as JSON.",
    shouldDisplay: false)

  func run() throws {
    let status = ScanReader.run()
    if status != 0 { throw ExitCode(status) }
  }
}
