import HardwareCatalogue
import Reporting

extension HardwareFacts.Machine {
  /// Who made the machine, from its firmware's tables; from the device tree where there are none.
  init(_ processor: CPUInfo, firmware: DMI?, on host: Host) {
    let hasBattery = Self.hasBattery(host)
    guard let firmware else {
      self.init(
        model: Placeholders.fact(try? host.text("sys/firmware/devicetree/base/model")),
        chassis: processor.hypervisor ? Chassis.virtual : nil, hasBattery: hasBattery)
      return
    }
    // A PC put together in a shop has no maker but the board's.
    let manufacturer = firmware[.manufacturer] ?? firmware[.boardManufacturer]
    let model = Self.model(firmware, of: manufacturer)
    self.init(
      manufacturer: manufacturer, model: model, serialNumber: firmware[.serialNumber],
      uuid: firmware.uuid,
      chassis: Chassis.isVirtual(manufacturer: manufacturer, model: model)
        ? Chassis.virtual : firmware.chassisType.flatMap(Chassis.name(of:)),
      firmwareDate: firmware[.firmwareDate].flatMap(FirmwareDate.iso(_:)),
      hasBattery: hasBattery)
  }

  /// The name that people know. Lenovo's product name is an order number (20SNZ5GNUS), and the
  /// name stands where others have a version (ThinkPad P17 Gen 1).
  private static func model(_ firmware: DMI, of manufacturer: String?) -> String? {
    if manufacturer?.lowercased() == "lenovo", let name = firmware[.productVersion],
      isName(name)
    {
      return name
    }
    return firmware[.product] ?? firmware[.boardProduct]
  }

  /// Whether a version is a product's name: it begins with a word, and is not the maker's alone, a
  /// number (`Rev 1.0`) or a code of Windows' licence (`SDK0J40697 WIN`).
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
