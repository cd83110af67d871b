import Reporting
import Testing

@testable import HardwareCatalogue
@testable import Probing

/// The lists of makers' own drivers, as published by their users. Lines are written as in
/// ``ScannerIdentityTests``.
@Suite struct ScannerDriverListTests {
  private typealias Row = ScannerIdentityTests.Row

  private static let hubs = [
    "USB 1 1 usb1 1d6b:0002 0000:00:14.0 | Linux 5.4.0-42-generic xhci-hcd | xHCI Host Controller",
    "USB 2 1 usb2 1d6b:0003 0000:00:14.0 | Linux 5.4.0-42-generic xhci-hcd | xHCI Host Controller",
  ]
  private static let l3250 =
    "epsonscan2:L3250 Series:5841475A4630303464:esci2:usb:ES022C:4490 | EPSON | L3250 Series:5841475A4630303464 | flatbed scanner"
  private static let photosmart =
    "hpaio:/usb/Photosmart_2700_series?serial=MY4B6F10H00401 | hp | Photosmart_2700_series | multi-function peripheral"

  static let rows: [ScannerIdentityTests.Row] = [
    // Brother's drivers count buses and devices themselves.
    Row(
      "Brother's count is the place of a hub", 1, hubs[0], hubs[1],
      "USB 1 8 1-1 04f9:02a0 BROG2F123456 | Brother | DCP-J4110DW",
      "brother4:bus2;dev1 | Brother | DCP-J4110DW | USB scanner"),
    Row(
      "Brother's count is the place of another scanner", 2,
      "USB 1 4 1-1 04a9:1909 - | Canon | CanoScan",
      "USB 1 73 1-2 04f9:03b8 E12345A6N123456 | Brother | ADS-3000N",
      "genesys:libusb:001:004 | Canon | LiDE 110 | flatbed scanner",
      "brother5:bus1;dev4 | Brother | ADS-3000N | USB scanner"),
    Row(
      "two of Brother's drivers", 1, hubs[0],
      "USB 1 73 1-2 04f9:03b8 E12345A6N123456 | Brother | ADS-3000N",
      "brother4:bus4;dev1 | Brother | ADS-3000N | USB scanner",
      "brother5:bus1;dev4 | Brother | ADS-3000N | USB scanner"),
    Row(
      "two of Brother's drivers on another computer", 1,
      "net:front:brother4:bus4;dev1 | Brother | ADS-3000N | USB scanner",
      "net:front:brother5:bus1;dev4 | Brother | ADS-3000N | USB scanner"),
    Row(
      "two Brothers on another computer", 2,
      "net:front:brother4:bus4;dev1 | Brother | ADS-3000N | USB scanner",
      "net:front:brother5:bus1;dev4 | Brother | DS-640 | USB scanner"),
    Row(
      "two Brothers of a model on the USB", 2,
      "USB 1 7 1-1 04f9:03b8 E12345A6N123456 | Brother | ADS-3000N",
      "USB 1 8 1-2 04f9:03b8 E12345A6N123457 | Brother | ADS-3000N",
      "brother4:bus1;dev1 | Brother | ADS-3000N | USB scanner",
      "brother4:bus1;dev2 | Brother | ADS-3000N | USB scanner"),
    // The names that officers give to Brother's scanners on the network.
    Row(
      "Brother's model without its hyphen", 2,
      "brother4:net1;dev0 | Brother | DCPT510W | DCP-T510W",
      "escl:http://192.0.2.156:80 | Brother | DCP-T510W | adf scanner",
      "airscan:e0:Brother DCP-T510W | eSCL | Brother DCP-T510W | ip=192.0.2.156",
      "airscan:e1:HP Envy 6000 | eSCL | HP Envy 6000 | ip=192.0.2.20"),
    Row(
      "Brother's model alone, without its hyphen", 1,
      "brother4:net1;dev0 | Brother | MFCL2700DW | Brother",
      "airscan:e0:Brother MFC-L2700DW series | eSCL | Brother MFC-L2700DW series | ip=192.0.2.3"),
    Row(
      "a host's name", 1, "brother4:net1;dev0 | Brother | BRN30055C0A1B2C | DCP-9022CDW",
      "airscan:e0:Brother DCP-9022CDW | eSCL | Brother DCP-9022CDW | ip=192.0.2.9"),
    Row(
      "a room's number", 1, "brother4:net1;dev0 | Brother | MotCuaP201 | DCP-L2520DW",
      "airscan:e0:Brother DCP-L2520DW series | eSCL | Brother DCP-L2520DW series | ip=192.0.2.9"),
    Row(
      "a room's number, of another model", 2,
      "brother4:net1;dev0 | Brother | scanner | MFC-L2700DW",
      "airscan:e0:Brother DCP-L2540DW series | eSCL | Brother DCP-L2540DW series | ip=192.0.2.9"),
    Row(
      "an older driver has the name behind the model", 1,
      "brother2:net1;dev0 | Brother | MFC-8460N | SCANNER",
      "brother2:bus2;dev1 | Brother | MFC-8460N | USB scanner"),
    Row(
      "an older driver, a name with a number", 2,
      "brother2:net1;dev0 | Brother | MFC-7820N | P2540",
      "brother4:net1;dev0 | Brother | P2540 | MFC-L8900CDW"),
    Row(
      "two by one driver, named by letters", 2, "brother5:net1;dev0 | Brother | b | ADS-1200",
      "brother5:net1;dev1 | Brother | a | ADS-1200"),
    // Epson Scan 2 writes the serial number.
    Row(
      "Epson Scan 2 and the USB", 1,
      "USB 1 5 1-2 04b8:118a 5841475A4630303464 | EPSON | L3250 Series", l3250),
    Row(
      "Epson Scan 2 under another product's number", 1,
      "USB 1 5 1-2 04b8:1188 5841475A4630303464 | EPSON | L3250 Series", l3250),
    Row(
      "Epson Scan 2 and another driver", 1, l3250,
      "epsonds:libusb:003:005 | Epson | L3250 Series | ESC/I-2"),
    Row(
      "Epson Scan 2 and wireless", 1, l3250,
      "airscan:w0:EPSON L3250 Series | WSD | EPSON L3250 Series | ip=192.0.2.9"),
    Row(
      "two by Epson Scan 2", 2, l3250,
      "epsonscan2:L3250 Series:5841475A4630303465:esci2:usb:ES022C:4490 | EPSON | L3250 Series:5841475A4630303465 | flatbed scanner"
    ),
    Row(
      "Epson Scan 2 without a serial number, by the product", 1,
      "USB 1 5 1-2 04b8:014c - | EPSON | DS-510 Scanner",
      "epsonscan2:EPSON DS-510::esci2:usb:ES00E6:332 | EPSON | EPSON DS-510: | flatbed scanner"),
    Row(
      "an older Epson Scan 2, by place", 2,
      "epsonscan2:Perfection V39/GT-S650:001:018:esci2:usb:ES010D:317 | EPSON | Perfection V39/GT-S650 |",
      "epsonscan2:Perfection V39/GT-S650:001:019:esci2:usb:ES010D:317 | EPSON | Perfection V39/GT-S650 |",
      "USB 1 18 1-3 04b8:013d - | EPSON | Perfection V39"),
    // hpaio writes one printer's address twice, once as found and once as set up.
    Row(
      "hpaio twice at one address", 1,
      "hpaio:/net/HP_Color_LaserJet_MFP_M477fdw?ip=192.0.2.9 | Hewlett-Packard | HP_Color_LaserJet_MFP_M477fdw | all-in-one",
      "hpaio:/net/color_laserjet_mfp_m477fdw?ip=192.0.2.9&queue=false | Hewlett-Packard | color_laserjet_mfp_m477fdw | all-in-one",
      "airscan:e0:HP Color LaserJet MFP M477fdw (A9E0F5) - 2. sal | eSCL | HP Color LaserJet MFP M477fdw (A9E0F5) - 2. sal | ip=192.0.2.9"
    ),
    Row(
      "hpaio at two addresses", 2,
      "hpaio:/net/HP_LaserJet_MFP_M28w?ip=192.0.2.9 | HP | HP_LaserJet_MFP_M28w | all-in-one",
      "hpaio:/net/hp_laserjet_mfp_m28w?ip=192.0.2.8&queue=false | HP | hp_laserjet_mfp_m28w |"),
    Row(
      "one computer announces two of a model", 2,
      "airscan:e0:Canon LiDE 200 | eSCL | Canon LiDE 200 | ip=192.0.2.50",
      "airscan:e1:Canon LiDE 200 (2) | eSCL | Canon LiDE 200 | ip=192.0.2.50"),
    // This machine shares with itself.
    Row(
      "by its own address", 1, "OWN | violet | 192.0.2.2",
      "net:192.0.2.2:genesys:libusb:001:006 | Canon | LiDE 200 | flatbed scanner",
      "genesys:libusb:001:006 | Canon | LiDE 200 | flatbed scanner"),
    Row(
      "by its own name", 1, "OWN | Violet.example.vn | 192.0.2.2",
      "net:violet.local:genesys:libusb:001:006 | Canon | LiDE 200 | flatbed scanner",
      "genesys:libusb:001:006 | Canon | LiDE 200 | flatbed scanner"),
    Row(
      "by its own name, without a place", 1, "OWN | violet",
      "net:violet:brother:bus1;dev1 | Brother | MFC-8500 | USB scanner",
      "brother:bus1;dev1 | Brother | MFC-8500 | USB scanner"),
    Row(
      "by a name that it does not know, by the serial number", 1, "OWN | violet",
      "net:scans.example.vn:\(photosmart)", photosmart,
      "USB 1 4 1-2 03f0:4811 - | HP | Photosmart 2700 series"),
    Row(
      "another computer's twin", 2, "OWN | violet | 192.0.2.2",
      "net:192.0.2.3:genesys:libusb:001:006 | Canon | LiDE 200 | flatbed scanner",
      "genesys:libusb:001:006 | Canon | LiDE 200 | flatbed scanner"),
    Row(
      "two of a maker on another computer, by two drivers", 2,
      "net:front:epson2:libusb:001:006 | Epson | GT-1500 | flatbed scanner",
      "net:front:epsonds:libusb:001:007 | Epson | DS-530 | ESC/I-2"),
    Row(
      "a scanner of film", 1,
      "genesys:libusb:001:007 | PLUSTEK | OpticFilm 7200i | flatbed scanner",
      "pieusb:libusb:001:008 | Pacific Image | PrimeFilm 7200 | film scanner",
      "coolscan3:usb:libusb:001:009 | Nikon | LS-50 ED | slide scanner",
      "genesys:libusb:001:006 | Canon | LiDE 200 | flatbed scanner"),
    Row(
      "Canon's hundred and its member", 1,
      "pixma:04A92737_000000000000 | CANON | Canon imageCLASS MF4410 | multi-function peripheral",
      "airscan:e0:Canon MF4400 Series (USB) | eSCL | Canon MF4400 Series (USB) | ip=127.0.0.1"),
  ]

