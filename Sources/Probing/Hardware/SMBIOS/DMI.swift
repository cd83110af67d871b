import HardwareCatalogue

/// The firmware's description of the machine: its SMBIOS tables, which only root may read, and the
/// single strings of them that the kernel shows in `/sys/class/dmi/id`.
struct DMI: Sendable {
  /// A string of the tables, by the name of the kernel's file.
  enum Field: String, CaseIterable {
    case manufacturer = "sys_vendor"
    case product = "product_name"
    case productVersion = "product_version"
    case serialNumber = "product_serial"
    case uuid = "product_uuid"
    case boardManufacturer = "board_vendor"
    case boardProduct = "board_name"
    case firmwareDate = "bios_date"

    /// The string on one clean line; nil if it is a placeholder.
    fileprivate func fact(_ text: String?) -> String? {
      switch self {
      case .serialNumber: Placeholders.serialNumber(text)
      case .uuid: HardwareUUID.canonical(text)
      default: Placeholders.fact(text)
      }
    }
  }

  private let host: Host
  private let identity: SMBIOSIdentity?
  /// nil if the tables may not be read.
  let memory: SMBIOSMemory?

  private static let tables = "sys/firmware/dmi/tables"
  private static let strings = "sys/class/dmi/id"

  /// nil if the machine has no such tables (ARM boards, some virtual machines).
  init?(on host: Host) {
    let bytes = try? host.bytes("\(Self.tables)/DMI")
    guard bytes != nil || host.exists(Self.strings) else { return nil }
    self.host = host
    let tables = bytes.map { bytes in
      let entryPoint = try? host.bytes("\(Self.tables)/smbios_entry_point")
      return SMBIOSTables(bytes, entryPoint: entryPoint.flatMap(SMBIOSEntryPoint.init))
    }
    identity = tables.map(SMBIOSIdentity.init)
    memory = tables.map(SMBIOSMemory.init)
  }

  /// The string on one clean line; nil if it is a placeholder, missing, or (serial numbers, UUID)
  /// readable by root only.
  subscript(field: Field) -> String? {
    field.fact(identity?[field])
      ?? field.fact(try? host.text("\(Self.strings)/\(field.rawValue)"))
  }

  /// Lower case, as RFC 9562 writes them.
  var uuid: String? { self[.uuid] }

  /// The frequency at which the firmware runs the processor.
  var processorMegahertz: Int? { identity?.processorMegahertz }

  /// The number of the chassis type. It is not read as a string fact: `3` would be a placeholder.
  var chassisType: UInt8? {
    if let type = identity?.chassisType { return type }
    let text = PlainText.line(try? host.text("\(Self.strings)/chassis_type"))
    // The kernel masks the lock bit; some firmware tools do not.
    return text.flatMap { UInt8($0) }.map { $0 & 0x7F }
  }
}

extension SMBIOSIdentity {
  subscript(field: DMI.Field) -> String? {
    switch field {
    case .manufacturer: manufacturer
    case .product: product
    case .productVersion: productVersion
    case .serialNumber: serialNumber
    case .uuid: uuid
    case .boardManufacturer: boardManufacturer
    case .boardProduct: boardProduct
    case .firmwareDate: firmwareDate
    }
  }
}
