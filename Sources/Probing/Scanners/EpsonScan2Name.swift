/// The parts of a name that Epson Scan 2 gives a scanner on the USB. Pure and total.
///
/// `epsonscan2:L3250 Series:5841475A4630303464:esci2:usb:ES022C:4490`: the product, its serial
/// number, the protocol, Epson's own model number, and the product's USB number in decimal. Older
/// versions write the kernel's bus and device, `001:005`, instead of the serial number, and some
/// products have neither. The driver repeats the first two as the *model*, so the serial number has
/// to be cut off there too: it must not leave this machine.
struct EpsonScan2Name: Equatable, Sendable {
  static let backend = "epsonscan2"

  /// The kernel's numbers, of older versions.
  var bus, device: Int?
  var serialNumber: String?
  /// `04b8:pppp`
  var product: String?

  /// nil if it is another driver's, or not on the USB.
  init?(_ name: String) {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.first?.lowercased() == Self.backend,
      let usb = parts.indices.dropFirst(3).last(where: {
        parts[$0].lowercased() == "usb" && parts[$0 - 1].lowercased().hasPrefix("esci")
      })
    else { return nil }
    let details = parts[2..<(usb - 1)]
    if details.count == 2, let bus = Self.three(details[2]), let device = Self.three(details[3]) {
      (self.bus, self.device) = (bus, device)
    } else if let serial = details.first, details.count == 1, !serial.isEmpty {
      serialNumber = String(serial)
    }
    if parts.count > usb + 2, parts[usb + 2].allSatisfy(\.isNumber),
      let number = UInt16(parts[usb + 2]), number > 0
    {
      let digits = String(number, radix: 16)
      product = "04b8:" + String(repeating: "0", count: 4 - digits.count) + digits
    }
  }

  /// The product's name in the model that the driver lists, `L3250 Series:5841475A4630303464`.
  static func productName(inModel model: String) -> String? {
    let name = model.prefix { $0 != ":" }
    return name.isEmpty ? nil : String(name)
  }

  private static func three(_ text: Substring) -> Int? {
    text.count == 3 ? SANEPlaces.number(text) : nil
  }
}