  @Test(arguments: rows) func count(_ row: ScannerIdentityTests.Row) throws {
    let found = ScannerMerge.scanners(try ScannerIdentityTests.sightings(row.lines))
    #expect(found.count == row.count, "\(found)")
    let reversed = ScannerMerge.scanners(try ScannerIdentityTests.sightings(row.lines.reversed()))
    #expect(reversed.count == row.count, "reversed: \(reversed)")
  }

  private func facts(_ row: Int) throws -> [ScannerFacts.Scanner] {
    ScannerMerge.scanners(try ScannerIdentityTests.sightings(Self.rows[row].lines))
  }

  /// The driver's proof counts for the scanner that it drives, not for what has its numbers.
  @Test func provesTheRightDevice() throws {
    #expect(try facts(0).map(\.usbId) == ["04f9:02a0"])
    #expect(try facts(0).map(\.ready) == [true])
    let two = try facts(1)
    #expect(two.map(\.usbId) == ["04a9:1909", "04f9:03b8"] && two.map(\.ready) == [true, true])
    #expect(two.map(\.model) == ["CanoScan", "ADS-3000N"])
  }

  /// A hub is never a scanner, even if a driver gives its exact place.
  @Test func noHub() throws {
    let found = ScannerMerge.scanners(
      try ScannerIdentityTests.sightings([
        Self.hubs[0], "epson2:libusb:001:001 | Epson | GT-1500 | flatbed scanner",
      ]))
    #expect(found.map(\.model) == ["GT-1500"] && found.map(\.usbId) == [nil])
  }

