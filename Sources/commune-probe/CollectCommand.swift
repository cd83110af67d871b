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
      shows them to root alone. Services are logged in to by root alone as well, and at most once a \
      day: what the last login saw is told again. The line is measured only where --only names \
      bandwidth: it costs the office its line for some seconds, and needs a machine that is enrolled.
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

  @Option(
    help: ArgumentHelp(
      "Log in to this service again, although it refused or was asked today.",
      valueName: "service"))
  var recheck: [String] = []

  @Flag(help: "Let scanner drivers look on the network too, as the nightly report does: seconds.")
  var thorough = false

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
    guard recheck.allSatisfy(ServiceName.isValid) else {
      throw ValidationError("--recheck takes a service's short name, as its definition's file.")
    }
  }

  func execute() throws {
    var settings = try options.settings()
    settings.accounts.recheck = Set(recheck)
    settings.scanners.networkDrivers = thorough
    for service in recheck {
      let file = "\(settings.accounts.folder)/\(service).toml"
      guard access(file, F_OK) == 0 else {
        throw SettingsError("\(file) is not there: --recheck names a service that is defined.")
      }
    }
    var status = stat()
    guard stat(root, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      let line =
        "commune-probe: --root \(root.prefix(200)) is not a folder: name one that holds proc and sys\n"
      _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
      throw ExitCode(65)
    }
    let host = Host(root: root)
    let names = names ?? Probes.unburdening
    var told = ProbingCalls.probeSettings(settings, options.directory)
    if names.contains(BandwidthProbe.name), host.isThisMachine {
      told.bandwidth = BandwidthLine(try options.directory.lock(), settings, isAsked: true).leave
    }
    var report = try Observation.report(
      on: host, only: names, settings: told, agentVersion: AgentVersion.current)
    if host.isThisMachine, names.contains(AccountProbe.name) {
      ProbingCalls.addAttestations(to: &report, options.directory)
    }
    switch format {
    case .text: try Output.line(ReportTable(report: report).text)
    case .json: try Output.line(String(decoding: try report.body(), as: UTF8.self))
    }
  }
}
