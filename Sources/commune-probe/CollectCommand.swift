import ArgumentParser
import Delivery
import FoundationEssentials
import Glibc
import Probing
import Reporting

/// `commune-probe collect`: looks at a machine and prints what it found; sends nothing.
struct CollectCommand: AgentCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  static let configuration = CommandConfiguration(
    commandName: "collect",
    abstract: "Look at this machine and print what was found; nothing is sent.",
    discussion: """
      Needs no privileges. Without root the serial number and the UUID stay unknown: the kernel \
      shows them to root alone. The line is measured only where --only names bandwidth: it costs \
      the office its line for some seconds, and needs a machine that is enrolled.
      """)

  @OptionGroup var options: GlobalOptions

  @Option(
    help: ArgumentHelp(
      "Run these probes alone: \(Probes.names.joined(separator: ", ")).", valueName: "names"))
  var only: String?

  @Option(
    help: ArgumentHelp(
      "The folder that stands for /, to look at a captured machine.", valueName: "dir"))
  var root = "/"

  @Option(help: "How to print it.")
  var format = Format.text

  /// The probes asked for; nil for all.
  private var names: [String]? {
    only?.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0.filter { $0 != " " })
    }
  }

  func validate() throws {
    do {
      try Probes.check(names ?? [])
    } catch {
      throw ValidationError(error.description)
    }
  }

  func execute() throws {
    let settings = try options.settings()
    var status = stat()
    guard stat(root, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      let line =
        "commune-probe: --root \(root.prefix(200)) is not a folder: name one that holds proc and sys\n"
      _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
      throw ExitCode(65)
    }
    let names = names ?? Probes.unburdening
    var told = ProbingCalls.probeSettings(settings)
    if names.contains(BandwidthProbe.name), Host(root: root).isThisMachine {
      told.bandwidth = BandwidthLine(try options.directory.lock(), settings, isAsked: true).leave
    }
    let report = try Observation.report(
      on: Host(root: root), only: names, settings: told, agentVersion: AgentVersion.current)
    switch format {
    case .text: print(ReportTable(report: report).text)
    case .json: print(String(decoding: try report.body(), as: UTF8.self))
    }
  }
}
