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

  /// Whether two entries are of one device: by number, or as functions of one, which are called
  /// differently. Two of one product without numbers are called alike.
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
    // Windows' agents do not say the class: any of a maker's own devices may scan.
    let code = entry["class"].flatMap { UInt8($0, radix: 16) } ?? 0xFF
    let subclass = entry["subclass"].flatMap { UInt8($0, radix: 16) } ?? 0
    let manufacturer = Text.fact(entry["manufacturer"])
    let name = productName(entry["name"]) ?? productName(entry["caption"])
    // Whose driver it is: in brackets, `(Standard USB Host Controller)`, where it is of no maker.
    let isKind = manufacturer?.hasPrefix("(") ?? false
    let isWindows = isKind || manufacturer?.lowercased() == "microsoft" && vendor != "045e"
    return USBPeripheral(
      vendor: vendor, product: product, manufacturer: isWindows ? nil : manufacturer,
      productName: isKind ? nil : name, interfaces: [.init(code: code, subclass: subclass)],
      serialNumber: entry["serial"])
  }

  /// Windows calls devices by what they are to it where it has no name of theirs, in the language of
  /// the system.
  private static func productName(_ text: String?) -> String? {
    Text.fact(text).flatMap { GenericDeviceName.isGeneric($0) ? nil : $0 }
  }
}

/// Windows' names for devices of which it knows the kind alone.
enum GenericDeviceName {
  private static let listed: Set = [
    "usb composite device", "usb printing support", "usb device", "unknown device",
    "unknown usb device", "usb mass storage device", "usb input device",
    // German, Spanish, Italian, Portuguese, Dutch and Polish, which have no letters of their own here.
    "usb-verbundgerät", "dispositivo compuesto usb", "dispositivo usb composto",
    "dispositivo composto usb", "samengesteld usb-apparaat",
  ]

  /// `USB Composite Device`, `Thiết bị USB tổng hợp`, `Hỗ trợ in USB`, `Périphérique USB composite`:
  /// a product's own name has a number, or letters of ASCII alone.
  static func isGeneric(_ name: String) -> Bool {
    let lower = name.lowercased()
    if listed.contains(lower) { return true }
    let words = lower.split { !$0.isLetter && !$0.isNumber }
    return words.contains("usb") && !lower.contains(where: \.isNumber)
      && lower.contains { $0.isLetter && !$0.isASCII }
  }
}
