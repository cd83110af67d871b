import HardwareCatalogue

/// Identifiers that tell one computer from another, as evidence at enrolment. Unhashed: the sender
/// hashes them first.
public enum HardwareIdentifiers {
  /// The identifiers that this machine has, by kind: `serial` and `uuid` (SMBIOS, root only) and
  /// `mac` (the lowest of its network adapters' permanent addresses). Lower case, without
  /// placeholders.
  public static func read(on host: Host) -> [String: String] {
    let dmi = DMI(on: host)
    var found: [String: String] = [:]
    found["serial"] = dmi?[.serialNumber]?.lowercased()
    found["uuid"] = dmi?.uuid
    found["mac"] = macAddresses(on: host).min()
    return found
  }

  /// The permanent addresses of the adapters that are hardware: those with a `device` entry. Not of
  /// those on the USB: they are plugged into another computer the next day, and all modems of a
  /// series have one address.
  private static func macAddresses(on host: Host) -> [String] {
    let folder = "sys/class/net"
    return ((try? host.entries(folder)) ?? []).compactMap { name in
      // `addr_assign_type` 0 is the adapter's own; others are random, set or borrowed.
      guard host.exists("\(folder)/\(name)/device"),
        ["0", nil].contains(PlainText.line(try? host.text("\(folder)/\(name)/addr_assign_type"))),
        !DevicePath.passes("usb", host.resolved("\(folder)/\(name)/device") ?? ""),
        let address = MACAddress.own(try? host.text("\(folder)/\(name)/address"))
      else { return nil }
      return address
    }
  }
}
