import Reporting
import Testing

@testable import HardwareCatalogue
@testable import Probing

/// Merging one machine's scanners from three sources, each listed once.
@Suite struct ScannerMergeTests {
  private static func usb(
    _ id: String, _ maker: String?, _ model: String?, at place: (Int, Int) = (1, 4),
    isScanner: Bool = true, mayOpen: Bool = true
  ) -> USBSighting {
    let ids = id.split(separator: ":").map(String.init)
    return USBSighting(
      peripheral: USBPeripheral(
        vendor: ids[0], product: ids[1], manufacturer: maker, productName: model, interfaces: [],
        bus: place.0, device: place.1),
      scanner: isScanner
        ? .init(
          manufacturer: maker, model: model, connection: .usb, usbId: id, evidence: .usb,
          ready: nil) : nil,
      mayOpen: mayOpen)
  }

  private static func sane(
    _ name: String, _ vendor: String?, _ model: String?, type: String? = nil, opens: Bool? = true
  ) -> SANESighting {
    SANESighting(name: name, vendor: vendor, model: model, type: type, opens: opens)
  }

  private static let office = ESCLSighting(
    host: "192.168.1.20", uuid: "u-1", manufacturer: "HP", model: "LaserJet MFP M28w", ready: true)

  private func merge(
    _ usb: [USBSighting] = [], _ sane: [SANESighting] = [], _ escl: [ESCLSighting] = [],
    askedAll: Bool = true
  ) -> [ScannerFacts.Scanner] {
    ScannerMerge.scanners(
      DetectedScanners(usb: usb, sane: sane, escl: escl, hasAskedAllDrivers: askedAll))
  }

