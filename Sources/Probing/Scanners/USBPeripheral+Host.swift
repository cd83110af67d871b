import HardwareCatalogue

extension USBPeripheral {
  private static let folder = "sys/bus/usb/devices"

  /// The devices on this machine's USB, including hubs, in the order of the ports' names.
  ///
  /// - Returns: nil if the machine has no USB.
  /// - Throws: ``ProbeError`` if the bus cannot be read or `/sys` is missing.
  static func all(on host: Host) throws(ProbeError) -> [USBPeripheral]? {
    let names: [String]
    do throws(ProbeError) {
      names = try host.entries(folder)
    } catch .notThere {
      _ = try host.entries("sys/bus")
      return nil
    }
    // `1-2:1.0` is interface 0 in configuration 1 of `1-2`.
    var interfaces: [Substring: [String]] = [:]
    for name in names {
      if let colon = name.firstIndex(of: ":") {
        interfaces[name[..<colon], default: []].append(name)
      }
    }
    return names.compactMap { name in
      name.contains(":") ? nil : USBPeripheral(name, interfaces[name[...]] ?? [], on: host)
    }
  }

  private init?(_ name: String, _ interfaceNames: [String], on host: Host) {
    func attribute(_ folder: String, _ file: String) -> String? {
      PlainText.line(try? host.text("\(Self.folder)/\(folder)/\(file)"))
    }
    guard let vendor = attribute(name, "idVendor").flatMap(Self.fourDigits),
      let product = attribute(name, "idProduct").flatMap(Self.fourDigits)
    else { return nil }
    self.init(
      vendor: vendor, product: product,
      manufacturer: Placeholders.fact(attribute(name, "manufacturer")),
      productName: Placeholders.fact(attribute(name, "product")),
      interfaces: interfaceNames.compactMap { interface in
        guard let code = attribute(interface, "bInterfaceClass").flatMap({ UInt8($0, radix: 16) })
        else { return nil }
        let subclass = attribute(interface, "bInterfaceSubClass").flatMap { UInt8($0, radix: 16) }
        return Interface(
          code: code, subclass: subclass ?? 0, name: attribute(interface, "interface"))
      }, bus: attribute(name, "busnum").flatMap { Int($0) },
      device: attribute(name, "devnum").flatMap { Int($0) }, port: name,
      serialNumber: attribute(name, "serial"))
  }
}

extension USBPeripheral {
  /// Whether any device on the USB could need a scanner's driver: more than hubs, keyboards and
  /// mice. True if unknown.
  static func mayNeedDriver(on host: Host) -> Bool {
    guard let all = try? all(on: host) else { return host.exists(folder) }
    return all.contains { $0.interfaces.isEmpty || $0.interfaces.contains(where: \.mayScan) }
  }
}
