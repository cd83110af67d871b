import HardwareCatalogue
import Reporting

extension MachineInventory {
  /// The scanners that the list of USB devices and the names of printers' drivers show. That neither
  /// shows one proves nothing: agents leave out the interface with which the scanner of a
  /// multifunction printer stands on the USB, and drivers are called anything.
  func scannerFacts(_ source: FactSource) -> Outcome<ScannerFacts> {
    var scanners = usbScanners
    for named in driverScanners where !scanners.contains(where: { isSame($0, named) }) {
      scanners.append(named)
    }
    let reason =
      sections["usbdevices"] == nil
      ? "\(source.agent) did not list the devices on the USB"
      : "\(source.agent) does not list the scanners of multifunction printers"
    guard !scanners.isEmpty else { return .failed(reason: "\(reason): it cannot tell") }
    return .observed(
      ScannerFacts(
        scanners: scanners, unseen: [.init(way: .inventory, reason: reason)], source: source))
  }

  private var usbScanners: [ScannerFacts.Scanner] {
    let peripherals = self["usbdevices"].compactMap(peripheral)
    let catalogue = ScannerCatalogue(for: peripherals.map(\.id))
    return peripherals.compactMap(catalogue.scanner)
  }

  private func peripheral(_ entry: Entry) -> USBPeripheral? {
    guard let vendor = entry["vendorid"].flatMap(USBPeripheral.fourDigits),
      let product = entry["productid"].flatMap(USBPeripheral.fourDigits)
    else { return nil }
    // Windows' agents do not say the class: any of a maker's own devices may scan.
    let code = entry["class"].flatMap { UInt8($0, radix: 16) } ?? 0xFF
    let subclass = entry["subclass"].flatMap { UInt8($0, radix: 16) } ?? 0
    return USBPeripheral(
      vendor: vendor, product: product, manufacturer: Text.fact(entry["manufacturer"]),
      productName: Self.productName(entry["name"]) ?? Self.productName(entry["caption"]),
      interfaces: [.init(code: code, subclass: subclass)])
  }

  /// Windows calls devices by what they are to it where it has no name of theirs.
  private static func productName(_ text: String?) -> String? {
    let generic = ["usb composite device", "usb printing support", "usb device", "unknown device"]
    return Text.fact(text).flatMap { generic.contains($0.lowercased()) ? nil : $0 }
  }

  private var driverScanners: [ScannerFacts.Scanner] {
    var found: [ScannerFacts.Scanner] = []
    for entry in self["printers"] {
      guard let driver = Text.fact(entry["driver"]),
        let name = ScannerCatalogue.multifunctionPrinter(driver: driver)
      else { continue }
      let connection: ScannerFacts.Scanner.Connection =
        switch entry["port"] {
        case "USB": .usb
        case "NETWORK": .network
        default: Text.flag(entry["network"]) == true ? .network : .other
        }
      let scanner = ScannerFacts.Scanner(
        manufacturer: name.manufacturer, model: name.model, connection: connection,
        evidence: .driverName, likely: true, ready: nil)
      // One device has a driver for each of its languages, and one for faxes.
      if !found.contains(where: { isSame($0, scanner) }) { found.append(scanner) }
    }
    return found
  }

  private func isSame(_ one: ScannerFacts.Scanner, _ other: ScannerFacts.Scanner) -> Bool {
    if one.connection == .usb, other.connection == .network { return false }
    let names = [one, other].map { NameWords(ScannerName($0.model, maker: $0.manufacturer)) }
    // On the USB a device and its driver are of one maker; the names often have nothing in common.
    if one.connection == .usb, one.usbId != nil, other.connection == .usb,
      names[0].maker == names[1].maker
    {
      return true
    }
    return names[0].isAlike(names[1])
  }
}
