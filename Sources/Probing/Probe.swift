import FoundationEssentials
import HardwareCatalogue
public import Reporting

/// Inspects one aspect of a machine.
public protocol Probe: Sendable {
  associatedtype Facts: Sendable & Codable & Equatable

  /// The section's name in a report and on the command line, `hardware`.
  static var name: String { get }
  /// The section of a report that holds this probe's outcome.
  static var section: WritableKeyPath<Report, Outcome<Facts>?> { get }

  /// Whether it loads shared resources. It then runs alone, after all others, and only if it is
  /// requested by name or for a report.
  static var isBurden: Bool { get }

  /// Time limit; a probe that exceeds it has failed.
  var deadlineSeconds: Double { get }

  /// Inspects the machine without changing it.
  ///
  /// - Returns: the facts, or nil if the machine has no such thing.
  /// - Throws: ``ProbeError`` if the inspection failed.
  func observe(_ host: Host) throws(ProbeError) -> Facts?
}

extension Probe {
  public static var isBurden: Bool { false }
  public var deadlineSeconds: Double { 20 }

  /// The result of the probe, in the form of a report.
  public func outcome(on host: Host) -> Outcome<Facts> {
    do throws(ProbeError) {
      return try observe(host).map(Outcome.observed) ?? .absent
    } catch {
      return .failed(reason: PlainText.line(error.description) ?? "it did not say why")
    }
  }

  /// The probe as a job for ``ProcessCopies``, with what files its answer into a report.
  func look(on host: Host) -> Look {
    let job = ProcessCopies.Job(seconds: deadlineSeconds) {
      (try? CanonicalJSON.encode(outcome(on: host))).map { [UInt8]($0) }
    }
    return Look(job: job) { answer, report in report[keyPath: Self.section] = outcome(of: answer) }
  }

  private func outcome(of answer: ProcessCopies.Answer) -> Outcome<Facts> {
    switch answer {
    case .success(let bytes):
      return (try? JSONDecoder().decode(Outcome<Facts>.self, from: Data(bytes)))
        ?? .failed(reason: "its answer could not be read")
    case .failure(.timedOut):
      return .failed(
        reason: "it did not finish in \(Int(deadlineSeconds)) seconds and was given up")
    case .failure(let failure): return .failed(reason: "it \(failure.phrase)")
    }
  }
}

/// One run of a probe.
struct Look {
  let job: ProcessCopies.Job
  let file: (ProcessCopies.Answer, inout Report) -> Void
}

/// All probes, in the order of a report.
public enum Probes {
  public static func all(_ settings: ProbeSettings = ProbeSettings()) -> [any Probe] {
    [
      HardwareProbe(), ScannerProbe(settings), BandwidthProbe(ask: settings.bandwidth),
      AccountProbe(settings),
    ]
  }

  /// The names that `--only` takes.
  public static var names: [String] { all().map { type(of: $0).name } }

  /// The names of the probes that do not load the office's line.
  public static var unburdening: [String] {
    all().filter { !type(of: $0).isBurden }.map { type(of: $0).name }
  }

  /// - Throws: ``UnknownProbe`` for the first of `names` that is not a probe.
  public static func check(_ names: [String]) throws(UnknownProbe) {
    for name in names where !Self.names.contains(name) {
      throw UnknownProbe(name: name, known: Self.names)
    }
  }
}
