import HardwareCatalogue
import Reporting

/// One scanner, with the evidence of each search.
struct ScannerEntry {
  /// Also a device that only a driver, not its descriptors, shows to be a scanner.
  var usb: USBSighting?
  var sane: [SANESighting] = []
  var escl: [ESCLSighting] = []

  /// Whether any source identifies it as a scanner.
  var isScanner: Bool { usb?.scanner != nil || !sane.isEmpty || !escl.isEmpty }

  private var known: ScannerFacts.Scanner? { usb?.scanner }

  // MARK: Facts for a report

  private var name: ScannerName {
    let names =
      [known.map { ScannerName($0.model, maker: $0.manufacturer) }] + escl.map(\.name)
      + sane.map(\.scannerName)
    // A name without a model (`PID 1115`) is a last resort.
    let all = names.compactMap { $0 }
    let known = all.filter { !NameWords($0).isNameless }
    var name = ScannerName(nil)
    name.model = (known + all).compactMap(\.model).first
    name.manufacturer = (known + all).compactMap(\.manufacturer).first
    return name
  }

  private var connection: ScannerFacts.Scanner.Connection {
    let places = sane.map(\.place)
    if usb != nil || escl.contains(where: \.isOnUSB) || places.contains(where: \.isOnUSB) {
      return .usb
    }
    return escl.isEmpty && !places.contains(where: \.isOnNetwork) ? .other : .network
  }

  /// Serial numbers do not leave this machine, wherever a device or its driver writes them.
  private func withoutSerialNumbers(_ model: String) -> String {
    let serials =
      [usb?.peripheral.serialNumber] + escl.map(\.serialNumber) + sane.map(\.serialNumber)
    return ScannerSerial.removed(from: model, known: serials.compactMap { $0 })
  }

  /// - Parameter hasAskedAllDrivers: whether SANE would have listed it if it had a driver.
  func facts(hasAskedAllDrivers: Bool) -> ScannerFacts.Scanner {
    let isUnclaimed =
      sane.isEmpty && escl.isEmpty && hasAskedAllDrivers && (usb?.mayOpen ?? false)
    let answers = sane.map(\.opens) + escl.map(\.ready) + (isUnclaimed ? [false] : [])
    let peripheral = usb?.peripheral
    let name = name
    return ScannerFacts.Scanner(
      manufacturer: known?.manufacturer ?? peripheral?.manufacturer ?? name.manufacturer,
      model: (known?.model ?? peripheral?.productName ?? name.model).map(withoutSerialNumbers),
      connection: connection, usbId: peripheral?.id,
      evidence: !sane.isEmpty ? .sane : !escl.isEmpty ? .escl : .usb,
      driver: !sane.isEmpty ? .sane : !escl.isEmpty ? .escl : isUnclaimed ? .nobody : nil,
      // What answers as a scanner is one, whatever its name.
      likely: sane.isEmpty && escl.isEmpty ? known?.likely : nil,
      // One way to scan is enough.
      ready: answers.contains(true) ? true : answers.contains(false) ? false : nil)
  }
}

extension SANESighting.Place {
  fileprivate var isOnUSB: Bool {
    switch self {
    case .usb, .usbPort, .usbProduct, .usbSomewhere: true
    case .network, .unknown: false
    }
  }

  fileprivate var isOnNetwork: Bool { if case .network = self { true } else { false } }
}

extension ESCLSighting {
  fileprivate var name: ScannerName { ScannerName(model, maker: manufacturer) }
}
