/// Parses how SANE's backends write a place on the USB. Pure and total; names in lower case.
///
/// Only numbers that are known to be the kernel's are a place: whatever has that place is taken for
/// the scanner, whatever its name.
enum SANEPlaces {
  /// nil if the name gives no place.
  static func usb(_ name: String) -> SANESighting.Place? {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    // epson2:libusb:001:004, epkowa:interpreter:001:004
    for index in parts.indices.dropFirst().dropLast(2)
    where ["libusb", "usb", "interpreter"].contains(parts[index]) {
      if let bus = number(parts[index + 1]), let device = number(parts[index + 2]) {
        return .usb(bus: bus, device: device)
      }
      // dsseries:usb:0x04f9:0x60e0
      if let vendor = hexadecimal(parts[index + 1]), let product = hexadecimal(parts[index + 2]) {
        return .usbProduct("\(vendor):\(product)")
      }
    }
    if let port = port(name) { return .usbPort(port) }
    if let place = deviceFile(name) { return place }
    // epsonscan2:Perfection V39:001:005:esci2:usb:ES0143:317
    if let epson = EpsonScan2Name(name) {
      if let bus = epson.bus, let device = epson.device { return .usb(bus: bus, device: device) }
      return epson.product.map { .usbProduct($0) } ?? .usbSomewhere
    }
    let behind = name.dropFirst((parts.first?.count ?? 0) + 1)
    let fields = behind.split { ";_:".contains($0) }
    // brother4:bus1;dev4: Brother's drivers count the buses and devices that they find. These are not
    // the kernel's numbers, by which it would be another device, often the root hub.
    if fields.count >= 2, fields[0].hasPrefix("bus"), fields[1].hasPrefix("dev"),
      number(fields[0].dropFirst(3)) != nil, number(fields[1].dropFirst(3)) != nil
    {
      return .usbSomewhere
    }
    // pixma:04A91913_4D1A2B, smfp:usb;04e8;3441;SERIAL
    if let first = fields.first, first.count == 8, first.allSatisfy(\.isHexDigit) {
      return .usbProduct("\(first.prefix(4)):\(first.suffix(4))")
    }
    if fields.count >= 3, fields[0] == "usb", let vendor = four(fields[1]),
      let product = four(fields[2])
    {
      return .usbProduct("\(vendor):\(product)")
    }
    return nil
  }

  /// `imagescan:esci:usb:/sys/devices/…/usb6/6-2/6-2:1.0`: the last part that is a port.
  private static func port(_ name: String) -> String? {
    guard name.contains("/usb") || name.contains("/devices/") else { return nil }
    for part in name.split(separator: "/").reversed() {
      let port = part.prefix { $0 != ":" }
      let ends = port.split(separator: "-", omittingEmptySubsequences: false)
      if ends.count == 2, number(ends[0]) != nil, ends[1].first?.isASCII == true,
        ends[1].split(separator: ".", omittingEmptySubsequences: false)
          .allSatisfy({ number($0) != nil })
      {
        return String(port)
      }
    }
    return nil
  }

  /// `…/dev/bus/usb/001/004`, `/proc/bus/usb/001/004`.
  private static func deviceFile(_ name: String) -> SANESighting.Place? {
    guard let start = name.firstRange(of: "bus/usb/") else { return nil }
    let parts = name[start.upperBound...].split(
      separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 2, let bus = number(parts[0]),
      let device = number(parts[1].prefix { $0.isNumber })
    else { return nil }
    return .usb(bus: bus, device: device)
  }

  private static func four(_ text: Substring) -> String? {
    text.count == 4 && text.allSatisfy(\.isHexDigit) ? String(text) : nil
  }

  /// `0x04f9`
  private static func hexadecimal(_ text: Substring) -> String? {
    text.hasPrefix("0x") ? four(text.dropFirst(2)) : nil
  }

  static func number(_ text: Substring) -> Int? {
    (1...4).contains(text.count) && text.allSatisfy { ("0"..."9").contains($0) } ? Int(text) : nil
  }
}
