import Reporting

/// What Windows 11 asks of a PC
/// (https://learn.microsoft.com/en-us/windows/whats-new/windows-11-requirements).
enum WindowsRequirements {
  typealias Verdict = (SystemOutlook.Answer, [SystemOutlook.Reason])

  static func judge(_ facts: HardwareFacts) -> Verdict {
    var obstacles: [SystemOutlook.Reason] = []
    // What the system manages is a little less than the 4 GB that are fitted.
    let memory = facts.memory.installedBytes ?? facts.memory.totalBytes
    if memory < 3_700_000_000 { obstacles.append(.memoryTooSmall) }
    let fixed = facts.disks.filter { !$0.removable }.map(\.sizeBytes)
    // Disks are sold by 10^9 bytes, and some read a little less.
    if let largest = fixed.max(), largest < 62_000_000_000 { obstacles.append(.diskTooSmall) }
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
    // Unlike the rest, a switch in the firmware.
    let notes: [SystemOutlook.Reason] = facts.machine.secureBoot == false ? [.secureBootOff] : []
    return doubts.isEmpty ? (.yes, [.windows11Possible] + notes) : (.unknown, doubts + notes)
  }
}

enum LinuxRequirements {
  /// Current Debian and Ubuntu are made for 64-bit processors, and want 2 GB for a desktop.
  static func judge(_ facts: HardwareFacts) -> WindowsRequirements.Verdict {
    let memory = facts.memory.installedBytes ?? facts.memory.totalBytes
    if memory < 1_800_000_000 { return (.no, [.memoryTooSmall]) }
    return switch facts.system.architecture {
    case "x86_64", "aarch64": (.yes, [.newerReleasePossible])
    default: (.unknown, [.processorUnknown])
    }
  }
}
