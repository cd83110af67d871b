import HardwareCatalogue
import Reporting

/// One scanner as SANE names it.
struct SANESighting: Equatable, Sendable {
  /// `backend:` and the backend's own name for it, `epson2:libusb:001:004`.
  var name: String
  var vendor, model: String?
  /// `flatbed scanner`; sane-airscan puts the address here.
  var type: String?
  /// Whether it could be opened; nil if unknown.
  var opens: Bool?

  /// Where a scanner is connected, as far as its name shows.
  enum Place: Equatable, Sendable {
    case usb(bus: Int, device: Int)
    /// By the ports that lead to it, `6-2`.
    case usbPort(String)
    /// By vendor and product, `vvvv:pppp`.
    case usbProduct(String)
    /// On the USB, at an unknown place.
    case usbSomewhere
    case network(host: String?)
    case unknown
  }
}

extension SANESighting {
  /// A driver's answer is not trusted: its texts are cleaned here, whoever wrote them.
  init(_ device: SANEAnswer.Device) {
    self.init(
      name: String(decoding: device.name.prefix(SANEAnswer.longestText), as: UTF8.self),
      vendor: PlainText.line(device.vendor), model: PlainText.line(device.model),
      type: PlainText.line(device.type))
  }

  /// The driver that lists it.
  var backend: String { String(name.prefix { $0 != ":" }).lowercased() }

  /// False for cameras, pictures, and scanners of film, which SANE drives too, here and on computers
  /// that share theirs.
  var isScanner: Bool {
    let others: Set = [
      "v4l", "gphoto2", "test", "pnm", "dc25", "dc210", "dc240", "qcam", "stv680", "pint",
      "coolscan", "coolscan2", "coolscan3", "pie", "pieusb",
    ]
    let types: Set = [
      "virtual device", "video camera", "still camera", "webcam", "camera", "frame grabber",
      "film scanner", "slide scanner",
    ]
    if types.contains(type?.lowercased() ?? "") { return false }
    return !others.contains(shared?.sighting.backend ?? backend)
      && !(model.map(FilmScannerSigns.isShown) ?? false)
  }

  /// `net:HOST:NAME`: the computer that shares the scanner, and the scanner's name there.
  var shared: (host: String, sighting: SANESighting)? {
    guard backend == "net" else { return nil }
    let rest = name.dropFirst(4)
    var host = rest.prefix { $0 != ":" }
    var inner = rest.dropFirst(host.count + 1)
    if rest.first == "[", let end = rest.firstIndex(of: "]") {
      host = rest[..<end].dropFirst()
      inner = rest[end...].dropFirst(2)
    }
    var sighting = self
    sighting.name = String(inner)
    return (host.lowercased(), sighting)
  }

  /// The place in any of the forms that the backends of Debian and of the makers use. Pure and
  /// total.
  var place: Place {
    if let shared { return .network(host: shared.host.isEmpty ? nil : shared.host) }
    let name = name.lowercased()
    let hosts = hosts
    if let host = hosts.first {
      // A scanner that this machine announces to itself is on its own USB (ipp-usb).
      return hosts.allSatisfy { LoopbackAddress.isOne($0) }
        ? .usbSomewhere : .network(host: hosts.first { !LoopbackAddress.isOne($0) } ?? host)
    }
    if let exact = SANEPlaces.usb(name) { return exact }
    if isOnNetworkSomewhere { return .network(host: nil) }
    return name.contains("usb") ? .usbSomewhere : .unknown
  }

  /// Whether it says that it is on the network, but not where.
  private var isOnNetworkSomewhere: Bool {
    let name = name.lowercased()
    let field = name.dropFirst(backend.count + 1).prefix { !";_:".contains($0) }
    return field.hasPrefix("net") || name.contains("/net/") || name.contains("?ip=")
      || backend.hasSuffix("_net") || backend == "airscan" && !name.contains("usb")
  }

  /// Addresses and names of hosts in its name and type, in lower case, without brackets.
  var hosts: [String] { SANEHosts.hosts(name: name.lowercased(), type: type?.lowercased() ?? "") }

  /// The serial number in the name.
  var serialNumber: String? {
    let text = name
    if let start = text.firstRange(of: "serial=") {
      return String(text[start.upperBound...].prefix { $0 != "&" && $0 != ":" })
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    switch backend {
    case "pixma":
      // pixma:04A91913_4D1A2B
      guard parts.count > 1, case .usbProduct? = SANEPlaces.usb(text.lowercased()) else {
        return nil
      }
      return parts[1].firstIndex(of: "_").map { String(parts[1][$0...].dropFirst()) }
    case "smfp":
      // smfp:usb;04e8;3441;SERIAL
      let fields = text.dropFirst(5).split(separator: ";")
      return fields.count >= 4 && fields[0].lowercased() == "usb" ? String(fields[3]) : nil
    case "fujitsu", "canon_dr", "kodak", "epjitsu":
      // fujitsu:ScanSnap iX500:1200753
      guard parts.count == 3, parts[1].lowercased() != "libusb" else { return nil }
      return String(parts[2])
    case EpsonScan2Name.backend: return EpsonScan2Name(text)?.serialNumber
    default: return nil
    }
  }
}
