import Agent
import ArgumentParser
import FoundationEssentials
import Probing
import Reporting

/// `commune-probe doctor`: what each probe can detect on this machine, and what more it would need.
struct DoctorCommand: AgentCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Show what each probe can detect on this computer, and what it needs to detect more.",
    discussion: "Only inspects; does not measure the line, test accounts or send anything.")

  @OptionGroup var options: GlobalOptions

  @Option(help: "text or json.")
  var format = Format.text

  func execute() throws {
    let capabilities = ProbingCalls.capabilities(
      try options.settingsForNightsToo(), options.directory)
    switch format {
    case .json:
      try Output.line(String(decoding: try CanonicalJSON.encode(capabilities), as: UTF8.self))
    case .text: try Output.line(Self.text(capabilities))
    }
  }

  static func text(_ capabilities: [Capability]) -> String {
    var lines: [String] = []
    var last: String?
    for capability in capabilities {
      if capability.probe != last {
        if last != nil { lines.append("") }
        lines.append(capability.probe.prefix(1).uppercased() + capability.probe.dropFirst())
      }
      last = capability.probe
      let state =
        switch capability.state {
        case .full: "sees  "
        case .partly: "partly"
        case .none: "blind "
        }
      lines.append("  \(state)  \(capability.what): \(capability.detail)")
      if let remedy = capability.remedy { lines.append("          → \(remedy)") }
    }
    return lines.joined(separator: "\n")
  }
}
