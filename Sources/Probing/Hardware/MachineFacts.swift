import Reporting

extension HardwareFacts.Machine {
  /// Who made the machine, from the SMBIOS strings; from the device tree where there are none.
  init(_ processor: CPUInfo, on host: Host) {
    guard let dmi = DMI(on: host) else {
      self.init(
        model: Placeholders.fact(try? host.text("sys/firmware/devicetree/base/model")),
        chassis: processor.hypervisor ? Chassis.virtual : nil)
      return
    }
    // A PC put together in a shop has no maker but the board's.
    let manufacturer = dmi["sys_vendor"] ?? dmi["board_vendor"]
    let model = dmi["product_name"] ?? dmi["board_name"]
    self.init(
      manufacturer: manufacturer, model: model, serialNumber: dmi["product_serial"],
      uuid: dmi.uuid,
      chassis: Chassis.isVirtual(manufacturer: manufacturer, model: model)
        ? Chassis.virtual : dmi.verbatim("chassis_type").flatMap(Chassis.name(of:)),
      firmwareDate: dmi["bios_date"].flatMap(FirmwareDate.iso(_:)))
  }
}