  /// Serial numbers and names that an officer chose are not reported.
  @Test(
    arguments: [
      (l3250, "L3250 Series"),
      ("net:front:\(l3250)", "L3250 Series"),
      (
        "epsonscan2:L3250 Series:5841:esci3:usb | EPSON | L3250 Series:5841475A4630303464 |",
        "L3250 Series"
      ),
      ("brother4:net1;dev0 | Brother | Nguyen Van A 0912345678 | DCP-L2520DW", "DCP-L2520DW"),
      ("brother4:net1;dev0 | Brother | *MFC-9330CDW | Brother", "MFC-9330CDW"),
      ("brother4:net1;dev0 | Brother | Nguyen Van A 0912345678 | Brother", nil),
      ("net:front:brother4:net1;dev0 | Brother | PhongVanThu | DCP-L2520DW", "DCP-L2520DW"),
      ("brother2:net1;dev0 | Brother | MFC-8460N | PhongVanThu", "MFC-8460N"),
      ("brother4:bus1;dev1 | Brother | MFC-7360 | USB scanner", "MFC-7360"),
      (
        "escl:http://127.0.0.1:60000 | ESCL | ENVY 5640 series [TH6AV9Q02X05ZC] | flatbed scanner",
        "ENVY 5640 series"
      ),
      (
        "escl:http://192.0.2.9:80 | ESCL | DCP-T720DW [3005c0a1b2c3] | flatbed scanner",
        "DCP-T720DW"
      ),
      ("airscan:e0:HP M28w (Network) | eSCL | HP M28w (Network) | ip=192.0.2.9", "M28w (Network)"),
      (
        "airscan:w0:Canon MG5200 series _42A8A2000000 | WSD | Canon MG5200 series _42A8A2000000 | ip=192.0.2.9",
        "MG5200 series"
      ),
      ("ESCL 192.0.2.9 - - | Canon | MX620 series _4767DBFBCDEF", "MX620 series"),
      ("ESCL 192.0.2.9 - - | Canon | MF410 Series (9c:93:4e:11:22:33)", "MF410 Series"),
      ("ESCL 192.0.2.9 - - | Canon | Canon Canon MF240 Series", "MF240 Series"),
      ("ESCL 192.0.2.9 - - | EPSON | EPSON Epson Stylus SX535WD", "Stylus SX535WD"),
      ("ESCL 192.0.2.9 - TH6AV9Q02X | HP | ENVY 5640 TH6AV9Q02X", "ENVY 5640"),
      ("ESCL 192.0.2.9 - MFC-7360N | Brother | MFC-7360N", "MFC-7360N"),
    ] as [(String, String?)])
  func reportedModel(_ line: String, _ model: String?) throws {
    let found = ScannerMerge.scanners(try ScannerIdentityTests.sightings([line]))
    #expect(found.map(\.model) == [model])
  }

