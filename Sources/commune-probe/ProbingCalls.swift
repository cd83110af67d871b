import Glibc
import Probing
import Reporting

/// All that the commands ask of the probes.
enum ProbingCalls {
  /// What this computer is, now.
  ///
  /// - Parameter bandwidth: asks for leave to load the line.
  static func report(
    _ settings: Settings, bandwidth: @escaping @Sendable () -> BandwidthLeave
  ) throws -> Report {
    var told = probeSettings(settings)
    told.bandwidth = bandwidth
    return try Observation.report(on: Host(), settings: told, agentVersion: AgentVersion.current)
  }

  /// What `probe.toml` and this installation tell the probes.
  static func probeSettings(_ settings: Settings) -> ProbeSettings {
    var told = ProbeSettings(isolation: program().map(Isolation.init(program:)))
    told.scanners = settings.scanners
    told.accounts = settings.accounts
    return told
  }

  /// Serial number, UUID and the like, by kind, as the computer gives them.
  static func identifiers() -> [String: String] {
    HardwareIdentifiers.read(on: Host())
  }

  /// This very program, so that it can run parts of itself in processes of their own.
  private static func program() -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &bytes, bytes.count)
    guard count > 0, count < bytes.count else { return nil }
    return String(decoding: bytes[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
