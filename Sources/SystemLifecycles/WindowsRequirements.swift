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
    var obstacles: [SystemOutlook.Reason] = []
    if facts.memory.fittedBytes < memory { obstacles.append(.memoryTooSmall) }
    let fixed = facts.disks.filter(\.isBuiltIn).map(\.sizeBytes)
    if let largest = fixed.max(), largest < disk { obstacles.append(.diskTooSmall) }
    if let cores = facts.processor.cores, cores < 2 { obstacles.append(.tooFewCores) }
    if let hertz = facts.processor.frequencyHz, hertz < 950_000_000 {
      obstacles.append(.processorTooSlow)
    }
    let processor = ProcessorFloor.judge(facts.processor)
    if processor == .no { obstacles.append(.processorTooOld) }
    if ["none", "1.1", "1.2"].contains(facts.machine.tpm) { obstacles.append(.tpmMissing) }
    guard obstacles.isEmpty else { return (.no, obstacles) }

    var doubts: [SystemOutlook.Reason] = []
    if processor == .unknown { doubts.append(.processorUnknown) }
    if facts.machine.tpm == nil { doubts.append(.tpmUnseen) }
    if facts.machine.uefi != true, facts.machine.secureBoot != true { doubts.append(.uefiUnseen) }
    // Not an obstacle, since it is a switch in the firmware.
    let notes: [SystemOutlook.Reason] = facts.machine.secureBoot == false ? [.secureBootOff] : []
    return doubts.isEmpty ? (.yes, [.windows11Possible] + notes) : (.unknown, doubts + notes)
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
