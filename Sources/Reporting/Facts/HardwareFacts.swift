/// The hardware section of a report: what the computer is. A field is nil where the machine does
/// not say; sizes are bytes, frequencies hertz, dates `YYYY-MM-DD`.
public struct HardwareFacts: Codable, Sendable, Equatable {
  public var machine: Machine
  public var processor: Processor
  public var memory: Memory
  public var disks: [Disk]
  public var displays: [Display]
  public var system: System

  public init(
    machine: Machine, processor: Processor, memory: Memory, disks: [Disk],
    displays: [Display] = [], system: System
  ) {
    self.machine = machine
    self.processor = processor
    self.memory = memory
    self.disks = disks
    self.displays = displays
    self.system = system
  }

  /// Who made the machine (SMBIOS types 0, 1 and 3). Placeholder strings that makers leave behind
  /// ("To be filled by O.E.M.") are nil.
  public struct Machine: Codable, Sendable, Equatable {
    public var manufacturer: String?
    public var model: String?
    public var serialNumber: String?
    public var uuid: String?
    /// `desktop`, `laptop`, `mini-pc`, `all-in-one`, `tablet`, `server`, `virtual` or `other`.
    public var chassis: String?
    /// The date of the firmware, `YYYY-MM-DD`: the nearest thing to an age.
    public var firmwareDate: String?
    /// Whether a battery that runs the machine is in it.
    public var hasBattery: Bool?

    public init(
      manufacturer: String? = nil, model: String? = nil, serialNumber: String? = nil,
      uuid: String? = nil, chassis: String? = nil, firmwareDate: String? = nil,
      hasBattery: Bool? = nil
    ) {
      self.manufacturer = manufacturer
      self.model = model
      self.serialNumber = serialNumber
      self.uuid = uuid
      self.chassis = chassis
      self.firmwareDate = firmwareDate
      self.hasBattery = hasBattery
    }
  }

  public struct Processor: Codable, Sendable, Equatable {
    public var model: String?
    public var cores: Int?
    public var threads: Int?
    /// The highest frequency the processor runs at, else the present one.
    public var frequencyHz: Int?

    public init(
      model: String? = nil, cores: Int? = nil, threads: Int? = nil, frequencyHz: Int? = nil
    ) {
      self.model = model
      self.cores = cores
      self.threads = threads
      self.frequencyHz = frequencyHz
    }
  }

  public struct System: Codable, Sendable, Equatable {
    public var name: String?
    public var version: String?
    public var kernel: String?
    public var architecture: String?

    public init(
      name: String? = nil, version: String? = nil, kernel: String? = nil,
      architecture: String? = nil
    ) {
      self.name = name
      self.version = version
      self.kernel = kernel
      self.architecture = architecture
    }
  }
}
