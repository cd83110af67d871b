import Agent
import ArgumentParser
import Delivery
import FoundationEssentials
import Glibc
import Reporting

struct StatusCommand: AgentCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show the computer, server, last acknowledgement, send queue and next run.")

  @OptionGroup var options: GlobalOptions

  @Option(help: "text or json.")
  var format = Format.text

  func execute() throws {
    let settings = try options.settings()
    var status = try AgentStatus.read(in: options.directory)
    // The server that the next report goes to, not the one at which the machine once enrolled.
    if let server = settings.server { status.server = server }
    switch format {
    case .json: try Output.line(String(decoding: try CanonicalJSON.encode(status), as: UTF8.self))
    case .text: try Output.line(Self.text(status))
    }
  }

  static func text(_ status: AgentStatus) -> String {
    var lines: [(String, String)] = []
    if let machine = status.machine, let commune = status.commune {
      lines = [
        ("Computer", machine),
        ("Server", status.server ?? ""),
        (
          "Commune", "\(status.communeName ?? "") (\(commune)), \(status.provinceName ?? "")"
        ),
        ("Last acknowledgement", status.lastAcknowledgement.map(localTime) ?? "none"),
        ("Next report", next(status)),
      ]
    } else {
      lines = [("Computer", "not enrolled: run commune-probe enroll --server URL --token TOKEN")]
    }
    if let wait = status.wait {
      lines.append(("Next attempt", "in \(PlainSpan.of(wait.seconds)): \(wait.reason)"))
    } else if let failure = status.lastFailure {
      lines.append(("Last attempt", "failed \(localTime(failure.failedAt)): \(failure.reason)"))
    }
    let spool = status.spool
    lines.append(("Waiting", "\(spool.reports) reports, \(spool.bytes) bytes"))
    let requeue = spool.quarantined > 0 ? "; commune-probe deliver --requeue sends them again" : ""
    lines.append(
      ("Quarantined", "\(spool.quarantined) reports, \(spool.quarantinedBytes) bytes\(requeue)"))
    lines.append(("Discarded", "\(spool.dropped) reports"))
    return lines.map { name, value in
      "\(name):" + String(repeating: " ", count: 22 - name.count) + value
    }.joined(separator: "\n")
  }

  private static func next(_ status: AgentStatus) -> String {
    let due = status.dueInSeconds ?? 0
    return due > 0 ? "due in \(PlainSpan.of(due))" : "due now"
  }

  private static func localTime(_ text: String) -> String {
    guard let date = try? Date(text, strategy: .iso8601) else { return text }
    var seconds = time_t(date.timeIntervalSince1970)
    var parts = tm()
    localtime_r(&seconds, &parts)
    var buffer = [CChar](repeating: 0, count: 64)
    let count = strftime(&buffer, buffer.count, "%Y-%m-%d %H:%M:%S %z", &parts)
    return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
