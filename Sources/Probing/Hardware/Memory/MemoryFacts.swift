import HardwareCatalogue
import Reporting

extension HardwareFacts.Memory {
  /// The kernel's memory, from `/proc/meminfo`, and the modules that the firmware lists.
  ///
  /// - Parameter modules: nil if the firmware's tables do not exist or may not be read.
  init(_ modules: SMBIOSMemory?, on host: Host) throws(ProbeError) {
    guard let total = Self.total(in: try host.text("proc/meminfo")) else {
      throw .malformed("proc/meminfo", expected: "a line MemTotal with kilobytes")
    }
    self.init(
      totalBytes: total, installedBytes: Self.installed(modules?.installedBytes, total: total),
      slots: modules?.slots,
      modules: modules.flatMap { $0.slots == nil ? nil : $0.modules.map(Module.init) })
  }

  /// Bytes, from the line `MemTotal:  24684092 kB`; nil if there is none or it makes no sense.
  static func total(in meminfo: String) -> Int? {
    for (name, value) in FieldLines(meminfo) where name == "MemTotal" {
      let words = value.split(separator: " ")
      guard words.count == 2, words[1] == "kB", let kilobytes = Int(words[0]), kilobytes > 0
      else { return nil }
      let (bytes, overflow) = kilobytes.multipliedReportingOverflow(by: 1024)
      return overflow ? nil : bytes
    }
    return nil
  }
}

extension HardwareFacts.Memory.Module {
  init(_ module: SMBIOSMemoryModule) {
    self.init(
      slot: Placeholders.label(module.slot), sizeBytes: module.sizeBytes, kind: module.kind,
      speedTransfersPerSecond: module.speedTransfersPerSecond, formFactor: module.formFactor,
      manufacturer: MemoryMaker.name(module.manufacturer))
  }
}
