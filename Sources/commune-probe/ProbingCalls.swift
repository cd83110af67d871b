import Probing
import Reporting

/// All that the commands ask of the probes.
enum ProbingCalls {
  /// What this computer is, now.
  static func report() throws -> Report {
    try Observation.report(on: Host(), agentVersion: AgentVersion.current)
  }

  /// Serial number, UUID and the like, by kind, as the computer gives them.
  static func identifiers() -> [String: String] {
    HardwareIdentifiers.read(on: Host())
  }
}
