import HardwareCatalogue
import Reporting

/// Everything detected, by search.
struct DetectedScanners: Equatable, Sendable {
  /// All USB devices, in the order of their ports.
  var usb: [USBSighting] = []
  var sane: [SANESighting] = []
  var escl: [ESCLSighting] = []
  /// The names and addresses of the machine that looked.
  var ownHosts = OwnHosts()
  /// Whether every SANE backend has listed what is connected to this machine, so that a scanner
  /// that none of them lists has no driver.
  var hasAskedAllDrivers = false
}

/// Counts each scanner once, whoever saw it (``ScannerIdentity``), and names the printers of which
/// nothing tells whether they scan. Pure.
enum ScannerMerge {
  /// Maximum scanners in a report.
  static let mostScanners = 64

  static func scanners(_ seen: DetectedScanners) -> [ScannerFacts.Scanner] { facts(seen).scanners }

  static func facts(
    _ seen: DetectedScanners
  ) -> (scanners: [ScannerFacts.Scanner], unseen: [ScannerFacts.Unseen]) {
    let escl = seen.escl.sorted(by: ScannerOrder.escl)
    let sane = seen.sane.sorted { $0.name < $1.name }
    // Whatever a driver's name says, a hub is not the scanner.
    let usb = seen.usb.filter { !$0.peripheral.isHub }
    let groups = ScannerIdentity.groups(
      usb.map { ScannerEvidence($0) } + escl.map { ScannerEvidence($0) }
        + sane.map { ScannerEvidence($0, on: seen.ownHosts) },
      isHidden: usb.map { $0.scanner == nil && !$0.isUnjudged } + escl.map { _ in false }
        + sane.map { _ in false })
    var onUSB: [ScannerFacts.Scanner] = []
    var others: [ScannerFacts.Scanner] = []
    var unseen: [ScannerFacts.Unseen] = []
    for group in groups {
      var entry = ScannerEntry()
      for index in group {
        if index < usb.count {
          entry.usb = entry.usb ?? usb[index]
        } else if index < usb.count + escl.count {
          entry.escl.append(escl[index - usb.count])
        } else {
          entry.sane.append(sane[index - usb.count - escl.count])
        }
      }
      guard entry.isScanner else {
        if let reason = entry.usb?.unseen { unseen.append(reason) }
        continue
      }
      let facts = entry.facts(hasAskedAllDrivers: seen.hasAskedAllDrivers)
      if entry.usb?.scanner != nil { onUSB.append(facts) } else { others.append(facts) }
    }
    // The order must not depend on who answered first.
    return (
      Array((onUSB + others.sorted(by: ScannerOrder.facts)).prefix(mostScanners)), unseen
    )
  }
}

/// Orders that are the same every night.
private enum ScannerOrder {
  static func escl(_ one: ESCLSighting, _ other: ESCLSighting) -> Bool {
    (one.uuid ?? "", one.serialNumber ?? "", one.host)
      < (other.uuid ?? "", other.serialNumber ?? "", other.host)
  }

  static func facts(_ one: ScannerFacts.Scanner, _ other: ScannerFacts.Scanner) -> Bool {
    key(one).lexicographicallyPrecedes(key(other))
  }

  private static func key(_ scanner: ScannerFacts.Scanner) -> [String] {
    [
      scanner.connection.rawValue, scanner.manufacturer ?? "", scanner.model ?? "",
      scanner.usbId ?? "", scanner.evidence.rawValue, scanner.ready.map { "\($0)" } ?? "",
    ]
  }
}
