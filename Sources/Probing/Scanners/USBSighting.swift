import Glibc
import HardwareCatalogue
import Reporting

/// A USB device, with what it shows of a scanner.
struct USBSighting: Equatable, Sendable {
  var peripheral: USBPeripheral
  /// nil if its descriptors do not show a scanner.
  var scanner: ScannerFacts.Scanner?
  /// Whether it is a printer of which nothing tells whether it also scans.
  var isUnjudged = false
  /// Whether this user may open it, as a driver must.
  var mayOpen = false
}

extension USBSighting {
  /// Longest name in a reason, in characters.
  private static let longestName = 60

  /// Why it is not known whether this device scans; nil if that is known.
  var unseen: ScannerFacts.Unseen? {
    guard isUnjudged else { return nil }
    let names = [peripheral.manufacturer, peripheral.productName].compactMap { $0 }
    let name = names.isEmpty ? "a printer" : names.joined(separator: " ")
    return ScannerFacts.Unseen(
      way: .usb,
      reason: "\(name.prefix(Self.longestName)) (USB \(peripheral.id)) prints; nothing tells"
        + " whether it also scans")
  }

  /// The devices on the machine's USB; none if it has no USB.
  ///
  /// - Throws: as ``USBPeripheral/all(on:)``.
  static func all(on host: Host) throws(ProbeError) -> [USBSighting] {
    let peripherals = try USBPeripheral.all(on: host) ?? []
    let catalogue = ScannerCatalogue(for: peripherals.map(\.id))
    return peripherals.map { peripheral in
      let scanner = catalogue.scanner(peripheral)
      return USBSighting(
        peripheral: peripheral, scanner: scanner, isUnjudged: catalogue.isUnjudged(peripheral),
        mayOpen: scanner != nil && host.isThisMachine && mayOpen(peripheral))
    }
  }

  /// Modes are not enough: a service may be denied devices that its user owns. So the device is
  /// opened, as every driver does, and nothing is sent.
  private static func mayOpen(_ peripheral: USBPeripheral) -> Bool {
    guard let bus = peripheral.bus, let device = peripheral.device else { return false }
    func padded(_ number: Int) -> String {
      String(repeating: "0", count: max(0, 3 - "\(number)".count)) + "\(number)"
    }
    let file = open(
      "/dev/bus/usb/\(padded(bus))/\(padded(device))", O_RDWR | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return false }
    close(file)
    return true
  }
}