  /// A multifunction printer on USB and network, seen by every source.
  @Test(arguments: [
    Self.sane(
      "hpaio:/usb/HP_LaserJet_MFP_M28w?serial=X", "Hewlett-Packard", "HP_LaserJet_MFP_M28w"),
    Self.sane(
      "hpaio:/net/hp_laserjet_mfp_m28w?ip=192.168.1.20", "Hewlett-Packard", "HP_LaserJet_MFP_M28w"),
    Self.sane(
      "airscan:e0:HP LaserJet MFP M28w (1234)", "eSCL", "HP LaserJet MFP M28w (1234)",
      type: "ip=192.168.1.20"),
    Self.sane("airscan:w1:NPI1234", "WSD", "NPI1234", type: "ip=192.168.1.20"),
    Self.sane("escl:http://192.168.1.20:8080", "HP", "LaserJet MFP M28w"),
    Self.sane("smfp:usb;03f0;0d2a;X", "HP", "whatever"),
    Self.sane("xerox_mfp:libusb:001:004", nil, nil),
  ])
  func seenByEverySource(_ driver: SANESighting) {
    let found = merge(
      [Self.usb("03f0:0d2a", "Hewlett-Packard", "HP LaserJet MFP M28w")], [driver], [Self.office])
    #expect(
      found == [
        .init(
          manufacturer: "Hewlett-Packard", model: "HP LaserJet MFP M28w", connection: .usb,
          usbId: "03f0:0d2a", evidence: .sane, driver: .sane, ready: true)
      ])
  }

  @Test func twoDriversOneScanner() {
    let usb = Self.usb("04b8:013a", "EPSON", "GT-1500")
    let found = merge(
      [usb],
      [
        Self.sane("epkowa:interpreter:001:004", "Epson", "GT-1500", opens: false),
        Self.sane("epson2:libusb:001:004", "Epson", "PID 013A", opens: true),
      ])
    #expect(found.map(\.ready) == [true])
    let refused = merge(
      [usb], [Self.sane("epson2:libusb:001:004", "Epson", "GT-1500", opens: false)])
    #expect(refused.map(\.ready) == [false] && refused.map(\.driver) == [.sane])
    let unknown = merge([usb], [Self.sane("epson2:libusb:001:004", "Epson", "GT-1500", opens: nil)])
    #expect(unknown.map(\.ready) == [nil])
  }

  /// Two devices of the same model are two scanners.
  @Test func twins() {
    let usb = [
      Self.usb("04a9:1909", "Canon", "CanoScan LiDE 110", at: (1, 4)),
      Self.usb("04a9:1909", "Canon", "CanoScan LiDE 110", at: (1, 9)),
    ]
    let drivers = [
      Self.sane("genesys:libusb:001:009", "Canon", "LiDE 110", opens: false),
      Self.sane("genesys:libusb:001:004", "Canon", "LiDE 110"),
    ]
    #expect(merge(usb, drivers).map(\.ready) == [true, false])
    let pixma = ["pixma:04A91909_A", "pixma:04A91909_B"].map { Self.sane($0, "CANON", "X") }
    #expect(merge(usb, pixma).map(\.driver) == [.sane, .sane])
    var second = Self.office
    (second.host, second.uuid) = ("192.168.1.21", "u-2")
    #expect(merge([], [], [Self.office, second]).count == 2)
    (second.host, second.uuid) = ("192.168.1.20", nil)
    #expect(merge([], [], [Self.office, second]).count == 1)
    second.uuid = "U-1".lowercased()
    second.host = "fe80::1"
    #expect(merge([], [], [Self.office, second]).count == 1)
  }

  /// Scanners shared by one computer have the same address.
  @Test func sharedByOneComputer() {
    var second = Self.office
    (second.uuid, second.manufacturer, second.model) = ("u-2", "Canon", "LiDE 110")
    let drivers = [
      Self.sane("airscan:e0:Canon LiDE 110", "eSCL", "Canon LiDE 110", type: "ip=192.168.1.20"),
      Self.sane("airscan:e1:HP M28w", "eSCL", "HP M28w", type: "ip=192.168.1.20", opens: false),
    ]
    let found = merge([], drivers, [Self.office, second])
    #expect(found.map(\.model) == ["LiDE 110", "LaserJet MFP M28w"])
    #expect(found.map(\.evidence) == [.sane, .sane])
  }

  @Test func noDriver() {
    let usb = Self.usb("04a9:1913", "Canon", "LiDE 120")
    let found = merge([usb])
    #expect(found.map(\.driver) == [.nobody] && found.map(\.ready) == [false])
    #expect(found.map(\.evidence) == [.usb])
    // Unknown if SANE was incomplete, or this user may not open the device.
    for unknown in [
      merge([usb], askedAll: false),
      merge([Self.usb("04a9:1913", "Canon", "LiDE 120", mayOpen: false)]),
    ] {
      #expect(unknown.map(\.driver) == [nil] && unknown.map(\.ready) == [nil])
    }
    // Another scanner's driver does not count.
    let other = merge([usb], [Self.sane("genesys:libusb:001:009", "Canon", "LiDE 120")])
    #expect(other.map(\.driver) == [.nobody, .sane])
  }

  /// SANE recognizes scanners that their USB descriptors do not reveal.
  @Test func foundByDriversOnly() {
    let hidden = Self.usb("1234:5678", "ACME", "Box", at: (2, 3), isScanner: false)
    let found = merge([hidden], [Self.sane("plustek:libusb:002:003", "Plustek", "OpticPro")])
    #expect(
      found == [
        .init(
          manufacturer: "ACME", model: "Box", connection: .usb, usbId: "1234:5678",
          evidence: .sane, driver: .sane, ready: true)
      ])
    let places = merge(
      [],
      [
        Self.sane("fujitsu:ScanSnap iX500:1", "FUJITSU", "ScanSnap iX500"),
        Self.sane("net:front:genesys:libusb:001:004", "Canon", "LiDE 210"),
        Self.sane("brother4:bus1;dev7", "Brother", "MFC-7360"),
      ])
    #expect(places.map(\.connection) == [.network, .other, .usb])
  }

  @Test func ippOverUSB() {
    var local = Self.office
    (local.host, local.isOnUSB) = ("127.0.0.1", true)
    let usb = Self.usb("03f0:0d2a", "HP", "LaserJet MFP M28w")
    #expect(merge([usb], [], [local]).map(\.evidence) == [.escl])
    #expect(merge([], [], [local]).map(\.connection) == [.usb])
  }

  /// The section does not depend on the order of answers.
  @Test func isIndependentOfTheOrderOfAnswers() {
    let escl = (0..<5).map { index in
      ESCLSighting(
        host: "10.0.0.\(index)", uuid: "u\(index)", manufacturer: "HP", model: "M\(index)",
        ready: index > 2)
    }
    let drivers = (0..<5).map { Self.sane("net:h\($0):x:y", "Epson", "V\($0)") }
    let one = merge([], drivers, escl)
    #expect(merge([], drivers.reversed(), escl.reversed()) == one)
    #expect(merge([], drivers, escl.shuffled()) == one && one.count == 10)
    let many = (0..<200).map { Self.sane("net:h\($0):x:y", "Epson", "V\($0)") }
    #expect(merge([], many).count == ScannerMerge.mostScanners)
  }

  @Test(
    arguments: [
      ("HP LaserJet MFP M28-M31", "HP", "LaserJet MFP M28-M31"),
      ("Hewlett-Packard ScanJet 3000", "HP", "ScanJet 3000"),
      ("EPSON L3150 Series", "Epson", "L3150 Series"),
      ("SEIKO EPSON CORP. GT-1500", "Epson", "GT-1500"), ("Hparade 1", nil, "Hparade 1"),
      ("Brother", "Brother", nil), ("Kodak Alaris S2050", "Kodak Alaris", "S2050"), ("", nil, nil),
    ] as [(String, String?, String?)])
  func makers(_ text: String, _ manufacturer: String?, _ model: String?) {
    let name = ScannerName(text)
    #expect(name.manufacturer == manufacturer && name.model == model)
  }

  @Test(
    arguments: [
      ("Canon MG2500 series", "CANON", "PIXMA MG2500 Series", true),
      ("LiDE 120", "Canon", "CanoScan LiDE 120", true),
      ("LiDE 120", "Canon", "CanoScan LiDE 220", false),
      ("DCP-L2540DW series", "Brother", "DCP-L2540DW", true),
      ("L3150", "Epson", "L3110 Series", false), ("Epson GT-1500", "Canon", "GT-1500", false),
      ("ScanJet", "HP", "scanjet scanner", true), ("", "HP", "M28w", false), ("x", nil, "", false),
      ("HP LaserJet M1132 MFP", "Hewlett-Packard", "HP LaserJet M1132 MFP", true),
      ("Perfection V39", "EPSON", "Perfection V370", false),
    ] as [(String, String?, String, Bool)])
  func likeness(_ one: String, _ maker: String?, _ other: String, _ expected: Bool) {
    let names = (ScannerName(one), ScannerName(other, maker: maker))
    #expect(names.0.isAlike(names.1) == expected && names.1.isAlike(names.0) == expected)
  }
}
