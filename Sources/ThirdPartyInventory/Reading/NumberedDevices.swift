extension MachineInventory {
  /// This inventory with the serial numbers of its USB devices replaced by a count, which only
  /// tells two of one product apart: serial numbers can be traced to the device's buyer.
  var withNumberedDevices: MachineInventory {
    var changed = self
    var seen: [String: [String]] = [:]
    for (index, entry) in self["usbdevices"].enumerated() {
      guard let serial = entry["serial"] else { continue }
      let product = "\(entry["vendorid"] ?? ""):\(entry["productid"] ?? "")".lowercased()
      let known = seen[product, default: []].firstIndex(of: serial)
      if known == nil { seen[product, default: []].append(serial) }
      let number = (known ?? seen[product, default: []].count - 1) + 1
      changed.sections["usbdevices"]?[index]["serial"] = "\(number)"
    }
    return changed
  }
}
