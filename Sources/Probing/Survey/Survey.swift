import Glibc
public import Reporting

/// Inspects a computer that was started from a survey stick, whose own system is not running.
///
/// What cannot be seen then is left unknown, never reported as missing: the installed system, the
/// displays (no graphics driver runs), the network, accounts, and whether a scanner works.
public enum Survey {
  /// - Parameters:
  ///   - stick: a folder on the stick, so that the stick is not taken for one of the computer's
  ///     disks.
  ///   - agentVersion: the version that the report carries, `0.1.0`.
  public static func report(
    on host: Host = Host(), stick: String, agentVersion: String
  ) -> Report {
    var settings = ProbeSettings()
    settings.scanners.sane = false
    settings.scanners.discovery = false
    var report = ProbeRun.report(
      on: host, with: [HardwareProbe(), ScannerProbe(settings)], agentVersion: agentVersion)
    let source = FactSource(agent: FactSource.surveyStick, version: agentVersion)
    report.hardware = report.hardware.map {
      hardware($0, source, stick: disk(of: stick, on: host))
    }
    report.scanners = report.scanners.map { scanners($0, source) }
    return report
  }

  static func hardware(
    _ outcome: Outcome<HardwareFacts>, _ source: FactSource, stick: String?
  ) -> Outcome<HardwareFacts> {
    guard case .observed(var facts) = outcome else { return outcome }
    facts.source = source
    facts.system = HardwareFacts.System()
    facts.displays = []
    facts.disks.removeAll { $0.name == stick }
    // Some laptops show their battery only to a driver that the stick does not have.
    if facts.machine.hasBattery == false, facts.machine.chassis.map(portable.contains) ?? true {
      facts.machine.hasBattery = nil
    }
    return .observed(facts)
  }

  private static let portable: Set = ["laptop", "tablet"]

  /// Only the USB was examined: no driver was asked whether a scanner works, nor the network for
  /// one.
  static func scanners(
    _ outcome: Outcome<ScannerFacts>, _ source: FactSource
  ) -> Outcome<ScannerFacts> {
    var facts: ScannerFacts
    switch outcome {
    case .failed: return outcome
    case .absent: facts = ScannerFacts(scanners: [])
    case .observed(let seen): facts = seen
    }
    facts.source = source
    for index in facts.scanners.indices {
      facts.scanners[index].ready = nil
      facts.scanners[index].driver = nil
    }
    facts.unseen += [
      .init(way: .sane, reason: "the survey stick asks no driver"),
      .init(way: .escl, reason: "the survey stick does not use the network"),
    ]
    return .observed(facts)
  }

  /// The whole disk that holds `folder`, `sdb`; nil if none does.
  static func disk(of folder: String, on host: Host) -> String? {
    var status = stat()
    guard stat(folder, &status) == 0 else { return nil }
    // glibc's major(3) and minor(3) are macros, which Swift cannot call.
    let device = UInt64(status.st_dev)
    let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
    let minor = device & 0xFF | (device >> 12) & 0xFFFF_FF00
    let parts = host.resolved("sys/dev/block/\(major):\(minor)")?.split(separator: "/") ?? []
    guard let block = parts.firstIndex(of: "block"), block + 1 < parts.count else { return nil }
    return String(parts[block + 1])
  }
}
