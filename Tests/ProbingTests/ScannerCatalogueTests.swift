import Reporting
import Testing

@testable import Probing

struct ScannerCatalogueTests {
  private func scanner(
    _ id: String, _ name: String?, _ interfaces: [(UInt8, UInt8)], interface: String? = nil
  ) -> ScannerFacts.Scanner? {
    let peripheral = USBPeripheral(
      vendor: String(id.prefix(4)), product: String(id.suffix(4)), productName: name,
      interfaces: interfaces.map { .init(code: $0, subclass: $1, name: interface) })
    return ScannerCatalogue(for: [id]).scanner(peripheral)
  }

  private static let own: (UInt8, UInt8) = (0xFF, 0xFF)
  private static let stillImage: (UInt8, UInt8) = (0x06, 0x01)
  private static let printer: (UInt8, UInt8) = (0x07, 0x01)

  @Test(arguments: [
    ("03f0:9999", "HP OfficeJet Pro 8020 series"), ("03f0:9998", "HP LaserJet MFP M141w"),
    ("04f9:9999", "MFC-L2701DW"), ("04e8:9999", "SCX-3200 Series"), ("04a9:ffff", "MF3010"),
    ("04a9:fffe", "G3010 series"), ("04b8:fffe", "EPSON L3210 Series"), ("04c5:fffe", "fi-8170"),
    ("232b:fffe", "Pantum M6500 Series"),
  ])
  func byVendorAndName(_ id: String, _ name: String) {
    #expect(scanner(id, name, [Self.own])?.model == name)
    #expect(scanner(id, name, [Self.printer])?.usbId == id)
    // A name is not enough: a barcode reader is a keyboard.
    #expect(scanner(id, name, [(0x03, 0x01)]) == nil)
  }

  @Test(arguments: [
    ("03f0:9999", "HP LaserJet Professional P1102"), ("04f9:9999", "HL-L2321D"),
    ("04e8:9999", "ML-1640 Series"), ("04a9:ffff", "LBP2900"), ("04a9:fffe", "EOS 700D"),
    ("04b8:fffe", "EPSON L805 Series"), ("04b8:fffd", "LQ-310"), ("04a9:fffd", nil),
    ("04e8:6860", "Galaxy"), ("ffff:0001", "USB Scanner of nobody"),
  ])
  func otherProductsOfTheSameVendors(_ id: String, _ name: String?) {
    #expect(scanner(id, name, [Self.printer, Self.own]) == nil)
  }

  @Test func byNumber() {
    let known = scanner("04a9:190f", nil, [])
    #expect(known?.manufacturer == "Canon" && known?.model?.isEmpty == false)
    #expect(known?.ready == nil && known?.evidence == .usb && known?.connection == .usb)
  }

  @Test func stillImage() {
    #expect(scanner("ffff:0001", "Portable A4", [Self.stillImage]) != nil)
    #expect(scanner("ffff:0001", nil, [Self.stillImage]) != nil)
    #expect(scanner("ffff:0001", "Redmi", [Self.stillImage], interface: "MTP") == nil)
    #expect(scanner("ffff:0001", "Digital Camera", [Self.stillImage]) == nil)
    #expect(scanner("ffff:0001", "X", [Self.stillImage, (0xFF, 0x42)]) == nil)
    #expect(scanner("2717:ff40", "Redmi Note 9", [Self.stillImage]) == nil)
    #expect(scanner("04e8:ffff", "Galaxy scanner", [Self.stillImage], interface: "MTP") == nil)
  }
}
