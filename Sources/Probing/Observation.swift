public import Reporting

/// One run of the probes over one machine.
public enum Observation {
  /// Looks with each probe and composes a report.
  ///
  /// - Parameters:
  ///   - names: the probes to run; all of them where it is nil.
  ///   - agentVersion: the version that the report carries, `0.1.0`.
  /// - Throws: ``UnknownProbe`` before anything is looked at.
  public static func report(
    on host: Host, only names: [String]? = nil, agentVersion: String
  ) throws(UnknownProbe) -> Report {
    try Probes.check(names ?? [])
    var report = Report(agent: AgentFacts(version: agentVersion, clock: host.clock()))
    for probe in Probes.all where names?.contains(type(of: probe).name) ?? true {
      probe.file(into: &report, from: host)
    }
    return report
  }
}

/// A name that no probe has.
public struct UnknownProbe: Error, Equatable, Sendable, CustomStringConvertible {
  public let name: String
  public let known: [String]

  public var description: String {
    let shown = PlainText.line(name) ?? ""
    return "There is no probe \"\(shown)\". Those that exist: \(known.joined(separator: ", "))."
  }
}
