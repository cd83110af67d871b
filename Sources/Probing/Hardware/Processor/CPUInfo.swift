import HardwareCatalogue

/// The content of `/proc/cpuinfo`. Pure and total: what it does not understand is nil or 0.
struct CPUInfo: Equatable, Sendable {
  /// The maker's name for the processor, as the kernel gives it.
  var model: String?
  /// Logical processors that are online.
  var threads = 0
  /// Distinct pairs of package and core; nil if a processor lacks either (ARM, old kernels).
  var cores: Int?
  /// The highest present frequency of any processor.
  var megahertz: Double?
  /// CPUID's numbers; nil on processors that are not x86.
  var family: Int?
  var modelNumber, stepping: Int?
  /// x86's flag for "under a hypervisor".
  var hypervisor = false
  /// Whether the processor changes its frequency by itself or at the kernel's request (x86's
  /// flags), so that the present one says little.
  var changesFrequency = false

  init(_ text: String) {
    var package: Substring?
    var packages: [Substring?] = []
    var coreIds: [Substring] = []
    var implementer, part: Substring?
    for (name, value) in FieldLines(text) {
      switch name {
      // ARM kernels before 3.8 have the model in `Processor`, the numbers in `processor`.
      case "processor" where Int(value) != nil:
        threads += 1
        package = nil
      case "model name", "Processor", "Model Name", "cpu model", "cpu":
        if model == nil { model = PlainText.line(String(value)) }
      case "physical id": package = value
      case "core id":
        packages.append(package)
        coreIds.append(value)
      case "cpu MHz", "CPU MHz", "clock":
        if let present = Self.megahertz(value), present > megahertz ?? 0 { megahertz = present }
      case "cpu family": family = family ?? Self.number(value)
      case "model": modelNumber = modelNumber ?? Self.number(value)
      case "stepping": stepping = stepping ?? Self.number(value)
      case "flags":
        let flags = value.split(separator: " ")
        hypervisor = hypervisor || flags.contains("hypervisor")
        changesFrequency =
          changesFrequency
          || flags.contains { ["est", "hwp", "hw_pstate", "aperfmperf"].contains($0) }
      case "CPU implementer": implementer = implementer ?? value
      case "CPU part": part = part ?? value
      default: break
      }
    }
    if threads > 0, coreIds.count == threads, packages.allSatisfy({ $0 != nil }) {
      cores = Set(zip(packages, coreIds).map { "\($0 ?? "") \($1)" }).count
    }
    if model == nil, let part {
      model = ARMCore.name(implementer: String(implementer ?? ""), part: String(part))
    }
  }

  private static func number(_ value: Substring) -> Int? {
    Int(value).flatMap { (0...1024).contains($0) ? $0 : nil }
  }

  /// Parses `2596.120`, or `1500.000000MHz` as on POWER.
  private static func megahertz(_ value: Substring) -> Double? {
    guard let number = Double(value.prefix { $0.isNumber || $0 == "." }),
      (1...100_000).contains(number)
    else { return nil }
    return number
  }
}

/// Names of cores: ARM's 64-bit kernels give only a number.
enum ARMCore {
  /// From Arm's technical reference manuals, register MIDR_EL1.
  private static let arm: [String: String] = [
    "0xd03": "Cortex-A53", "0xd04": "Cortex-A35", "0xd05": "Cortex-A55", "0xd07": "Cortex-A57",
    "0xd08": "Cortex-A72", "0xd09": "Cortex-A73", "0xd0a": "Cortex-A75", "0xd0b": "Cortex-A76",
    "0xd0c": "Neoverse-N1", "0xd0d": "Cortex-A77", "0xd40": "Neoverse-V1", "0xd41": "Cortex-A78",
    "0xd49": "Neoverse-N2",
  ]

  static func name(implementer: String, part: String) -> String? {
    implementer == "0x41" ? arm[part.lowercased()].map { "ARM \($0)" } : nil
  }
}
