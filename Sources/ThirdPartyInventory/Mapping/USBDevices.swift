import HardwareCatalogue

extension MachineInventory {
  /// The USB devices, each once.
  var peripherals: [USBPeripheral] {
    var devices: [USBPeripheral] = []
    for peripheral in self["usbdevices"].compactMap(Self.peripheral) {
      let twin = devices.firstIndex { Self.isOneDevice($0, peripheral) }
      guard let twin else {
        devices.append(peripheral)
        continue
      }
      devices[twin].productName = devices[twin].productName ?? peripheral.productName
      devices[twin].manufacturer = devices[twin].manufacturer ?? peripheral.manufacturer
      devices[twin].serialNumber = devices[twin].serialNumber ?? peripheral.serialNumber
      devices[twin].interfaces += peripheral.interfaces
    }
    return devices
  }

  /// Whether two entries are one device: by serial number, or as its functions, which have
  /// different names. Two of one product without serial numbers have the same name.
  private static func isOneDevice(_ one: USBPeripheral, _ other: USBPeripheral) -> Bool {
    guard one.id == other.id else { return false }
    if let number = one.serialNumber, let otherNumber = other.serialNumber {
      return number == otherNumber
    }
    return one.productName != other.productName
  }

  private static func peripheral(_ entry: Entry) -> USBPeripheral? {
    guard let vendor = entry["vendorid"].flatMap(USBPeripheral.fourDigits),
      let product = entry["productid"].flatMap(USBPeripheral.fourDigits)
    else { return nil }
    // Windows' agents do not give the class: any device in the maker's own class may scan.
    let code = entry["class"].flatMap { UInt8($0, radix: 16) } ?? 0xFF
    let subclass = entry["subclass"].flatMap { UInt8($0, radix: 16) } ?? 0
    let manufacturer = Text.fact(entry["manufacturer"])
    let name = productName(entry["name"]) ?? productName(entry["caption"])
    // The driver's vendor: in brackets, `(Standard USB Host Controller)`, if it is not a maker.
    let isKind = manufacturer?.hasPrefix("(") ?? false
    let isWindows = isKind || manufacturer?.lowercased() == "microsoft" && vendor != "045e"
    return USBPeripheral(
      vendor: vendor, product: product, manufacturer: isWindows ? nil : manufacturer,
      productName: isKind ? nil : name, interfaces: [.init(code: code, subclass: subclass)],
      serialNumber: entry["serial"])
  }

  /// nil if Windows only says what kind of device it is, in the system's language, for lack of a
  /// name.
  private static func productName(_ text: String?) -> String? {
    Text.fact(text).flatMap { GenericDeviceName.isGeneric($0) ? nil : $0 }
  }
}

/// Windows' names for devices of which it knows only the kind.
enum GenericDeviceName {
  private static let listed: Set = [
    "usb composite device", "usb printing support", "usb device", "unknown device",
    "unknown usb device", "usb mass storage device", "usb input device",
    // German, Spanish, Portuguese, Italian and Dutch, mostly without letters beyond ASCII.
    "usb-verbundgerät", "dispositivo compuesto usb", "dispositivo usb composto",
    "dispositivo composto usb", "samengesteld usb-apparaat",
  ]

  /// `USB Composite Device`, `Thiết bị USB tổng hợp`, `Hỗ trợ in USB`,
  /// `Périphérique USB composite`: unlike them, a product's own name has a digit, or only ASCII
  /// letters.
  static func isGeneric(_ name: String) -> Bool {
    let lower = name.lowercased()
    if listed.contains(lower) { return true }
    let words = lower.split { !$0.isLetter && !$0.isNumber }
    return words.contains("usb") && !lower.contains(where: \.isNumber)
      && lower.contains { $0.isLetter && !$0.isASCII }
  }
}
