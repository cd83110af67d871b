import HardwareCatalogue
public import Reporting

/// The document scanners that this machine can use, each counted once: on its USB by their
/// descriptors, by SANE's drivers, and on the network by eSCL.
///
/// Of a captured machine only the USB can be read. SANE and avahi are asked if they are installed
/// and there is a program to ask them in (``ProbeSettings/isolation``). What hangs, crashes or does
/// not answer is named in ``ScannerFacts/unseen`` and costs nothing else.
///
/// Absent means that every available way of looking was used to its end and found none, and that
/// no printer is connected of which nothing tells whether it also scans; failed,
/// that the USB could not be read and there was nothing else to ask.
public struct ScannerProbe: Probe {
  public static let name = "scanners"
  public static var section: WritableKeyPath<Report, Outcome<ScannerFacts>?> { \.scanners }
  /// Maximum ways and addresses that a report names as unseen.
  static let mostUnseen = 40

  let settings: ProbeSettings
  var sane: SANELook?
  var network: NetworkLook
  var usbSeconds = 10.0

  public init(_ settings: ProbeSettings = ProbeSettings()) {
    self.settings = settings
    sane =
      settings.scanners.sane
      ? settings.isolation.map {
        SANELook(isolation: $0, asksNetwork: settings.scanners.networkDrivers)
      } : nil
    network = NetworkLook(settings: settings)
  }

  /// SANE's list, its list without the network, and opening the scanners listed.
  public var deadlineSeconds: Double { 45 }

  public func observe(_ host: Host) throws(ProbeError) -> ScannerFacts? {
    guard host.isThisMachine else {
      return Self.facts(DetectedScanners(usb: try USBSighting.all(on: host)), unseen: [])
    }
    let (sane, network) = (SANELook.mayBeThere(on: host) ? self.sane : nil, self.network)
    let saneLook = sane.map { look in
      DeadlineTask(seconds: look.seconds + 2) {
        look.asksNetwork || USBPeripheral.mayNeedDriver(on: host)
          ? look.findings() : SANELook.Findings.nothingToDrive
      }
    }
    let networkLook = DeadlineTask(
      seconds: network.discoverySeconds + network.client.seconds * 2 + 6
    ) { network.findings() }
    let usbLook = DeadlineTask(seconds: usbSeconds) {
      Result { () throws(ProbeError) in try USBSighting.all(on: host) }
    }

    var seen = DetectedScanners(ownHosts: OwnHosts.now())
    var unseen: [ScannerFacts.Unseen] = []
    func late(_ way: ScannerFacts.Unseen.Way, _ name: String) {
      unseen.append(ScannerFacts.Unseen(way: way, reason: "\(name) did not answer in time"))
    }
    var usbFailure: ProbeError?
    switch usbLook.value() {
    case .success(let sightings): seen.usb = sightings
    case .failure(let error):
      usbFailure = error
      unseen.append(ScannerFacts.Unseen(way: .usb, reason: error.description))
    case nil: late(.usb, "the USB")
    }
    var wasAsked = false
    if let found = networkLook.value() {
      wasAsked = found.wasAsked
      seen.escl = found.scanners
      unseen += found.unseen
    } else {
      late(.escl, "the network")
    }
    if let saneLook {
      if let found = saneLook.value() {
        wasAsked = wasAsked || found.isThere
        seen.sane = found.scanners
        seen.hasAskedAllDrivers = found.hasListedLocal
        unseen += found.unseen
      } else {
        late(.sane, "SANE")
      }
    }
    if let usbFailure, !wasAsked { throw usbFailure }
    return Self.facts(seen, unseen: unseen)
  }

  private static func facts(
    _ seen: DetectedScanners, unseen: [ScannerFacts.Unseen]
  ) -> ScannerFacts? {
    let (scanners, unjudged) = ScannerMerge.facts(seen)
    let unseen = unseen + unjudged
    guard !scanners.isEmpty || !unseen.isEmpty else { return nil }
    // In an order that is the same every night, without repetitions.
    let sorted = Set(unseen).sorted { ($0.way.rawValue, $0.reason) < ($1.way.rawValue, $1.reason) }
    return ScannerFacts(scanners: scanners, unseen: Array(sorted.prefix(mostUnseen)))
  }
}
