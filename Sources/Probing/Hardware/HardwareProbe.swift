public import Reporting

/// The computer itself: its maker, processor, memory, disks, displays and operating system.
///
/// A missing string is nil. What every Linux has (`/proc/cpuinfo`, `/proc/meminfo`, `/sys/block`)
/// must be readable, or the probe has failed: a missing list of disks is not an empty one.
public struct HardwareProbe: Probe {
  public static let name = "hardware"
  public static var section: WritableKeyPath<Report, Outcome<HardwareFacts>?> { \.hardware }

  public init() {}

  public func observe(_ host: Host) throws(ProbeError) -> HardwareFacts? {
    let processor = CPUInfo(try host.text("proc/cpuinfo"))
    let firmware = DMI(on: host)
    var machine = HardwareFacts.Machine(processor, firmware: firmware, on: host)
    let security = FirmwareSecurity(on: host)
    machine.uefi = security.uefi
    machine.secureBoot = security.secureBoot
    machine.tpm = security.tpm
    return HardwareFacts(
      machine: machine,
      processor: HardwareFacts.Processor(processor, firmware: firmware, on: host),
      memory: try HardwareFacts.Memory(firmware?.memory, on: host),
      disks: try HardwareFacts.Disk.all(on: host),
      displays: try HardwareFacts.Display.all(on: host),
      system: HardwareFacts.System(on: host))
  }
}
