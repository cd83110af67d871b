public import Reporting

/// One run of the probes over one machine.
public enum Observation {
  /// Looks with all probes at once and composes a report. One that takes longer than its deadline
  /// is left behind: the others still report. Those that are a burden come last.
  ///
  /// - Parameters:
  ///   - names: the probes to run; all of them where it is nil.
  ///   - settings: what the probes are told of this place.
  ///   - agentVersion: the version that the report carries, `0.1.0`.
  /// - Throws: ``UnknownProbe`` before anything is looked at.
  public static func report(
    on host: Host, only names: [String]? = nil, settings: ProbeSettings = ProbeSettings(),
    agentVersion: String
  ) throws(UnknownProbe) -> Report {
    try Probes.check(names ?? [])
    var report = Report(agent: AgentFacts(version: agentVersion, clock: host.clock()))
    let probes = Probes.all(settings).filter { names?.contains(type(of: $0).name) ?? true }
    for isBurden in [false, true] {
      let looks = probes.filter { type(of: $0).isBurden == isBurden }.map { $0.start(on: host) }
      for file in looks { file(&report) }
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
