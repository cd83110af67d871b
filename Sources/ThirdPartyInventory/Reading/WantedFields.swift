/// The sections and fields that are read, by their names in lower case. Everything else is dropped
/// while reading, and with it all that is personal: names of people, hosts, printers and networks,
/// addresses, keys, software, processes, users.
enum WantedFields {
  static func contains(section: String) -> Bool { sections[section] != nil }

  static func contains(_ field: String, of section: String) -> Bool {
    sections[section]?.contains(field) ?? false
  }

  private static let sections: [String: Set<String>] = [
    "operatingsystem": [
      "full_name", "name", "version", "service_pack", "kernel_name", "kernel_version",
    ],
    // FusionInventory and OCS have the system here as well; OCS has no other section for it.
    "hardware": [
      "memory", "uuid", "chassis_type", "vmsystem", "osname", "osversion", "oscomments",
    ],
    "bios": [
      "bdate", "smanufacturer", "smodel", "ssn", "mmanufacturer", "mmodel", "type", "secure_boot",
    ],
    "cpus": [
      "name", "type", "familynumber", "model", "stepping", "core", "cores", "thread", "threads",
      "corecount", "logical_cpus", "nbsocket", "speed",
    ],
    "memories": [
      "capacity", "caption", "description", "formfactor", "type", "speed", "numslots",
      "manufacturer",
    ],
    "storages": [
      "name", "model", "type", "description", "disksize", "interface", "manufacturer",
    ],
    "usbdevices": [
      "vendorid", "productid", "name", "caption", "manufacturer", "class", "subclass",
      // Kept as a count: MachineInventory.withNumberedDevices.
      "serial",
    ],
    "printers": ["driver", "port", "status", "network"],
    "antivirus": ["name", "enabled", "uptodate"],
    "networks": [
      "type", "typemib", "speed", "status", "virtualdev", "macaddr", "mac",
      // Only whether they show the USB: USBAdapter.
      "pnpdeviceid", "driver", "description",
    ],
    "monitors": ["manufacturer", "caption", "name"],
    "batteries": ["chemistry"],
  ]

  /// The form in which a value is kept; nil to drop it.
  ///
  /// Of a printer's port only the kind is kept (``PrinterPort``), of a network adapter's names only
  /// whether it is on the USB (``USBAdapter``).
  static func kept(_ value: String, _ field: String, of section: String) -> String? {
    switch section {
    case "printers" where field == "port": PrinterPort(value)?.rawValue
    case "networks" where USBAdapter.fields.contains(field): USBAdapter.kept(value, field)
    default: value
    }
  }
}
