import HardwareCatalogue
import Reporting

extension HardwareFacts.Machine {
  /// The machine's identity from its firmware's tables, or from the device tree if there are none.
  init(_ processor: CPUInfo, firmware: DMI?, on host: Host) {
    let hasBattery = Self.hasBattery(host)
    guard let firmware else {
      self.init(
        model: Placeholders.fact(try? host.text("sys/firmware/devicetree/base/model")),
        chassis: processor.hypervisor ? Chassis.virtual : nil, hasBattery: hasBattery)
      return
    }
    // A PC assembled in a shop has only the board's maker.
    let manufacturer = firmware[.manufacturer] ?? firmware[.boardManufacturer]
    let model = Self.model(firmware, of: manufacturer)
    let isVirtual =
      Chassis.isVirtual(manufacturer: manufacturer, model: model)
      || processor.hypervisor && Chassis.isVirtual(underHypervisor: firmware.chassisType)
    self.init(
      manufacturer: manufacturer, model: model, serialNumber: firmware[.serialNumber],
      uuid: firmware.uuid,
      chassis: isVirtual ? Chassis.virtual : firmware.chassisType.flatMap(Chassis.name(of:)),
      firmwareDate: firmware[.firmwareDate].flatMap(FirmwareDate.iso(_:)),
      hasBattery: hasBattery)
  }

  /// The name that people know. Lenovo's product name is an order number (20SNZ5GNUS), and the name
  /// is where others have a version (ThinkPad P17 Gen 1); so it was with IBM's ThinkPads.
  private static func model(_ firmware: DMI, of manufacturer: String?) -> String? {
    let product = firmware[.product].map(ProductCode.unwrapped)
    guard let name = firmware[.productVersion] else { return product ?? firmware[.boardProduct] }
    switch manufacturer?.lowercased() {
    case "lenovo" where isName(name) || isOrderNumber(product) && isShortName(name),
      "ibm" where isOrderNumber(product) && name.lowercased().hasPrefix("think"):
      return name
    default: return product ?? firmware[.boardProduct]
    }
  }

  /// `81AX`, `20SNZ5GNUS`: a digit first, then letters and digits. Those of all-in-ones begin with
  /// F0, `F0BB003JRK`.
  private static func isOrderNumber(_ product: String?) -> Bool {
    guard let product, product.utf8.count >= 4,
      product.first?.isNumber == true || product.uppercased().hasPrefix("F0")
    else { return false }
    return product.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
    }
  }

  /// Whether a version is a name that begins with one or two letters and a number, `V15 G4 AMN`,
  /// `E41-55`, `M490s`, `H3050`, or with the number of a series, `3000 N200`, unlike the number of a
  /// version (`V1.0`, `A5`, `3000`).
  static func isShortName(_ version: String) -> Bool {
    let words = version.split(separator: " ")
    if words.count > 1, words[0].count == 4, words[0].allSatisfy(\.isNumber) {
      return isShortName(String(words[1]))
    }
    let word = version.prefix { $0 != " " && $0 != "-" }
    let letters = word.prefix { $0.isASCII && $0.isLetter }
    let digits = word.dropFirst(letters.count).prefix { $0.isASCII && $0.isNumber }
    let rest = word.dropFirst(letters.count + digits.count)
    return 1...2 ~= letters.count && 2...4 ~= digits.count
      && rest.count <= 1 && rest.allSatisfy { $0.isASCII && $0.isLetter }
  }

  /// Whether a version is a product's name: it begins with a word, and is not just the maker's, a
  /// number (`Rev 1.0`) or a Windows licence code (`SDK0J40697 WIN`).
  static func isName(_ version: String) -> Bool {
    let lower = version.lowercased()
    let noNames = ["lenovo", "lenovo product", "product", "version"]
    let beginnings = ["sdk", "no dpk", "win", "rev", "ver", "invalid"]
    guard !noNames.contains(lower), !beginnings.contains(where: lower.hasPrefix) else {
      return false
    }
    return lower.prefix { $0.isLetter }.count >= 3
  }
}
