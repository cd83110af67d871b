/// Whether what agents say about a network adapter shows that it is on the USB. Only that is kept:
/// a device ID holds serial numbers, and a description may be the name that someone gave a VPN.
enum USBAdapter {
  /// The value that is kept.
  static let mark = "USB"

  /// The fields from which it is read, and which are not stored.
  static let fields = ["pnpdeviceid", "driver", "description"]

  /// ``mark`` if `value` shows an adapter on the USB, else nil.
  static func kept(_ value: String, _ field: String) -> String? {
    let value = value.lowercased()
    let isOnUSB =
      switch field {
      // `USB\VID_12D1&PID_14DB&MI_00\6&19D4A8A1&0&0000`, as Windows names devices.
      case "pnpdeviceid": value.hasPrefix("usb\\") || value.hasPrefix("usbstor\\")
      case "driver": drivers.contains(value)
      default: words.contains { value.contains($0) }
      }
    return isOnUSB ? mark : nil
  }

  /// Linux's drivers of phones, modems and adapters on the USB.
  private static let drivers: Set = [
    "rndis_host", "cdc_ether", "cdc_ncm", "cdc_mbim", "cdc_subset", "cdc_eem", "huawei_cdc_ncm",
    "qmi_wwan", "ipheth", "r8152", "rtl8150", "asix", "ax88179_178a", "aqc111", "dm9601",
    "sr9700", "sr9800", "smsc75xx", "smsc95xx", "lan78xx", "mcs7830", "pegasus", "kaweth", "hso",
    "sierra_net", "usbnet",
  ]

  /// In Windows' descriptions of them: `Remote NDIS based Internet Sharing Device`,
  /// `Realtek USB GbE Family Controller`, `HUAWEI Mobile Connect - Network Card`.
  private static let words = [
    "usb", "remote ndis", "rndis", "mobile broadband", "mobile connect", "cdc ", "tethering",
    "apple mobile device",
  ]
}
