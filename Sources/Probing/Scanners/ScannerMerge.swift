import Reporting

/// All that was seen, by each way of looking.
struct ScannerSightings: Equatable, Sendable {
  /// Everything on the USB, in the order of its ports.
  var usb: [USBSighting] = []
  var sane: [SANESighting] = []
  var escl: [ESCLSighting] = []
  /// Whether every SANE backend has told what hangs on this machine, so that a scanner that none
  /// of them lists has no driver.
  var hasAskedAllDrivers = false
}

/// Counts each scanner once, whoever saw it. Pure.
///
/// What SANE and eSCL saw belongs to a scanner already seen where the place on the USB says so, or
/// the product, the network address or the UUID; else where maker and model are alike and the same
/// way has not found another one there. So two scanners of one model on one machine stay two, but
/// one on its USB and one on the network are taken for one: the count errs downwards.
enum ScannerMerge {
  /// Most scanners that a report holds.
  static let mostScanners = 64

  static func scanners(_ seen: ScannerSightings) -> [ScannerFacts.Scanner] {
    var entries = seen.usb.compactMap { sighting in
      sighting.scanner.map { ScannerEntry(usb: sighting, scanner: $0) }
    }
    let onUSB = entries.count
    for sighting in seen.escl.sorted(by: ScannerOrder.escl) {
      if let index = entries.firstIndex(where: { $0.isSame(sighting) })
        ?? entries.firstIndex(where: { $0.isAlike(sighting) })
      {
        entries[index].escl.append(sighting)
      } else {
        entries.append(ScannerEntry(sighting))
      }
    }
    // Names that tell the place go first, so that those that do not cannot take their scanner.
    let named = seen.sane.filter { $0.place.isExact } + seen.sane.filter { !$0.place.isExact }
    for sighting in named {
      if let index = entries.firstIndex(where: { $0.isSame(sighting) })
        ?? entries.firstIndex(where: { $0.isAlike(sighting) })
      {
        entries[index].sane.append(sighting)
      } else {
        entries.append(ScannerEntry(sighting, among: seen.usb))
      }
    }
    let facts = entries.map { $0.facts(hasAskedAllDrivers: seen.hasAskedAllDrivers) }
    // The order must not hang on who answered first.
    return Array(
      (facts[..<onUSB] + facts[onUSB...].sorted(by: ScannerOrder.facts)).prefix(mostScanners))
  }
}

/// Orders that are the same every night.
private enum ScannerOrder {
  static func escl(_ one: ESCLSighting, _ other: ESCLSighting) -> Bool {
    (one.uuid ?? "", one.host) < (other.uuid ?? "", other.host)
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

extension SANESighting.Place {
  /// Whether it says which of several scanners is meant.
  fileprivate var isExact: Bool {
    switch self {
    case .usb, .usbProduct: true
    case .network(let host): host != nil
    case .usbSomewhere, .unknown: false
    }
  }
}
