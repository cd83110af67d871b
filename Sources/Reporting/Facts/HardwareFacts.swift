/// The hardware section of a report: what the computer is. A field is nil if the machine does not
/// say; sizes are bytes, frequencies hertz, dates `YYYY-MM-DD`.
public struct HardwareFacts: Codable, Sendable, Equatable {
  public var machine: Machine
  public var processor: Processor
  public var memory: Memory
  public var disks: [Disk]
  public var displays: [Display]
  public var system: System
  /// The collector, if it was not our agent.
  public var source: FactSource?

  public init(
    machine: Machine, processor: Processor, memory: Memory, disks: [Disk],
    displays: [Display] = [], system: System, source: FactSource? = nil
  ) {
    (self.machine, self.processor, self.memory, self.disks) = (machine, processor, memory, disks)
    (self.displays, self.system, self.source) = (displays, system, source)
  }

  /// The machine's maker and firmware (SMBIOS types 0, 1 and 3). Placeholder strings that makers
  /// leave behind ("To be filled by O.E.M.") are nil.
  public struct Machine: Codable, Sendable, Equatable {
    public var manufacturer, model, serialNumber, uuid: String?
    /// `desktop`, `laptop`, `mini-pc`, `all-in-one`, `tablet`, `server`, `virtual` or `other`.
    public var chassis: String?
    /// The date of the firmware, `YYYY-MM-DD`: the best hint at the machine's age.
    public var firmwareDate: String?
    /// Whether the machine has a system battery.
    public var hasBattery: Bool?
    /// Whether the system was started by UEFI, not by a legacy BIOS.
    public var uefi: Bool?
    /// Whether Secure Boot is switched on; if it is off, it may still be supported.
    public var secureBoot: Bool?
    /// The version of the TPM's specification, `2.0`; `none` if a search found no TPM.
    public var tpm: String?

    public init(
      manufacturer: String? = nil, model: String? = nil, serialNumber: String? = nil,
      uuid: String? = nil, chassis: String? = nil, firmwareDate: String? = nil,
      hasBattery: Bool? = nil, uefi: Bool? = nil, secureBoot: Bool? = nil, tpm: String? = nil
    ) {
      (self.manufacturer, self.model, self.serialNumber) = (manufacturer, model, serialNumber)
      (self.uuid, self.chassis, self.firmwareDate) = (uuid, chassis, firmwareDate)
      (self.hasBattery, self.uefi, self.secureBoot, self.tpm) = (hasBattery, uefi, secureBoot, tpm)
    }
  }

  public struct Processor: Codable, Sendable, Equatable {
    public var model: String?
    public var cores, threads: Int?
    /// The processor's maximum frequency; the current one if the maximum is unknown.
    public var frequencyHz: Int?
    /// Family, model and stepping as CPUID numbers them, including the extended parts.
    public var family: Int?
    public var modelNumber, stepping: Int?

    public init(
      model: String? = nil, cores: Int? = nil, threads: Int? = nil, frequencyHz: Int? = nil,
      family: Int? = nil, modelNumber: Int? = nil, stepping: Int? = nil
    ) {
      (self.model, self.cores, self.threads) = (model, cores, threads)
      (self.frequencyHz, self.family) = (frequencyHz, family)
      (self.modelNumber, self.stepping) = (modelNumber, stepping)
    }
  }

  public struct System: Codable, Sendable, Equatable {
    public var name, version, kernel, architecture: String?
    /// For Windows: build and revision, `19045.6456`; the revision shows which updates are
    /// installed.
    public var build: String?

    public init(
      name: String? = nil, version: String? = nil, kernel: String? = nil,
      architecture: String? = nil, build: String? = nil
    ) {
      (self.name, self.version, self.kernel) = (name, version, kernel)
      (self.architecture, self.build) = (architecture, build)
    }
  }
}
