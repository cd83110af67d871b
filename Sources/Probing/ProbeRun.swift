import FoundationEssentials
import HardwareCatalogue
public import Reporting

/// One run of the probes over one machine.
public enum ProbeRun {
  /// Runs the probes at once and composes a report. Each runs in a process of its own
  /// (``ProcessCopies``): one that crashes or exceeds its deadline costs only its own section.
  /// Those that are a burden run last.
  ///
  /// - Parameters:
  ///   - names: the probes to run; nil for all.
  ///   - settings: the settings of the probes.
  ///   - agentVersion: the version that the report carries, `0.1.0`.
  /// - Throws: ``UnknownProbe``, before any probe runs.
  public static func report(
    on host: Host, only names: [String]? = nil, settings: ProbeSettings = ProbeSettings(),
    agentVersion: String
  ) throws(UnknownProbe) -> Report {
    try Probes.check(names ?? [])
    let probes = Probes.all(settings).filter { names?.contains(type(of: $0).name) ?? true }
    return report(on: host, with: probes, agentVersion: agentVersion)
  }

  package static func report(
    on host: Host, with probes: [any Probe], agentVersion: String
  ) -> Report {
    var report = Report(agent: AgentFacts(version: agentVersion, clock: host.clock()))
    for isBurden in [false, true] {
      let looks = probes.filter { type(of: $0).isBurden == isBurden }.map { $0.look(on: host) }
      for (look, answer) in zip(looks, ProcessCopies.run(looks.map(\.job))) {
        look.file(answer, &report)
      }
    }
    return report
  }

  /// What one probe can detect here, as a function to be run in a separate process.
  public struct CapabilityLook: Sendable {
    let probe: String
    let capabilities: @Sendable () -> [Capability]

    public init(_ probe: String, _ capabilities: @escaping @Sendable () -> [Capability]) {
      self.probe = probe
      self.capabilities = capabilities
    }
  }

  /// What the probes can detect here, each asked in a process of its own.
  public static func capabilities(_ looks: [CapabilityLook]) -> [Capability] {
    let answers = ProcessCopies.run(
      looks.map { look in
        ProcessCopies.Job(seconds: sightSeconds) {
          (try? CanonicalJSON.encode(look.capabilities())).map { [UInt8]($0) }
        }
      })
    return zip(looks, answers).flatMap { look, answer in
      let found: Result<[Capability], Isolation.Failure> = answer.flatMap { bytes in
        (try? JSONDecoder().decode([Capability].self, from: Data(bytes))).map { .success($0) }
          ?? .failure(.incomplete)
      }
      switch found {
      case .success(let capabilities): return capabilities
      case .failure(let failure):
        return [
          Capability(
            probe: look.probe, what: "this probe", state: .none, detail: "it \(failure.phrase)",
            remedy: "tell the makers of commune-probe; the other probes are not touched")
        ]
      }
    }
  }

  /// Longest time to ask one probe, in seconds.
  private static let sightSeconds = 60.0

  /// Serial number, UUID and other identifiers, by kind (``HardwareIdentifiers``), read in a
  /// process of its own; empty if that crashes.
  public static func identifiers(on host: Host) -> [String: String] {
    let job = ProcessCopies.Job(seconds: 20) {
      (try? CanonicalJSON.encode(HardwareIdentifiers.read(on: host))).map { [UInt8]($0) }
    }
    guard case .success(let bytes)? = ProcessCopies.run([job]).first else { return [:] }
    return (try? JSONDecoder().decode([String: String].self, from: Data(bytes))) ?? [:]
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
