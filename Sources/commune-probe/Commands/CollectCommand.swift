import Agent
import ArgumentParser
import Delivery
import FoundationEssentials
import Glibc
import Probing
import Reporting

/// `commune-probe collect`: inspects a machine and prints the result; sends nothing.
struct CollectCommand: AgentCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  static let configuration = CommandConfiguration(
    commandName: "collect",
    abstract: "Inventory this computer and print the result; nothing is sent.",
    discussion: """
      Needs no privileges. Without root the serial number and UUID stay unknown: the kernel \
      shows them only to root. Login tests also require root and run at most once a \
      day; otherwise the last result is repeated. The line is measured only if --only names \
      bandwidth: this uses the office's line for some seconds and requires an enrolled computer.
      """)

  @OptionGroup var options: GlobalOptions

  @Option(
    help: ArgumentHelp(
      "Run only these probes: \(Probes.names.joined(separator: ", ")).", valueName: "names"))
  var only: String?

  @Option(
    help: ArgumentHelp(
      "Folder to use instead of /, to inspect a captured system.", valueName: "dir"))
  var root = "/"

  @Option(
    help: ArgumentHelp(
      "Test the login to this service again, even if it was rejected or tested today.",
      valueName: "service"))
  var recheck: [String] = []

  @Flag(
    help:
      "Let scanner drivers search the network too, as in the nightly report; takes some seconds.")
  var thorough = false

  @Option(help: "Output format.")
  var format = Format.text

  /// The requested probes; nil for all.
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
    guard recheck.allSatisfy(ServiceName.isValid) else {
      throw ValidationError(
        "--recheck needs a service's short name, the name of its definition file.")
    }
  }

  func execute() throws {
    var settings = try options.settings()
    settings.accounts.recheck = Set(recheck)
    settings.scanners.networkDrivers = thorough
    for service in recheck {
      let file = "\(settings.accounts.folder)/\(service).toml"
      guard access(file, F_OK) == 0 else {
        throw SettingsError("\(file) does not exist: --recheck needs a defined service.")
      }
    }
    var status = stat()
    guard stat(root, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      let line =
        "commune-probe: --root \(root.prefix(200)) is not a folder that contains proc and sys\n"
      _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
      throw ExitCode(65)
    }
    let host = Host(root: root)
    let names = names ?? Probes.unburdening
    var told = ProbingCalls.probeSettings(settings, options.directory)
    if names.contains(BandwidthProbe.name), host.isThisMachine {
      told.bandwidth = BandwidthLine(try options.directory.lock(), settings, isAsked: true).leave
    }
    var report = try ProbeRun.report(
      on: host, only: names, settings: told, agentVersion: Release.version)
    if host.isThisMachine, names.contains(AccountProbe.name) {
      ProbingCalls.addAttestations(to: &report, options.directory)
    }
    switch format {
    case .text: try Output.line(ReportTable(report: report).text)
    case .json: try Output.line(String(decoding: try report.body(), as: UTF8.self))
    }
  }
}
