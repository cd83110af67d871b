/// One scanner as SANE names it.
struct SANESighting: Equatable, Sendable {
  /// `backend:` and what the backend makes of it, `epson2:libusb:001:004`.
  var name: String
  var vendor: String?
  var model: String?
  /// `flatbed scanner`; sane-airscan puts the address here.
  var type: String?
  /// Whether it opened; nil where nobody can tell.
  var opens: Bool?

  /// Where a scanner hangs, as far as its name tells.
  enum Place: Equatable, Sendable {
    case usb(bus: Int, device: Int)
    /// By vendor and product, `vvvv:pppp`.
    case usbProduct(String)
    /// On a USB, it does not say where.
    case usbSomewhere
    case network(host: String?)
    case unknown
  }
}

extension SANESighting {
  init(_ device: SANEAnswer.Device) {
    self.init(
      name: String(decoding: device.name, as: UTF8.self), vendor: device.vendor,
      model: device.model, type: device.type)
  }

  /// Which driver has it.
  var backend: String { String(name.prefix { $0 != ":" }).lowercased() }

  /// SANE drives cameras and pictures too.
  var isScanner: Bool {
    let others: Set = [
      "v4l", "gphoto2", "test", "pnm", "dc25", "dc210", "dc240", "qcam", "stv680", "pint",
    ]
    let types: Set = ["virtual device", "video camera", "still camera", "frame grabber"]
    return !others.contains(backend) && !types.contains(type?.lowercased() ?? "")
  }

  /// Pure and total: the ways in which the backends of Debian and of the makers spell a place.
  var place: Place {
    let name = name.lowercased()
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    if backend == "net" { return .network(host: parts.count > 1 ? String(parts[1]) : nil) }
    // airscan says `ip=192.168.1.20` in the type, hpaio in the name.
    for text in [name, type?.lowercased() ?? ""] {
      guard let start = text.firstRange(of: "ip=") else { continue }
      let host = String(text[start.upperBound...].prefix { $0.isHexDigit || ".:".contains($0) })
      return Self.network(host)
    }
    if let start = name.firstRange(of: "http"),
      let address = ESCLAddress(String(name[start.lowerBound...]))
    {
      return Self.network(address.host)
    }
    // epson2:libusb:001:004, epkowa:interpreter:001:004
    for index in parts.indices.dropFirst().dropLast(2)
    where ["libusb", "usb", "interpreter"].contains(parts[index]) {
      if let bus = Self.number(parts[index + 1]), let device = Self.number(parts[index + 2]) {
        return .usb(bus: bus, device: device)
      }
    }
    let fields = name.dropFirst(backend.count + 1).split { ";_:".contains($0) }
    // brother4:bus1;dev4, brother4:net1;dev0
    if fields.count >= 2, fields[0].hasPrefix("bus"), fields[1].hasPrefix("dev"),
      let bus = Self.number(fields[0].dropFirst(3)),
      let device = Self.number(fields[1].dropFirst(3))
    {
      return .usb(bus: bus, device: device)
    }
    if fields.first?.hasPrefix("net") == true || name.contains("/net/") {
      return .network(host: nil)
    }
    // pixma:04A91913_4D1A2B, smfp:usb;04e8;3441;SERIAL
    if let first = fields.first, first.count == 8, first.allSatisfy(\.isHexDigit) {
      return .usbProduct("\(first.prefix(4)):\(first.suffix(4))")
    }
    if fields.count >= 3, fields[0] == "usb", let vendor = Self.four(fields[1]),
      let product = Self.four(fields[2])
    {
      return .usbProduct("\(vendor):\(product)")
    }
    return name.contains("usb") ? .usbSomewhere : .unknown
  }

  /// What this machine announces to itself hangs on its USB (ipp-usb).
  private static func network(_ host: String) -> Place {
    if ESCLAddress.isLoopback(host) { return .usbSomewhere }
    return .network(host: host.isEmpty ? nil : host)
  }

  private static func four(_ text: Substring) -> String? {
    text.count == 4 && text.allSatisfy(\.isHexDigit) ? String(text) : nil
  }

  private static func number(_ text: Substring) -> Int? {
    (1...4).contains(text.count) && text.allSatisfy { ("0"..."9").contains($0) } ? Int(text) : nil
  }
}
