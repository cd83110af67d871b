import Reporting

/// The requirements of Windows 11
/// (https://learn.microsoft.com/en-us/windows/whats-new/windows-11-requirements).
enum WindowsRequirements {
  typealias Verdict = (SystemOutlook.Answer, [SystemOutlook.Reason])

  /// Bytes. The memory that the system manages is a little less than the 4 GB installed.
  static let memory = 3_700_000_000
  /// Bytes. Disks are sold by 10^9 bytes, and some show a little less.
  static let disk = 62_000_000_000

  static func judge(_ facts: HardwareFacts) -> Verdict {
    let processor = ProcessorFloor.judge(facts.processor)
    if facts.system.isWindows11 { return judgeNewer(facts, processor) }
    var obstacles: [SystemOutlook.Reason] = []
    var doubts: [SystemOutlook.Reason] = []
    if facts.memory.fittedBytes < memory { obstacles.append(.memoryTooSmall) }
    let fixed = facts.disks.filter(\.isBuiltIn)
    if let largest = fixed.map(\.sizeBytes).max(), largest < disk {
      obstacles.append(.diskTooSmall)
    } else if fixed.map({ $0.leastBytes ?? $0.sizeBytes }).max() ?? 0 < disk {
      // Unknown as well if no disk was seen, as behind a driver that is missing.
      doubts.append(.diskSizeUnknown)
    }
    switch processor {
    // Its cores and speed are on Microsoft's list. What agents give as the speed may be the base
    // clock (0.8 GHz of an N100) or the present one, so it proves nothing of others either.
    case .yes: break
    case .no: obstacles.append(.processorTooOld)
    case .unknown:
      if let cores = facts.processor.cores, cores < 2 { obstacles.append(.tooFewCores) }
      doubts.append(.processorUnknown)
    }
    if hasNoTPM(facts) { obstacles.append(.tpmMissing) }
    guard obstacles.isEmpty else { return (.no, obstacles) }

    if facts.machine.tpm == nil { doubts.append(.tpmUnseen) }
    if facts.machine.uefi != true, facts.machine.secureBoot != true { doubts.append(.uefiUnseen) }
    // Not an obstacle, since it is a switch in the firmware.
    let notes: [SystemOutlook.Reason] = facts.machine.secureBoot == false ? [.secureBootOff] : []
    return doubts.isEmpty ? (.yes, [.windows11Possible] + notes) : (.unknown, doubts + notes)
  }

  /// Whether a PC that runs Windows 11 can take the newest: its setup checked the requirements.
  /// Some were installed around that check, which an old processor or a missing TPM shows.
  private static func judgeNewer(
    _ facts: HardwareFacts, _ processor: SystemOutlook.Answer
  ) -> Verdict {
    if processor == .no { return (.no, [.processorTooOld]) }
    // It may only be switched off.
    if hasNoTPM(facts) { return (.unknown, [.tpmMissing]) }
    // From 24H2 on, the next one is a switch in an update; 26H1, for new processors, is apart.
    let isSwitch = facts.system.buildNumber.map { $0 >= 26100 && $0 != 28000 } ?? false
    return processor == .unknown && !isSwitch
      ? (.unknown, [.processorUnknown]) : (.yes, [.newerWindowsPossible])
  }

  private static func hasNoTPM(_ facts: HardwareFacts) -> Bool {
    ["none", "1.1", "1.2"].contains(facts.machine.tpm)
  }
}

enum LinuxRequirements {
  /// Bytes, a little less than 2 GB.
  static let memory = 1_800_000_000

  /// Current Debian and Ubuntu are built for 64-bit processors, and need 2 GB for a desktop.
  static func judge(_ facts: HardwareFacts) -> WindowsRequirements.Verdict {
    if facts.memory.fittedBytes < memory { return (.no, [.memoryTooSmall]) }
    return switch facts.system.architecture {
    case "x86_64", "aarch64": (.yes, [.newerReleasePossible])
    default: (.unknown, [.processorUnknown])
    }
  }
}

extension HardwareFacts.Memory {
  /// Installed memory; if that is unknown, the memory that the system manages.
  fileprivate var fittedBytes: Int { installedBytes ?? totalBytes }
}
