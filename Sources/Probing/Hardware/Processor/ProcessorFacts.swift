import HardwareCatalogue
import Reporting

extension HardwareFacts.Processor {
  /// The processor, from `/proc/cpuinfo` and, for what that leaves out,
  /// `/sys/devices/system/cpu`.
  ///
  /// - Parameter firmware: nil if the machine has no firmware tables.
  init(_ info: CPUInfo, firmware: DMI?, on host: Host) {
    let folder = "sys/devices/system/cpu"
    let folders = ((try? host.entries(folder)) ?? []).filter(Self.isProcessor).map {
      "\(folder)/\($0)"
    }
    let numbers = folders.compactMap { folder in
      PlainText.line(try? host.text("\(folder)/cpufreq/cpuinfo_max_freq")).flatMap { Int($0) }
    }
    self.init(
      model: info.model, cores: info.cores ?? Self.cores(folders, host),
      threads: info.threads > 0 ? info.threads : nil,
      frequencyHz: Self.frequency(
        kilohertz: numbers.max(), model: info.model,
        // A hypervisor shows its machine one frequency, whatever the processor does.
        megahertz: info.changesFrequency && !info.hypervisor ? nil : info.megahertz)
        ?? firmware?.processorMegahertz.map { $0 * 1_000_000 },
      family: info.family, modelNumber: info.modelNumber, stepping: info.stepping)
  }

  /// Whether a name in `/sys/devices/system/cpu` is a processor's: `cpu0`, not `cpufreq`.
  private static func isProcessor(_ name: String) -> Bool {
    name.hasPrefix("cpu") && Int(name.dropFirst(3)) != nil
  }

  /// Distinct pairs of package and core; nil unless the kernel gives both for every processor
  /// online.
  private static func cores(_ folders: [String], _ host: Host) -> Int? {
    var found: Set<String> = []
    for folder in folders where host.exists("\(folder)/topology") {
      guard let core = PlainText.line(try? host.text("\(folder)/topology/core_id")),
        let package = PlainText.line(try? host.text("\(folder)/topology/physical_package_id"))
      else { return nil }
      found.insert("\(package) \(core)")
    }
    return found.isEmpty ? nil : found.count
  }

  /// Hertz: the governor's maximum, else the nominal frequency in the model's name (`… @ 3.30GHz`),
  /// else the present one, if that never changes.
  ///
  /// The last is rounded to 10 MHz: the kernel recalibrates it at each boot, and an unchanged
  /// machine should give an unchanged section.
  static func frequency(kilohertz: Int?, model: String?, megahertz: Double?) -> Int? {
    if let kilohertz, (1...100_000_000).contains(kilohertz) { return kilohertz * 1000 }
    if let model, let nominal = nominalFrequency(in: model) { return nominal }
    return megahertz.map { Int(($0 / 10).rounded()) * 10_000_000 }
  }

  private static func nominalFrequency(in model: String) -> Int? {
    guard let mark = model.lastIndex(of: "@") else { return nil }
    let text = model[model.index(after: mark)...].filter { $0 != " " }.lowercased()
    let units: [(String, Double)] = [("ghz", 1e9), ("mhz", 1e6)]
    for (unit, hertz) in units where text.hasSuffix(unit) {
      guard let number = Double(text.dropLast(3)), (0.01...100_000).contains(number) else {
        return nil
      }
      let exact = number * hertz
      return exact <= 1e11 ? Int(exact.rounded()) : nil
    }
    return nil
  }
}
