extension HardwareFacts {
  public struct Memory: Codable, Sendable, Equatable {
    /// Memory available to the kernel: slightly less than installed.
    public var totalBytes: Int
    /// Installed memory: the sum of the modules (SMBIOS type 17, root only).
    public var installedBytes: Int?
    /// Memory slots, populated or not (SMBIOS types 16 and 17).
    public var slots: Int?
    /// The modules in the slots; nil if the firmware's tables may not be read.
    public var modules: [Module]?

    public init(
      totalBytes: Int, installedBytes: Int? = nil, slots: Int? = nil, modules: [Module]? = nil
    ) {
      (self.totalBytes, self.installedBytes) = (totalBytes, installedBytes)
      (self.slots, self.modules) = (slots, modules)
    }

    /// The sum of the modules in bytes, if it is the installed memory: nil if the system has more,
    /// because then the list of modules is incomplete.
    public static func installed(_ sum: Int?, total: Int) -> Int? {
      sum.flatMap { $0 >= total ? $0 : nil }
    }

    /// A memory module. Its serial number is never read.
    public struct Module: Codable, Sendable, Equatable {
      /// The slot's label, such as `DIMM A1`.
      public var slot: String?
      public var sizeBytes: Int
      /// `DDR4`, as the SMBIOS specification names it.
      public var kind: String?
      /// As configured: 2666000000 for what is sold as "2666 MHz".
      public var speedTransfersPerSecond: Int?
      /// `DIMM`, `SODIMM`, as the SMBIOS specification names it.
      public var formFactor: String?
      public var manufacturer: String?

      public init(
        slot: String? = nil, sizeBytes: Int, kind: String? = nil,
        speedTransfersPerSecond: Int? = nil, formFactor: String? = nil,
        manufacturer: String? = nil
      ) {
        (self.slot, self.sizeBytes, self.kind) = (slot, sizeBytes, kind)
        (self.speedTransfersPerSecond, self.formFactor) = (speedTransfersPerSecond, formFactor)
        self.manufacturer = manufacturer
      }
    }
  }

  public struct Disk: Codable, Sendable, Equatable {
    /// `ssd` and `hdd` are on SATA, SAS or IDE; `flash` is soldered (eMMC) or an SD card in a
    /// reader of its own; `removable` is anything that can be pulled out, including all of USB;
    /// `other` are the disks of virtual machines.
    public enum Kind: String, Codable, Sendable, CaseIterable {
      case nvme, ssd, hdd, flash, removable, other
    }

    /// The kernel's name, `sda`.
    public var name: String
    public var model: String?
    public var sizeBytes: Int
    /// The smaller of the two sizes that an agent of another project may have meant, of which
    /// `sizeBytes` is the larger; nil if the size is known.
    public var leastBytes: Int?
    /// True for a hard disk, false for solid state, nil if the kernel does not say.
    public var rotational: Bool?
    public var removable: Bool
    /// nil if unknown.
    public var kind: Kind?

    /// Whether it is the computer's own, not a stick, card or disk that is only plugged in. The
    /// kernel does not call a hard disk on the USB removable.
    public var isBuiltIn: Bool { !removable && kind != .removable }

    public init(
      name: String, model: String? = nil, sizeBytes: Int, leastBytes: Int? = nil,
      rotational: Bool?, removable: Bool, kind: Kind? = nil
    ) {
      (self.name, self.model, self.sizeBytes) = (name, model, sizeBytes)
      self.leastBytes = leastBytes
      (self.rotational, self.removable, self.kind) = (rotational, removable, kind)
    }
  }

  /// A connector with a display attached, and the display's EDID data.
  public struct Display: Codable, Sendable, Equatable {
    /// `HDMI-A-1`
    public var connector: String
    /// The three letters of the PNP registry, `DEL`.
    public var manufacturer: String?
    public var model: String?
    /// Of the mode that the display prefers.
    public var widthPixels: Int?
    public var heightPixels: Int?
    /// Of the visible image.
    public var widthMillimetres: Int?
    public var heightMillimetres: Int?
    /// Of manufacture.
    public var year: Int?

    public init(
      connector: String, manufacturer: String? = nil, model: String? = nil,
      widthPixels: Int? = nil, heightPixels: Int? = nil, widthMillimetres: Int? = nil,
      heightMillimetres: Int? = nil, year: Int? = nil
    ) {
      (self.connector, self.manufacturer, self.model) = (connector, manufacturer, model)
      (self.widthPixels, self.heightPixels) = (widthPixels, heightPixels)
      (self.widthMillimetres, self.heightMillimetres) = (widthMillimetres, heightMillimetres)
      self.year = year
    }
  }
}
