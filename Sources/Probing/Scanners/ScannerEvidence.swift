import HardwareCatalogue
import Reporting

/// What one sighting says about which scanner it saw. Strongest first: the place on this machine's
/// USB and the UUID, the serial number, the host, the product's number; names are the weakest.
struct ScannerEvidence: Sendable {
  enum Medium: Sendable { case usb, network, shared, unknown }

  struct USBPlace: Hashable, Sendable {
    var bus: Int
    var device: Int
  }

  /// A scanner on another computer's USB.
  struct Share: Hashable, Sendable {
    var computer: String
    /// The place on that computer's USB; nil if its driver does not say.
    var place: String?
  }

  /// The driver that saw it: each lists a scanner once.
  struct Driver: Hashable, Sendable {
    var backend: String
    /// The device's name there.
    var name: String
    /// Whether the name is an address by TLS; nil for other names.
    var isSecure: Bool?
  }

  var medium = Medium.unknown
  var place: USBPlace?
  /// By the ports that lead to it, `6-2`.
  var port: String?
  /// `vvvv:pppp`
  var product: String?
  /// Addresses and names of the scanner itself.
  var hosts: Set<String> = []
  /// Possible host names, among the names that a driver gives the scanner.
  var aliases: Set<String> = []
  /// The ends of hardware addresses in its names.
  var tails: Set<String> = []
  var share: Share?
  var uuid: String?
  /// In each of the forms in which it is written.
  var serials: Set<String> = []
  var names: [NameWords] = []
  /// Whether it is a printer of which nothing tells whether it also scans.
  var isUnjudged = false
  var driver: Driver?

  // MARK: From sightings

  init(_ sighting: USBSighting) {
    let peripheral = sighting.peripheral
    medium = .usb
    if let bus = peripheral.bus, let device = peripheral.device {
      place = USBPlace(bus: bus, device: device)
    }
    port = peripheral.port
    product = peripheral.id
    serials = ScannerSerial.forms(peripheral.serialNumber)
    isUnjudged = sighting.isUnjudged
    let known = sighting.scanner.map { ScannerName($0.model, maker: $0.manufacturer) }
    names = [
      known ?? ScannerName(peripheral.productName, maker: peripheral.manufacturer)
    ].map(NameWords.init)
  }

  init(_ sighting: ESCLSighting) {
    medium = sighting.isOnUSB ? .usb : .network
    hosts = sighting.isOnUSB ? [] : [Self.folded(sighting.host)]
    tails = Self.tails(hosts: hosts, names: [sighting.model])
    uuid = ScannerUUID.form(sighting.uuid)
    serials = ScannerSerial.forms(sighting.serialNumber)
    names = [NameWords(ScannerName(sighting.model, maker: sighting.manufacturer))]
  }

  init(_ sighting: SANESighting, on own: OwnHosts) {
    guard let shared = sighting.shared else {
      self.init(direct: sighting)
      return
    }
    self.init(direct: shared.sighting)
    driver = driver.map { there in
      Driver(
        backend: "net:\(shared.host):\(there.backend)", name: sighting.name,
        isSecure: there.isSecure)
    }
    // A scanner shared with itself is this machine's own; one on the network keeps its own address.
    if own.contains(shared.host) || medium == .network && !hosts.isEmpty { return }
    medium = .shared
    share = Share(
      computer: Self.folded(shared.host), place: Self.placeThere(shared.sighting))
    hosts = [Self.folded(shared.host)]
    (place, port, product) = (nil, nil, nil)
    (aliases, tails) = ([], [])
  }

  private init(direct sighting: SANESighting) {
    driver = Driver(
      backend: Self.driver(of: sighting), name: sighting.name,
      isSecure: sighting.name.contains("https://")
        ? true : sighting.name.contains("http://") ? false : nil)
    serials = ScannerSerial.forms(sighting.serialNumber)
    names = sighting.comparedNames.map(NameWords.init)
    product = EpsonScan2Name(sighting.name)?.product
    switch sighting.place {
    case .usb(let bus, let device):
      (medium, place) = (.usb, USBPlace(bus: bus, device: device))
    case .usbPort(let port): (medium, self.port) = (.usb, port)
    case .usbProduct(let product): (medium, self.product) = (.usb, product)
    case .usbSomewhere: medium = .usb
    case .network:
      medium = .network
      hosts = Set(sighting.hosts.filter { !LoopbackAddress.isOne($0) }.map(Self.folded))
      let words = sighting.possibleHosts
      aliases = Set(words.filter(Self.mayBeHost).map(Self.folded))
      tails = Self.tails(hosts: hosts.union(aliases), names: words)
    case .unknown: break
    }
  }

  /// sane-airscan speaks two protocols and lists a scanner under each: `airscan:e0:…`,
  /// `airscan:w1:…`.
  private static func driver(of sighting: SANESighting) -> String {
    guard sighting.backend == "airscan",
      let letter = sighting.name.dropFirst("airscan:".count).first
    else { return sighting.backend }
    return "airscan:\(letter)"
  }

  /// The place on the other computer's USB, the same for each of its drivers.
  private static func placeThere(_ sighting: SANESighting) -> String? {
    switch sighting.place {
    case .usb(let bus, let device): "usb \(bus) \(device)"
    case .usbPort(let port): "port \(port)"
    default: nil
    }
  }

  /// A host's name in the form that is compared: `Office.local` and `office` are one.
  static func folded(_ host: String) -> String {
    let host = host.lowercased()
    return HostKind(host) == .name ? String(host.prefix { $0 != "." }) : host
  }

  /// `KM1A2B3C`, `NPI1234`: a scanner that announces no model is listed under its host's name.
  private static func mayBeHost(_ name: String) -> Bool {
    name.count >= 4 && name.contains(where: \.isLetter)
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-.".contains($0)) }
  }

  private static func tails(hosts: Set<String>, names: [String?]) -> Set<String> {
    Set(
      hosts.compactMap { AddressTail.ofHost($0) }
        + names.compactMap { $0.flatMap(AddressTail.ofName) })
  }

  /// Whether it identifies one of several scanners.
  var isExact: Bool {
    place != nil || port != nil || product != nil || !hosts.isEmpty || share != nil
      || uuid != nil || !serials.isEmpty
  }
}

/// The kind of a host: only hosts of one kind can be told apart.
enum HostKind: Hashable {
  case ipv4, ipv6, name

  init(_ host: String) {
    if host.contains(":") {
      self = .ipv6
    } else {
      let octets = host.split(separator: ".", omittingEmptySubsequences: false)
      self = octets.count == 4 && octets.allSatisfy { UInt8($0) != nil } ? .ipv4 : .name
    }
  }
}
