public import Reporting

/// Whether a PC can stay in use: whether its system still gets security updates, and if not,
/// whether the PC can take a system that does.
public struct SystemOutlook: Equatable, Sendable {
  public enum Answer: String, Codable, Equatable, Sendable { case yes, no, unknown }

  /// The reason, as a stable case with its details; pages have the sentence.
  public enum Reason: Equatable, Hashable, Sendable {
    /// The system gets updates until that day, `YYYY-MM-DD`; `paid` ones have been seen on the PC.
    case supported(system: String, until: String, paid: Bool)
    case ended(system: String, on: String)
    /// Paid updates exist until that day; it is unknown whether this PC has them.
    case paidUpdatesUnseen(system: String, until: String)
    /// The table does not know the system, or the report does not name it.
    case systemUnknown
    case memoryTooSmall, diskTooSmall, processorTooSlow, tooFewCores
    /// Older than Intel's 8th generation or AMD's Zen+.
    case processorTooOld
    /// Neither its numbers nor its name is known.
    case processorUnknown
    /// Nothing looked for a TPM 2.0; a PC of that age may have one, perhaps switched off.
    case tpmUnseen
    case tpmMissing
    /// Secure Boot is off, which can be changed in its firmware: no obstacle.
    case secureBootOff
    /// The PC was started by a legacy BIOS; it may support UEFI.
    case uefiUnseen
    /// Meets all requirements of Windows 11.
    case windows11Possible
    /// A current release of the same Linux runs on it.
    case newerReleasePossible
  }

  /// Whether the system gets security updates on that day.
  public var isSupported: Answer
  /// Whether the PC can take a system that does; nil if it need not.
  public var canUpgrade: Answer?
  public var reasons: [Reason]

  /// Yes if the system is supported or the PC can take one that is.
  public var canGoOn: Answer {
    switch (isSupported, canUpgrade) {
    case (.yes, _), (_, .yes?): .yes
    case (.no, .no?): .no
    default: .unknown
    }
  }

  /// - Parameter day: `YYYY-MM-DD`.
  public static func of(
    _ facts: HardwareFacts, on day: String, _ lifecycles: Lifecycles = .current
  ) -> SystemOutlook {
    let (isSupported, reason) = lifecycles.support(of: facts.system, on: day)
    guard isSupported != .yes else {
      return SystemOutlook(isSupported: .yes, canUpgrade: nil, reasons: [reason])
    }
    let name = facts.system.name?.lowercased() ?? ""
    let isWindows = name.contains("windows")
    guard isWindows || isSupported == .no else {
      return SystemOutlook(isSupported: isSupported, canUpgrade: nil, reasons: [reason])
    }
    let (canUpgrade, reasons) =
      isWindows ? WindowsRequirements.judge(facts) : LinuxRequirements.judge(facts)
    return SystemOutlook(
      isSupported: isSupported, canUpgrade: canUpgrade, reasons: [reason] + reasons)
  }
}

extension Lifecycles {
  /// Whether a system gets security updates on `day`, with the reason.
  func support(
    of system: HardwareFacts.System, on day: String
  ) -> (SystemOutlook.Answer, SystemOutlook.Reason) {
    guard let entry = entry(of: system) else { return (.unknown, .systemUnknown) }
    let ends = entry.ends(of: system)
    if day <= ends { return (.yes, .supported(system: entry.name, until: ends, paid: false)) }
    guard let extended = entry.extended, day <= extended else {
      return (.no, .ended(system: entry.name, on: ends))
    }
    guard let first = entry.extendedFrom else {
      return (.unknown, .paidUpdatesUnseen(system: entry.name, until: extended))
    }
    guard let revision = system.revision else {
      return (.unknown, .paidUpdatesUnseen(system: entry.name, until: extended))
    }
    return revision >= first
      ? (.yes, .supported(system: entry.name, until: extended, paid: true))
      : (.no, .ended(system: entry.name, on: ends))
  }

  func entry(of system: HardwareFacts.System) -> Entry? {
    guard let name = system.name else { return nil }
    let lower = name.lowercased()
    guard lower.contains("windows") else { return linux(name, system.version) }
    guard let build = system.buildNumber else { return nil }
    if lower.contains("server") { return windowsServer[build] }
    let isLongTerm = lower.contains("ltsc") || lower.contains("ltsb")
    return isLongTerm ? windowsLongTerm[build] : windows[build]
  }

  /// Debian gives `12` or, with the point release, `12.11`; Ubuntu's number is `24.04`.
  private func linux(_ name: String, _ version: String?) -> Entry? {
    let number = (version ?? "").prefix { $0.isNumber || $0 == "." }
    let parts = number.split(separator: ".")
    if name.hasPrefix("Debian"), let major = parts.first {
      return linux["Debian GNU/Linux \(major)"]
    }
    guard name.hasPrefix("Ubuntu"), parts.count >= 2 else { return nil }
    return linux["Ubuntu \(parts[0]).\(parts[1])"]
  }
}

extension Lifecycles.Entry {
  /// The last day of free updates for a system's edition.
  func ends(of system: HardwareFacts.System) -> String {
    let name = system.name?.lowercased() ?? ""
    let isIoT = name.contains("iot")
    if isIoT { return iot ?? enterprise ?? ends }
    let isEnterprise = name.contains("enterprise") || name.contains("education")
    return isEnterprise ? enterprise ?? ends : ends
  }
}

extension HardwareFacts.System {
  /// `19045` of the build `19045.6456` or the kernel `10.0.19045`.
  var buildNumber: Int? {
    if let build { return Int(build.prefix { $0 != "." }) }
    let parts = (kernel ?? "").split(separator: ".")
    return parts.count >= 3 ? Int(parts[2]) : nil
  }

  /// `6456` of the build `19045.6456`.
  var revision: Int? {
    guard let build, let dot = build.firstIndex(of: ".") else { return nil }
    return Int(build[build.index(after: dot)...])
  }
}
