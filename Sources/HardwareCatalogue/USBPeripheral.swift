/// A USB device, as described by its descriptors.
public struct USBPeripheral: Equatable, Sendable {
  /// Class, subclass and protocol of an interface (USB 2.0, table 9-12), and its name.
  public struct Interface: Equatable, Sendable {
    public var code: UInt8
    public var subclass: UInt8
    public var name: String?

    public init(code: UInt8, subclass: UInt8, name: String? = nil) {
      (self.code, self.subclass, self.name) = (code, subclass, name)
    }

    /// Still image capture: cameras, phones and some scanners.
    public var isStillImage: Bool { code == 0x06 && subclass == 0x01 }
    /// Of a kind that scanners use: still image, printer (with a scanner on top) or
    /// vendor-specific.
    public var mayScan: Bool { isStillImage || code == 0x07 || code == 0xFF }
    /// Android's debugging interface: only phones and tablets have it.
    public var isAndroidDebugging: Bool { code == 0xFF && subclass == 0x42 }
  }

  /// Whether it has an interface for printing and one of its maker's own: the shape of most
  /// multifunction printers, and of some that only print.
  var mayBeMultifunctionPrinter: Bool {
    interfaces.contains { $0.code == 0x07 } && interfaces.contains { $0.code == 0xFF }
  }

  /// Whether it is a hub, or the root of a bus, which Linux lists as a device of its own.
  public var isHub: Bool {
    interfaces.contains { $0.code == 0x09 }
      || vendor == "1d6b" && ["0001", "0002", "0003"].contains(product)
  }

  /// Four lower-case hexadecimal digits each.
  public var vendor: String
  public var product: String
  public var manufacturer: String?
  public var productName: String?
  public var interfaces: [Interface]
  /// The numbers by which drivers find it, `/dev/bus/usb/001/004`; they change when it is
  /// replugged.
  public var bus: Int?
  public var device: Int?
  /// The ports that lead to it, `1-2.4`: the same when it is replugged.
  public var port: String?
  /// To recognise two sightings of one scanner; it goes no further.
  public var serialNumber: String?

  /// `vvvv:pppp`.
  public var id: String { "\(vendor):\(product)" }

  public init(
    vendor: String, product: String, manufacturer: String? = nil, productName: String? = nil,
    interfaces: [Interface], bus: Int? = nil, device: Int? = nil, port: String? = nil,
    serialNumber: String? = nil
  ) {
    (self.vendor, self.product, self.manufacturer) = (vendor, product, manufacturer)
    (self.productName, self.interfaces, self.bus) = (productName, interfaces, bus)
    (self.device, self.port, self.serialNumber) = (device, port, serialNumber)
  }

  /// `text` in lower case; nil unless it is four hexadecimal digits.
  public static func fourDigits(_ text: String) -> String? {
    text.utf8.count == 4 && text.allSatisfy(\.isHexDigit) ? text.lowercased() : nil
  }
}
