import Foundation
import Reporting
import Testing

@testable import ThirdPartyInventory

/// Scanners derived from the USB devices and printers of an inventory. A line is `USB vvvv:pppp
/// serial | name | manufacturer`, with `-` for no serial number, or `DRIVER port | name of the
/// driver`.
struct ScannerMappingTests {
  struct Row: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var found: [String]
    var lines: [String]

    init(_ what: String, _ found: [String], _ lines: String...) {
      (testDescription, self.found, self.lines) = (what, found, lines)
    }
  }

  static let rows = [
    Row(
      "functions of one device", ["EPSON L3150 usb"], "USB 04b8:1142 - | L3150 | EPSON",
      "USB 04b8:1142 - | USB Printing Support | Microsoft"),
    Row(
      "one number twice", ["EPSON L3150 usb"], "USB 04b8:1142 X5AY1 | L3150 | EPSON",
      "USB 04b8:1142 X5AY1 | L3150 | EPSON"),
    Row(
      "two numbers", ["EPSON L3150 usb", "EPSON L3150 usb"],
      "USB 04b8:1142 X5AY1 | L3150 | EPSON", "USB 04b8:1142 X5AY2 | L3150 | EPSON"),
    Row(
      "two of a product without numbers", ["EPSON L3150 usb", "EPSON L3150 usb"],
      "USB 04b8:1142 - | L3150 | EPSON", "USB 04b8:1142 - | L3150 | EPSON"),
    Row(
      "two languages of one driver's device", ["HP LaserJet MFP M428fdw usb"],
      "DRIVER USB001 | HP LaserJet MFP M428fdw PCL-6 (V4)",
      "DRIVER USB001 | HP LaserJet MFP M428 UPD PS"),
    Row(
      "a range and its member", ["HP LaserJet MFP M129-M134 usb"],
      "DRIVER USB001 | HP LaserJet MFP M129-M134 PCLmS", "DRIVER USB001 | HP LaserJet MFP M130nw"),
    Row(
      "cable and wireless", ["Epson L3250 Series usb"], "DRIVER WSD-1234 | EPSON L3250 Series",
      "DRIVER USB001 | EPSON L3250 Series"),
    Row(
      "a driver's copy and its fax", ["Canon MF240 Series usb"],
      "DRIVER USB001 | Canon MF240 Series UFRII LT", "DRIVER USB001 | Canon MF240 Series FAX",
      "DRIVER USB001 | Canon MF240 Series (Copy 1)"),
    Row(
      "two models by drivers", ["Brother DCP-L2540DW series usb", "Brother DCP-T720DW usb"],
      "DRIVER USB001 | Brother DCP-L2540DW series", "DRIVER USB002 | Brother DCP-T720DW"),
    Row(
      "a scanner and a printer of its maker",
      ["EPSON EPSON Perfection V39 usb", "Epson L3250 Series usb"],
      "USB 04b8:013d - | EPSON Perfection V39 | EPSON", "DRIVER USB001 | EPSON L3250 Series"),
    Row(
      "a scanner that says no number, and a printer of its maker",
      ["Canon CanoScan usb", "Canon MF3010 usb"], "USB 04a9:190e - | CanoScan | Canon",
      "DRIVER USB001 | Canon MF3010"),
    Row(
      "a device without a name and its driver", ["EPSON USB2.0 MFP(Hi-Speed) usb"],
      "USB 04b8:fff0 - | USB2.0 MFP(Hi-Speed) | EPSON", "DRIVER USB001 | EPSON L3250 Series"),
    Row(
      "a device by its number and its driver by another market's name",
      ["Epson ET-2810 Series usb"], "USB 04b8:118a - | Hỗ trợ in USB | Microsoft",
      "DRIVER USB001 | EPSON L3250 Series"),
    Row(
      "a plain scanner by its number", ["Epson GT-S650 usb", "Epson L3250 Series usb"],
      "USB 04b8:013d - | Hỗ trợ in USB | Microsoft", "DRIVER USB001 | EPSON L3250 Series"),
    Row("shared by another PC", [], #"DRIVER \\PC2\Brother | Brother DCP-L2540DW series"#),
    Row("of a remote session", [], "DRIVER TS001 | Brother DCP-L2540DW series"),
    Row("no device", [], "DRIVER nul: | Brother DCP-L2540DW series"),
    Row("a file", [], "DRIVER FILE: | Brother DCP-L2540DW series"),
    Row("a fax", [], "DRIVER SHRFAX: | Brother DCP-L2540DW series"),
    Row("a folder", [], #"DRIVER C:\tam\in.prn | Brother DCP-L2540DW series"#),
    Row(
      "readers that are called scanners", [], "USB 03f0:ff08 - | HP Linear Bar Code Scanner | HP",
      "USB 03f0:ff0a - | HP Fingerprint Scanner | HP",
      "USB 04c5:ff0d - | Fujitsu PalmSecure Palm Vein Scanner | Fujitsu"),
  ]

  @Test(arguments: rows) func scanners(_ row: Row) {
    let found = Self.inventory(row.lines).mapped(source: .init(agent: "x")).scanners.facts?.scanners
    let shown = (found ?? []).map {
      "\($0.manufacturer ?? "-") \($0.model ?? "-") \($0.connection)"
    }
    #expect(shown == row.found)
  }

  @Test(arguments: [
    "BRN30055C0A1B2C", "BRW30055C0A1B2C", "CNBJNP_1234567890AB", "EP0F7A12:L3250 SERIES",
    "NPI5AB2F1", "HP5AB2F1", "http://192.0.2.1/ipp", "fe80::1", "192.168.1.60_1", "IP_192.0.2.1",
    "WSD-1234",
  ])
  func networkPorts(_ port: String) {
    let found = Self.inventory(["DRIVER \(port) | Brother DCP-L2540DW series"])
      .mapped(source: .init(agent: "x")).scanners.facts?.scanners
    #expect(found?.map(\.connection) == [.network])
  }

  @Test(arguments: ["LPT1:", "COM1:", "Phòng văn thư", "BRN", "TS"])
  func otherPorts(_ port: String) {
    #expect(PrinterPort(port) == nil)
  }

  /// Windows' names for kinds of devices, in the system's language, are not models.
  @Test(arguments: [
    ("Thiết bị USB tổng hợp", "(Bộ điều khiển máy chủ USB chuẩn)"),
    ("Hỗ trợ in USB", "Microsoft"), ("Périphérique USB composite", nil),
    ("USB Composite Device", "(Standard USB Host Controller)"), ("USB-Verbundgerät", nil),
    ("Составное USB устройство", nil),
  ])
  func genericNames(_ name: String, _ manufacturer: String?) throws {
    // The tables contain this number.
    var entry = ["vendorid": "04b8", "productid": "013d", "name": name]
    entry["manufacturer"] = manufacturer
    let inventory = MachineInventory(sections: ["usbdevices": [entry]])
    let found = try #require(inventory.mapped(source: .init(agent: "x")).scanners.facts?.scanners)
    #expect(found.map(\.manufacturer) == ["Epson"])
    #expect(found.allSatisfy { $0.model == "GT-S650" }, "\(found)")
  }

  /// Of a serial number, only which of several devices it is remains.
  @Test func serialNumbersAreNotKept() throws {
    let text = #"""
      {"action": "inventory", "deviceid": "x", "content": {"usbdevices": [
      {"vendorid": "04b8", "productid": "1142", "name": "L3150", "serial": "X5AY1"},
      {"vendorid": "04B8", "productid": "1142", "name": "L3150", "serial": "X5AY2"},
      {"vendorid": "04b8", "productid": "1142", "name": "L3150", "serial": "X5AY1"},
      {"vendorid": "04a9", "productid": "190e", "name": "CanoScan", "serial": "X5AY2"}]}}
      """#
    let inventory = try MessageReader.read(Data(text.utf8)).inventory
    #expect(inventory["usbdevices"].map { $0["serial"] } == ["1", "2", "1", "1"])
    #expect(!"\(inventory)".contains("X5AY"))
  }

  private static func inventory(_ lines: [String]) -> MachineInventory {
    var sections: [String: [MachineInventory.Entry]] = ["usbdevices": [], "printers": []]
    for line in lines {
      let fields = line.components(separatedBy: " | ")
      if fields[0].hasPrefix("USB ") {
        let words = fields[0].split(separator: " ").map(String.init)
        let ids = words[1].split(separator: ":").map(String.init)
        var entry = [
          "vendorid": ids[0], "productid": ids[1], "name": fields[1], "manufacturer": fields[2],
        ]
        if words[2] != "-" { entry["serial"] = words[2] }
        sections["usbdevices"]?.append(entry)
      } else {
        let port = String(fields[0].dropFirst("DRIVER ".count))
        var entry = ["driver": fields[1]]
        entry["port"] = WantedFields.kept(port, "port", of: "printers")
        sections["printers"]?.append(entry)
      }
    }
    return MachineInventory(sections: sections)
  }
}
