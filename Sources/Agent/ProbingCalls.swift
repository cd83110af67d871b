package import Delivery
import Glibc
package import Probing
package import Reporting

/// Runs the probes with the settings and the state of this installation.
package enum ProbingCalls {
  /// A new report on this computer, with the valid attestations.
  ///
  /// - Parameter bandwidth: obtains permission to load the line.
  static func report(
    _ settings: Settings, _ directory: StateDirectory,
    bandwidth: @escaping @Sendable () -> BandwidthLeave
  ) throws -> Report {
    var told = probeSettings(settings, directory)
    told.bandwidth = bandwidth
    var report = try ProbeRun.report(
      on: Host(), settings: told, agentVersion: Release.version)
    addAttestations(to: &report, directory)
    return report
  }

  package static func addAttestations(to report: inout Report, _ directory: StateDirectory) {
    report.accounts = AccountFacts.merged(
      probed: report.accounts, attested: Attestations.section(in: directory))
  }

  /// The settings of the probes, from `probe.toml` and this installation.
  package static func probeSettings(_ settings: Settings, _ directory: StateDirectory)
    -> ProbeSettings
  {
    let (state, accounts) = (directory.path, settings.accounts.folder)
    let isolation = program().map { program in
      Isolation(program: program) {
        [state, accounts] + AccountProbe.credentialFiles(in: accounts)
      }
    }
    var told = ProbeSettings(isolation: isolation)
    told.scanners = settings.scanners
    told.accounts = settings.accounts
    told.accountStorage = AccountsFileStorage(directory)
    return told
  }

  /// What the probes can detect on this computer.
  package static func capabilities(_ settings: Settings, _ directory: StateDirectory)
    -> [Capability]
  {
    let told = probeSettings(settings, directory)
    return ProbeRun.capabilities([
      .init(HardwareProbe.name) { HardwareProbe.capabilities(on: Host()) },
      .init(ScannerProbe.name) { ScannerProbe.capabilities(told, on: Host()) },
      .init(BandwidthProbe.name) { lineCapabilities(settings, directory) },
      .init(AccountProbe.name) { AccountProbe.capabilities(settings: told) },
    ])
  }

  private static func lineCapabilities(_ settings: Settings, _ directory: StateDirectory)
    -> [Capability]
  {
    let connection = (try? Membership.read(in: directory)).flatMap {
      try? Connection(of: $0, settings: settings)
    }
    return BandwidthProbe.capabilities(
      on: Host(), centre: connection?.centre.description,
      isLoopback: connection?.centre.isLoopback ?? false,
      isEnabled: settings.bandwidth.isEnabled)
  }

  /// Serial number, UUID and other identifiers by kind, unhashed.
  package static func identifiers() -> [String: String] {
    ProbeRun.identifiers(on: Host())
  }

  /// The path of this executable, which runs parts of itself in separate processes.
  private static func program() -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &bytes, bytes.count)
    guard count > 0, count < bytes.count else { return nil }
    return String(decoding: bytes[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
