import HardwareCatalogue
import Reporting

extension MachineInventory {
  /// The scanners shown by the list of USB devices and by the names of printer drivers. If neither
  /// shows one, that proves nothing: agents leave out the USB interface of a multifunction
  /// printer's scanner, and drivers have all kinds of names.
  func scannerFacts(_ source: FactSource) -> Outcome<ScannerFacts> {
    let devices = usbScanners
    var scanners = devices.map(\.scanner)
    // Each device takes the drivers of one model.
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

  /// A scanner on the USB, with what identifies its printer driver.
  private struct USBScanner {
    var scanner: ScannerFacts.Scanner
    /// From its own name.
    var words: NameWords
    /// From the tables' name for its number. Models of several markets share one: ET-2810, L3250.
    var known: NameWords?
    var isPlain: Bool

    /// Whether a printer driver can be this device's.
    func mayHave(driver: ScannerFacts.Scanner, _ other: NameWords) -> Bool {
      if words.isAlike(other) || known?.isAlike(other) ?? false { return true }
      // On the USB, a device and its driver have the same maker; often the names share nothing
      // else. But if both name a model by number, the numbers must agree.
      return driver.connection == .usb && !isPlain && !words.contradicts(other)
        && [words.maker, known?.maker].compactMap { $0 }.contains(other.maker ?? "")
    }
  }

  private var usbScanners: [USBScanner] {
    let peripherals = peripherals
    let catalogue = ScannerCatalogue(for: peripherals.map(\.id))
    return peripherals.compactMap { peripheral in
      guard let scanner = catalogue.scanner(peripheral) else { return nil }
      let known = catalogue.knownName(of: peripheral.id)
      // `USB2.0 MFP(Hi-Speed)` does not name a model.
      let own = ScannerName(
        peripheral.productName?.replacing("USB2.0", with: "USB"), maker: scanner.manufacturer)
      return USBScanner(
        scanner: scanner, words: NameWords(own), known: known.map { NameWords($0) },
        isPlain: [own, known ?? own].contains(where: ScannerCatalogue.isPlainScanner))
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
      // One device has a driver for each of its languages, one for faxes, and one for each
      // connection: the count errs downwards.
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
    NameWords(ScannerName(scanner.model, maker: scanner.manufacturer))
  }
}
