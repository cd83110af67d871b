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
    /// The system is older than all of its kind in the table, whose updates ended that day or later.
    case endedEarlier(system: String, than: String)
    /// Only some editions get updates, until that day; the PC's is unknown.
    case editionUnknown(system: String, until: String)
    /// Paid updates exist until that day; it is unknown whether this PC has them.
    case paidUpdatesUnseen(system: String, until: String)
    /// The table does not know the system, or the report does not name it.
    case systemUnknown
    /// The table does not know the system yet: it is newer than all of its kind there.
    case systemTooNew
    case memoryTooSmall, diskTooSmall, tooFewCores
    /// The disk may be too small: the inventory leaves two sizes.
    case diskSizeUnknown
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
    /// Windows 11 runs on it, so the newest does.
    case newerWindowsPossible
    /// A current release of the same Linux runs on it.
    case newerReleasePossible
  }

  /// Whether the system gets security updates on that day.
  public var isSupported: Answer
  /// Whether the PC can take a system that does; nil if it need not.
  public var canUpgrade: Answer?
  public var reasons: [Reason]
  /// The last day on which the system counts as it does now, `YYYY-MM-DD`; nil if time alone does
  /// not change it.
  public var lastDay: String?

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
    let support = lifecycles.support(of: facts.system, on: day)
    let isWindows = facts.system.name?.lowercased().contains("windows") ?? false
    // Linux is judged only by its own table: nothing else tells what a PC would need.
    guard support.answer != .yes, isWindows || support.answer == .no else {
      return SystemOutlook(
        isSupported: support.answer, canUpgrade: nil, reasons: [support.reason],
        lastDay: support.lastDay)
    }
    let (canUpgrade, reasons) =
      isWindows ? WindowsRequirements.judge(facts) : LinuxRequirements.judge(facts)
    return SystemOutlook(
      isSupported: support.answer, canUpgrade: canUpgrade, reasons: [support.reason] + reasons,
      lastDay: support.lastDay)
  }
}
