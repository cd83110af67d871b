import HardwareCatalogue
import Reporting

extension MachineInventory {
  /// The scanners that the list of USB devices and the names of printers' drivers show. That neither
  /// shows one proves nothing: agents leave out the interface with which the scanner of a
  /// multifunction printer stands on the USB, and drivers are called anything.
  func scannerFacts(_ source: FactSource) -> Outcome<ScannerFacts> {
    let devices = usbScanners
    var scanners = devices.map(\.scanner)
    // Each of them takes the drivers of one model.
    var models: [Int: NameWords] = [:]
    for named in driverScanners {
      let words = Self.words(named)
      let device = devices.indices.first { index in
        models[index].map { $0.isAlike(words) } ?? devices[index].mayHave(driver: named, words)
      }
      if let device { models[device] = words } else { scanners.append(named) }
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

  /// A scanner on the USB, and what else it is called.
  private struct USBScanner {
    var scanner: ScannerFacts.Scanner
    var names: [NameWords]

    /// Whether a printer's driver can be this device's.
    func mayHave(driver: ScannerFacts.Scanner, _ words: NameWords) -> Bool {
      if names.contains(where: { $0.isAlike(words) }) { return true }
      // On the USB a device and its driver are of one maker; the names often have nothing in common.
      // Those that both name a model by its number have.
      return driver.connection == .usb && names.contains { $0.maker == words.maker }
        && names.allSatisfy { !$0.contradicts(words) }
    }
  }

  private var usbScanners: [USBScanner] {
    let peripherals = peripherals
    let catalogue = ScannerCatalogue(for: peripherals.map(\.id))
    return peripherals.compactMap { peripheral in
      guard let scanner = catalogue.scanner(peripheral) else { return nil }
      var names = [Self.words(scanner)]
      if let known = catalogue.knownName(of: peripheral.id) { names.append(NameWords(known)) }
      return USBScanner(scanner: scanner, names: names)
    }
  }

  private var driverScanners: [ScannerFacts.Scanner] {
    var found: [ScannerFacts.Scanner] = []
    for entry in self["printers"] {
      let port = entry["port"].flatMap(PrinterPort.init(rawValue:))
      guard port != .elsewhere, port != .nothing, let driver = Text.fact(entry["driver"]),
        let name = ScannerCatalogue.multifunctionPrinter(driver: driver)
      else { continue }
      let connection: ScannerFacts.Scanner.Connection =
        switch port {
        case .usb: .usb
        case .network: .network
        default: Text.flag(entry["network"]) == true ? .network : .other
        }
      let scanner = ScannerFacts.Scanner(
        manufacturer: name.manufacturer, model: name.model, connection: connection,
        evidence: .driverName, likely: true, ready: nil)
      // One device has a driver for each of its languages, one for faxes, and one for each way to
      // it: the count errs downwards.
      let twin = found.firstIndex { Self.words($0).isAlike(Self.words(scanner)) }
      guard let twin else {
        found.append(scanner)
        continue
      }
      if connection == .usb { found[twin].connection = .usb }
    }
    return found
  }

  private static func words(_ scanner: ScannerFacts.Scanner) -> NameWords {
    // `USB2.0 MFP(Hi-Speed)` names no model.
    let model = scanner.model?.replacing("USB2.0", with: "USB")
    return NameWords(ScannerName(model, maker: scanner.manufacturer))
  }
}
