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
    let model = firmware[.product] ?? firmware[.boardProduct]
    self.init(
      manufacturer: manufacturer, model: model, serialNumber: firmware[.serialNumber],
      uuid: firmware.uuid,
      chassis: Chassis.isVirtual(manufacturer: manufacturer, model: model)
        ? Chassis.virtual : firmware.chassisType.flatMap(Chassis.name(of:)),
      firmwareDate: firmware[.firmwareDate].flatMap(FirmwareDate.iso(_:)),
      hasBattery: hasBattery)
  }
}