  @Test(
    arguments: [
      ("L3250 Series:5841475A4630303464:esci2:usb:ES022C:4490", nil, "5841475A4630303464", "118a"),
      ("EPSON L360 Series:001:006:esci2:usb:ES0114:2257", 6, nil, "08d1"),
      ("EPSON DS-510::esci2:usb:ES00E6:332", nil, nil, "014c"),
      ("EPSON Scanner:esci2:usb:ES00EB:315", nil, nil, "013b"),
      ("X:AB12345678:esci:usb:ES1", nil, "AB12345678", nil),
      ("X:AB12345678:esci2:usb:ES1:99999", nil, "AB12345678", nil),
      ("X:AB12345678:esci2:usb:ES1:+4490", nil, "AB12345678", nil),
    ] as [(String, Int?, String?, String?)])
  func epsonScan2(_ name: String, _ device: Int?, _ serial: String?, _ product: String?) throws {
    let parsed = try #require(EpsonScan2Name("epsonscan2:\(name)"))
    #expect(parsed.device == device && parsed.serialNumber == serial)
    #expect(parsed.product == product.map { "04b8:\($0)" })
  }

  @Test(arguments: [
    "", "epsonscan2", "epsonscan2:", "epsonscan2:usb", "epsonscan2:esci2:usb",
    "epsonscan2:networkscanner:esci2:network:192.0.2.1", "epson2:X:1:esci2:usb:ES1:2",
  ])
  func notByEpsonScan2(_ name: String) {
    #expect(EpsonScan2Name(name) == nil)
  }

  @Test(
    arguments: [
      ("MFCL2700DW", "MFC-L2700DW"), ("dcp-t510w", "DCP-T510W"), ("ADS1200", "ADS-1200"),
      ("HL-L2390DW", "HL-L2390DW"), ("DS-640", "DS-640"), ("MotCuaP201", nil), ("DS12", nil),
      ("MFC", nil), ("Scanner2540", nil), ("", nil), ("HLPHONG201", nil),
    ] as [(String, String?)])
  func brotherModels(_ chosen: String, _ model: String?) {
    #expect(BrotherNames.model(in: chosen) == model)
  }

  /// The machine knows its own addresses.
  @Test func ownHosts() {
    let own = OwnHosts.now()
    #expect(own.contains("127.0.0.1") && own.contains("::1") && own.contains("localhost"))
    #expect(!own.contains("192.0.2.77") && !own.contains("no-such-host"))
  }
}
