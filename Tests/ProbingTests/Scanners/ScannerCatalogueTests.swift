import Reporting
import Testing

@testable import HardwareCatalogue
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

  private func isUnjudged(
    _ id: String, _ name: String?, _ interfaces: [(UInt8, UInt8)]
  ) -> Bool {
    let peripheral = USBPeripheral(
      vendor: String(id.prefix(4)), product: String(id.suffix(4)), productName: name,
      interfaces: interfaces.map { .init(code: $0, subclass: $1) })
    return ScannerCatalogue(for: [id]).isUnjudged(peripheral)
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
    // A name is not enough: a barcode reader acts as a keyboard.
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

  /// Whether a USB number, or a name with an unknown number, counts as a scanner, and with
  /// certainty.
  @Test(
    arguments: [
      ("03f0:8711", "Deskjet 2050 J510 series", true, false),
      ("03f0:5611", "Photosmart C3100 series", true, false),
      ("05ca:044f", "RICOH SP 211SU", true, false), ("04a9:190f", nil, true, false),
      // HPLIP 3.25.8.
      ("03f0:4954", "HP OfficeJet Pro 9120 series", true, false),
      ("03f0:5254", "HP OfficeJet Pro 9110b series", false, false),
      ("03f0:5154", "HP OfficeJet Pro 9110e series", false, false),
      ("03f0:fffe", "HP OfficeJet Pro 9110", false, false),
      ("03f0:fffe", "HP OfficeJet Pro 9120b series", true, true),
      ("03f0:1b00", "HP Color LaserJet Pro 3288dn", false, false),
      ("03f0:1b00", "HP Color LaserJet Pro MFP 3301fdn", true, false),
      // Only in the older.
      ("03f0:032a", "HP LaserJet Professional P1102w", false, false),
      // HPLIP: not a scanner, whatever its name begins with.
      ("03f0:7204", "deskjet 3650", false, false), ("03f0:002a", "LaserJet P1102", false, false),
      // The M252 and the M277 share one number.
      ("03f0:3c2a", "HP Color LaserJet MFP M277dw", true, false),
      ("03f0:3c2a", "HP Color LaserJet Pro M252dw", false, false), ("03f0:3c2a", nil, true, true),
      // Large office machines, which HPLIP does not drive.
      ("03f0:8a17", "HP Color LaserJet CM3530 MFP", true, true),
      // By name alone.
      ("03f0:fffe", "LaserJet 200 colorMFP M276n", true, true),
      ("03f0:fffe", "HP LaserJet 3055", true, true), ("03f0:fffe", "deskjet 3650", false, false),
      ("03f0:fffe", "Officejet 6100", false, false), ("03f0:fffe", "Officejet 7110", false, false),
      ("03f0:fffe", "Officejet 7110 series", false, false),
      ("03f0:fffe", "Officejet 6100 series", true, true),
      ("03f0:fffe", "Photosmart C9999 series", true, true),
      ("05ca:fffe", "RICOH SP 213SFNw", true, true), ("05ca:fffe", "RICOH SP 210", false, false),
    ] as [(String, String?, Bool, Bool)])
  func byTheTables(_ id: String, _ name: String?, _ isScanner: Bool, _ isLikely: Bool) {
    let found = scanner(id, name, [Self.printer, Self.own])
    #expect((found != nil) == isScanner, "\(id) \(name ?? "")")
    #expect(found?.likely == (isScanner && isLikely ? true : nil), "\(id) \(name ?? "")")
  }

  /// Names of models that print and scan, and of models of the same series that only print.
  @Test(
    arguments: [
      ("04dd:ff01", "SHARP MX-B350P", false), ("04dd:ff02", "SHARP MX-C507P", false),
      ("04dd:ff03", "SHARP MX-607P", false), ("04dd:ff04", "SHARP BP-C131PW", false),
      ("04dd:ff05", "SHARP BP-B540PR", false), ("04dd:ff06", "SHARP AR-P17", false),
      ("04dd:ff07", "SHARP MX-B455W", true), ("04dd:ff08", "SHARP BP-30C25", true),
      ("04dd:ff09", "SHARP AR-6020", true), ("04f9:ff03", "HL-2280DW", true),
      ("04f9:ff04", "HL-2270DW series", false), ("03f0:ff06", "HP OfficeJet 202 Mobile", false),
      ("03f0:ff07", "HP OfficeJet 2620 series", true),
      ("132b:ff01", "KONICA MINOLTA pagepro 1390MF", true),
      ("132b:ff02", "KONICA MINOLTA pagepro 1350W", false),
      ("043d:ff01", "Lexmark MC3326adwe", true), ("0924:ff02", "Xerox B205", true),
      ("0924:ff03", "Xerox C235", true), ("0924:ff05", "Xerox VersaLink B405", true),
      ("0924:ff06", "Xerox C315", true), ("0924:ff07", "Xerox C310", false),
      ("0924:ff04", "VersaLink C7000", false), ("0924:ff08", "VersaLink C7020", true),
      ("04b8:ff03", "L6460 Series", true), ("04b8:ff04", "WF-2830 Series", true),
      ("04b8:ff05", "ET-M2170 Series", true), ("04b8:ff06", "M2140 Series", true),
      ("04b8:ff07", "XP-15000 Series", false), ("04b8:ff08", "EPSON WorkForce WF-7010", false),
      ("04b8:ff09", "XP-2100 Series", true), ("04b8:ff0a", "WF-7710 Series", true),
      ("04b8:ff0b", "EPSON WF-7210 Series", false), ("04b8:ff0c", "AcuLaser M2000", false),
      ("04b8:ff0d", "ET-M1170 Series", false),
      ("04a9:ff01", "TR150 series", false), ("04a9:ff02", "TS702 series", false),
      ("04a9:ff03", "TS7030 series", true), ("04a9:ff04", "TR4500 series", true),
      ("03f0:ff03", "HP Smart Tank 210 series", false),
      ("03f0:ff04", "HP Smart Tank 210-220 series", false),
      ("03f0:ff05", "HP Smart Tank 510 series", true),
      ("05ca:ff01", "RICOH SP C261SFNw", true), ("05ca:ff02", "RICOH M C250FW", true),
      ("05ca:ff03", "RICOH MP 2014AD", true), ("05ca:ff04", "RICOH SP C261DNw", false),
      ("04f9:ff01", "HL-L2390DW", true), ("04f9:ff02", "HL-L2350DW", false),
    ] as [(String, String, Bool)])
  func printersAndMultifunctionPrinters(_ id: String, _ name: String, _ isScanner: Bool) {
    let found = scanner(id, name, [Self.printer, Self.own])
    #expect((found != nil) == isScanner)
    #expect(found?.likely == (isScanner ? true : nil))
  }

  /// What a device with the interfaces of a multifunction printer is, by its name: `true`, a likely
  /// scanner; `false`, a printer only; nil, not known.
  @Test(
    arguments: [
      ("08a6:ff01", "TOSHIBA e-STUDIO2309A", true), ("08a6:ff01", "TOSHIBA e-STUDIO385P", false),
      ("08a6:ff01", "B-EV4T-GS14", false),
      ("0550:ff01", "DocuPrint M225 dw", true), ("0550:ff01", "DocuCentre S2110", true),
      ("0550:ff01", "Apeos 2350 NDA", true), ("0550:ff01", "ApeosPort-V C2275", true),
      ("0550:ff01", "DocuPrint P225 d", false), ("0550:ff01", "ApeosPrint C325 dw", false),
      ("06bc:ff01", "MC363", true), ("06bc:ff01", "MB472", true), ("06bc:ff01", "ES5462 MFP", true),
      ("06bc:ff01", "B412", false), ("06bc:ff01", "C332", false), ("06bc:ff01", "ES5112", false),
      ("05ca:ff01", "M 2701", true), ("05ca:ff01", "MP 305+ SPF", true),
      ("05ca:ff01", "SP 330SN", true), ("05ca:ff01", "SP 330DN", false),
      ("05ca:ff01", "P 501", false), ("05ca:ff01", "Pro 8300S", nil),
      ("04a9:ff01", "iR2006/2206", true), ("04a9:ff01", "D570", true),
      ("04a9:ff01", "D1600 Series", true), ("04a9:ff01", "GX7000 series", true),
      ("04a9:ff01", "G7000 series", true), ("04a9:ff01", "E3300 series", true),
      ("04a9:ff01", "MB5400 series", true), ("04a9:ff01", "TS3100 series", true),
      ("04a9:ff01", "TS300 series", false), ("04a9:ff01", "GX5000 series", false),
      ("04a9:ff01", "G1010 series", false), ("04a9:ff01", "LBP6030/6040/6018L", false),
      ("04a9:ff01", "iP2700 series", false), ("04a9:ff01", "Q9 series", nil),
      ("04a9:ff01", nil, nil),
      ("0924:ff01", "Xerox B1022", true), ("0924:ff01", "VersaLink B7025", true),
      ("0924:ff01", "Phaser 6121MFP", true), ("0924:ff01", "Phaser 3020", false),
      ("0924:ff01", "VersaLink C400", false), ("0924:ff01", "Xerox B230", false),
      ("04e8:ff01", "K2200 Series", true), ("04e8:ff01", "C460 Series", true),
      ("04e8:ff01", "M337x 387x 407x Series", true), ("04e8:ff01", "M332x 382x 402x Series", false),
      ("04e8:ff01", "ML-1640 Series", false), ("04e8:ff01", "SF-760 Series", nil),
      ("04b8:ff01", "XP-55 Series", false), ("04b8:ff01", "WorkForce Pro WF-5290", false),
      ("04b8:ff01", "WF-C5290 Series", false), ("04b8:ff01", "WF-C5790 Series", true),
      ("04b8:ff01", "L8050 Series", false), ("04b8:ff01", "L8180 Series", true),
      ("04b8:ff01", "L805 Series", false), ("04b8:ff01", "L6580 Series", true),
      ("04b8:ff01", "LQ-310", false), ("04b8:ff01", "AcuLaser M2000", false),
      ("04b8:ff01", "AcuLaser MX20", true), ("04b8:ff01", "AL-CX17 Series", true),
      ("04b8:ff01", "AL-M220", false), ("04b8:ff01", "Stylus Pro 4900", nil),
      ("04a9:ff01", "G600 series", true), ("04a9:ff01", "G6000 series", true),
      ("04a9:ff01", "G500 series", false), ("04a9:ff01", "GM4000 series", true),
      ("04a9:ff01", "GM2000 series", false), ("0482:ff01", "MA2000w", true),
      ("0482:ff01", "PA2000w", false), ("0482:ff01", "TASKalfa PA4500ci", false),
      ("132b:ff01", "C368Series", true), ("132b:ff01", "367Series", true),
      ("132b:ff01", "C360iSeries", true), ("132b:ff01", "C4000iSeries", false),
      ("132b:ff01", "C3100P", false), ("132b:ff01", "4750 Series", true),
      ("132b:ff01", "4700P", false), ("132b:ff01", "PagePro 1350W", false),
      ("413c:ff01", "Dell E515dw Multifunction Printer", true),
      ("413c:ff01", "Dell E310dw Printer", nil),
      ("04f9:ff01", "HL-L2480DW", true), ("04f9:ff01", "HL-L2350DW", false),
      ("04f9:ff01", "FAX-2840", nil),
      ("0482:ff01", "FS-3040MFP+", true), ("0482:ff01", "ECOSYS P2040dn", false),
      ("0482:ff01", "KM-1650", nil),
      ("132b:ff01", "bizhub 206", true), ("132b:ff01", "bizhub 4000i", false),
      ("132b:ff01", "bizhub 4020i", true), ("132b:ff01", "magicolor 1680MF", true),
      ("132b:ff01", "magicolor 1600W", false),
      ("043d:ff01", "Lexmark XM1242", true), ("043d:ff01", "Lexmark MS321dn", false),
      ("232b:ff01", "Pantum P2500W", false), ("232b:ff01", "Pantum BM5100ADN", true),
      ("03f0:fffe", "HP LaserJet Pro 4003dn", false), ("03f0:fffe", "HP PageWide Pro 452dw", false),
      ("03f0:fffe", "HP LaserJet M211dw", false), ("03f0:fffe", "HP LaserJet Pro M404-M405", false),
      ("03f0:fffe", "HP LaserJet MFP M232-M237", true), ("03f0:fffe", "HP LaserJet M9999", nil),
      ("03f0:fffe", "HP PageWide Pro 499dw", nil),
      // Makers without a line.
      ("17ef:ff01", "M7206W", nil), ("1a86:ff01", "M2500DW", nil), ("17ef:ff02", nil, nil),
      ("0fe6:811e", "Thermal Printer", false), ("0416:5011", "POS58 Printer", false),
    ] as [(String, String?, Bool?)])
  func scansOrPrints(_ id: String, _ name: String?, _ scans: Bool?) {
    let found = scanner(id, name, [Self.own, Self.printer])
    #expect((found != nil) == (scans == true), "\(id) \(name ?? "")")
    #expect(found?.likely == (scans == true ? true : nil))
    #expect(isUnjudged(id, name, [Self.own, Self.printer]) == (scans == nil))
    // Without an interface of its own, or without one for printing, it is no multifunction printer.
    #expect(!isUnjudged(id, name, [Self.printer]) && !isUnjudged(id, name, [Self.own]))
  }

  /// What is not known makes the section incomplete, unless a driver or the device says that it
  /// scans.
  @Test func unjudgedPrinters() {
    let peripheral = USBPeripheral(
      vendor: "17ef", product: "5663", manufacturer: "Lenovo", productName: "M7206W",
      interfaces: [.init(code: 0xFF, subclass: 0xFF), .init(code: 0x07, subclass: 1)], bus: 1,
      device: 4)
    let sighting = USBSighting(
      peripheral: peripheral, scanner: nil,
      isUnjudged: ScannerCatalogue(for: [peripheral.id]).isUnjudged(peripheral))
    var seen = DetectedScanners(usb: [sighting])
    let unseen = ScannerMerge.facts(seen).unseen
    #expect(unseen.map(\.way) == [.usb])
    #expect(
      unseen.map(\.reason)
        == ["Lenovo M7206W (USB 17ef:5663) prints; nothing tells whether it also scans"])
    seen.sane = [
      SANESighting(name: "lenovo:bus1;dev4", vendor: "Lenovo", model: "M7206W", type: nil)
    ]
    #expect(ScannerMerge.facts(seen).scanners.count == 1)
    #expect(ScannerMerge.facts(seen).unseen.isEmpty)
  }

  /// Names as used by Windows' drivers.
  @Test(
    arguments: [
      ("Canon TR150 series", nil), ("Canon TS702 series", nil), ("EPSON XP-15000 Series", nil),
      ("EPSON WorkForce WF-7010", nil), ("HP Smart Tank 210 series", nil),
      ("Xerox VersaLink C7000 V4 PS", nil), ("Brother HL-L2390DW", "HL-L2390DW"),
      ("HP LaserJet MFP M428fdw PCL-6 (V4)", "LaserJet MFP M428fdw"),
      ("HP LaserJet MFP M428 UPD PS", "LaserJet MFP M428"),
      ("Kyocera TASKalfa 1800 KX", "TASKalfa 1800"),
      ("Canon MF240 Series UFRII LT", "MF240 Series"),
      ("Brother MFC-L2700DW [PC-FAX]", "MFC-L2700DW"), ("RICOH MP C2003 PCL 6", "MP C2003"),
      ("FX DocuCentre-V 3065 PCL 6", "DocuCentre-V 3065"), ("FF Apeos C2570 PCL 6", "Apeos C2570"),
      ("FUJI XEROX DocuPrint M225 dw", "DocuPrint M225 dw"), ("FX DocuPrint P225 d", nil),
      ("TOSHIBA e-STUDIO2309A", "e-STUDIO2309A"), ("Canon iR2006/2206 UFRII LT", "iR2006/2206"),
      ("EPSON XP-55 Series", nil), ("Canon TS300 series", nil),
      ("KONICA MINOLTA C368SeriesPCL", "C368 Series"),
      ("KONICA MINOLTA 423SeriesPCL-8", "423 Series"),
      ("KONICA MINOLTA C754SeriesPCL SP", "C754 Series"),
      ("KONICA MINOLTA C360iSeriesFAX", "C360i Series"),
      ("KONICA MINOLTA C4000iSeriesPCL", nil), ("KONICA MINOLTA 4750 Series PCL6", "4750 Series"),
      ("KONICA MINOLTA C3110 PCL6", "C3110"), ("KONICA MINOLTA C3100P PCL6", nil),
      ("Dell E515dw Multifunction Printer", "E515dw Multifunction Printer"),
      ("Canon G670 series", "G670 series"), ("Canon G500 series", nil),
      ("EPSON AL-MX200", "AL-MX200"), ("EPSON AcuLaser CX17NF", "AcuLaser CX17NF"),
      ("Gestetner MP 2014 DDST", "MP 2014"), ("Lanier MP 2501 PCL 6", "MP 2501"),
      ("Gestetner P 501", nil), ("Kyocera MA2000w KX", "MA2000w"), ("Kyocera PA2000w KX", nil),
      ("HP OfficeJet Pro 9110b series", nil), ("SeriesPCL", nil),
    ] as [(String, String?)])
  func drivers(_ driver: String, _ model: String?) {
    #expect(ScannerCatalogue.multifunctionPrinter(driver: driver)?.model == model)
  }

  @Test(arguments: [
    "HP Linear Bar Code Scanner", "HP Fingerprint Scanner", "HP Barcode Scanner",
  ])
  func readersAreNoScanners(_ name: String) {
    #expect(scanner("03f0:ff08", name, [Self.own]) == nil)
  }

  /// Every scanner of the sources is recognized, and no plain printer is.
  @Test func everyNumber() {
    let rows = CatalogueFile.lines(of: "usb-scanners.csv").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let catalogue = ScannerCatalogue(for: rows.map { "\($0[0]):\($0[1])" })
    var counts: [String: Int] = [:]
    for row in rows {
      // The most misleading name.
      let peripheral = USBPeripheral(
        vendor: row[0], product: row[1], productName: "MFP scan",
        interfaces: [.init(code: 0x07, subclass: 1)])
      let found = catalogue.scanner(peripheral)
      counts[row[2], default: 0] += 1
      switch row[2] {
      case "scanner": #expect(found != nil && found?.likely == nil, "\(row)")
      case "printer": #expect(found == nil, "\(row)")
      default: #expect(found?.likely == true, "\(row)")
      }
    }
    #expect(counts["scanner", default: 0] > 1800 && counts["printer", default: 0] > 300)
  }

  /// The words for printers take no scanner of the sources for one.
  @Test func wordsForPrinters() {
    func rows(_ file: String) -> [[String]] {
      CatalogueFile.text(of: file).split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
    }
    let words = Dictionary(grouping: rows("scanner-words.csv"), by: { $0[0] })
      .mapValues { ProductWords($0.map { $0[2] }.joined(separator: "|")) }
    let scanners = rows("usb-scanners.csv").dropFirst().filter { $0[2] != "printer" }
    #expect(scanners.count > 1800)
    for row in scanners {
      #expect(words[row[0]]?.showPrinter(in: row[4]) != true, "\(row)")
    }
  }

  /// A device that responds as a scanner is one with certainty.
  @Test func isLikelyUntilItResponds() {
    let peripheral = USBPeripheral(
      vendor: "04f9", product: "fffe", productName: "DCP-L9999",
      interfaces: [.init(code: 0xFF, subclass: 0xFF)], bus: 1, device: 4)
    let found = ScannerCatalogue(for: [peripheral.id]).scanner(peripheral)
    var seen = DetectedScanners(usb: [USBSighting(peripheral: peripheral, scanner: found)])
    #expect(ScannerMerge.scanners(seen).map(\.likely) == [true])
    seen.sane = [
      SANESighting(name: "brother4:bus1;dev4", vendor: "Brother", model: "DCP-L9999", type: nil)
    ]
    #expect(ScannerMerge.scanners(seen).map(\.likely) == [nil])
  }

  @Test(arguments: [
    ("HP LaserJet 200 colorMFP M276n", "laserjet200colormfpm276n"),
    ("hp_deskjet 3650", "deskjet3650"),
    ("Officejet 7110 series", "officejet7110series"), ("Hewlett-Packard HP x", "x"),
    ("", ""), ("Máy in", "myin"),
  ])
  func foldedNames(_ name: String, _ folded: String) {
    #expect(ScannerCatalogue.folded(name) == folded)
  }

  /// Scanners of film take no documents.
  @Test(arguments: [
    ("07b3:ff01", "OpticFilm 8200i"), ("07b3:1825", "OpticFilm 7600i"),
    ("0638:026a", "DiMAGE Scan Dual2"), ("04a9:ff03", "CanoScan FS4000US"),
  ])
  func filmScanners(_ id: String, _ name: String) {
    #expect(scanner(id, name, [Self.own]) == nil && !isUnjudged(id, name, [Self.own]))
    #expect(scanner("07b3:ff02", "OpticPro A320", [Self.own]) != nil)
  }

  @Test func hubs() {
    func device(_ vendor: String, _ product: String, _ code: UInt8?) -> USBPeripheral {
      USBPeripheral(
        vendor: vendor, product: product,
        interfaces: code.map { [.init(code: $0, subclass: 0)] } ?? [])
    }
    #expect(device("1d6b", "0002", 9).isHub && device("05e3", "0608", 9).isHub)
    #expect(device("1d6b", "0003", nil).isHub)
    // Linux as a device: not a root hub.
    #expect(!device("1d6b", "0104", 7).isHub && !device("04f9", "02a0", 0xFF).isHub)
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
    #expect(scanner("2770:9120", "Che-ez! Snap", [Self.stillImage]) == nil)
    #expect(scanner("04e8:ffff", "Galaxy scanner", [Self.stillImage], interface: "MTP") == nil)
  }
}
