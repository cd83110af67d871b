import Reporting
import Testing

@testable import HardwareCatalogue
@testable import Probing

/// One scanner under two names, and two scanners with something in common. Lines are written as in
/// ``ScannerIdentityTests``.
@Suite struct ScannerTwinsTests {
  private typealias Row = ScannerIdentityTests.Row
  private static let zeros = "00000000-0000-0000-0000-000000000000"
  private static let example = "12345678-1234-1234-1234-123456789abc"

  static let rows: [ScannerIdentityTests.Row] = [
    Row(
      "two makes with a UUID of zeros", 2, "ESCL 192.0.2.5 \(zeros) - | HP | LaserJet MFP M28w",
      "ESCL 192.0.2.6 \(zeros) - | Canon | TS3100 series"),
    Row(
      "two of a make with the maker's example", 2,
      "ESCL 192.0.2.5 \(example) - | Brother | DCP-L2540DW",
      "ESCL 192.0.2.6 \(example) - | Brother | MFC-9330CDW"),
    Row(
      "the example in braces, without hyphens", 2,
      "ESCL 192.0.2.5 {\(example)} - | Brother | DCP-L2540DW",
      "ESCL 192.0.2.6 urn:uuid:12345678123412341234123456789ABC - | Brother | MFC-9330CDW"),
    Row(
      "one UUID at two makes", 2,
      "ESCL 192.0.2.5 1c852a4d-b800-1f08-abcd-b0e8920a1b2c - | HP | LaserJet MFP M28w",
      "ESCL 192.0.2.6 1c852a4d-b800-1f08-abcd-b0e8920a1b2c - | Canon | TS3100 series"),
    Row(
      "one UUID at two models", 2,
      "ESCL 192.0.2.5 1c852a4d-b800-1f08-abcd-b0e8920a1b2c - | Brother | DCP-L2540DW",
      "ESCL 192.0.2.6 1c852a4d-b800-1f08-abcd-b0e8920a1b2c - | Brother | MFC-9330CDW"),
    Row(
      "a number that counts up", 2, "ESCL 192.0.2.5 - SN12345678 | HP | LaserJet MFP M28w",
      "ESCL 192.0.2.6 - SN12345678 | HP | LaserJet MFP M28w"),
    Row(
      "a UUID and its URN", 1,
      "ESCL 192.0.2.5 urn:uuid:1c852a4d-b800-1f08-abcd-b0e8920a1b2c - | HP | M28w",
      "ESCL fe80::1 1c852a4d-b800-1f08-abcd-b0e8920a1b2c - | HP | M28w"),
    Row(
      "a UUID in braces and without hyphens", 1,
      "ESCL 192.0.2.5 {1C852A4D-B800-1F08-ABCD-B0E8920A1B2C} - | HP | M28w",
      "ESCL fe80::1 1c852a4db8001f08abcdb0e8920a1b2c - | HP | M28w"),
    Row(
      "HP's range and its member on the USB", 1,
      "hpaio:/usb/HP_LaserJet_MFP_M129-M134?serial=VNC3 | Hewlett-Packard | HP_LaserJet_MFP_M129-M134 | all-in-one",
      "escl:http://127.0.0.1:60000 | HP | LaserJet MFP M130nw | flatbed scanner"),
    Row(
      "HP's range by a host's name and its member by address", 1,
      "hpaio:/net/HP_LaserJet_MFP_M227-M231?zc=NPI5AB2F1 | Hewlett-Packard | HP_LaserJet_MFP_M227-M231 | all-in-one",
      "airscan:e0:HP LaserJet MFP M227fdw (5AB2F1) | eSCL | HP LaserJet MFP M227fdw (5AB2F1) | ip=192.0.2.5"
    ),
    Row(
      "another of that range, by the end of its address", 2,
      "hpaio:/net/HP_LaserJet_MFP_M227-M231?zc=NPI5AB2F1 | Hewlett-Packard | HP_LaserJet_MFP_M227-M231 | all-in-one",
      "airscan:e0:HP LaserJet MFP M227fdw (7C01D4) | eSCL | HP LaserJet MFP M227fdw (7C01D4) | ip=192.0.2.5"
    ),
    Row(
      "one by the addresses of its cable and of its wireless", 1,
      "hpaio:/net/HP_LaserJet_MFP_M227-M231?zc=NPI5AB2F1 | Hewlett-Packard | HP_LaserJet_MFP_M227-M231 | all-in-one",
      "airscan:e0:HP LaserJet MFP M227fdw (5AB2F2) | eSCL | HP LaserJet MFP M227fdw (5AB2F2) | ip=192.0.2.5"
    ),
    Row(
      "two of Canon's series, by ends of addresses with colons", 2,
      "pixma:MF410_canon78b5c8.local | CANON | Canon i-SENSYS MF410 Series | multi-function peripheral",
      "airscan:e0:Canon MF410 Series (e5:98:e7) | eSCL | Canon MF410 Series (e5:98:e7) | ip=192.0.2.5"
    ),
    Row(
      "two of Epson's, by a name and an address made from hardware addresses", 2,
      "epsonds:net:EPSONF1A2B3.local | Epson | L3150 Series | ESC/I-2",
      "airscan:e0:EPSON L3150 Series | eSCL | EPSON L3150 Series | ip=fe80::46d2:44ff:fe99:8877"),
    Row(
      "one of Epson's, by a name and an address made from its hardware address", 1,
      "epsonds:net:EPSONF1A2B3.local | Epson | L3150 Series | ESC/I-2",
      "airscan:e0:EPSON L3150 Series | eSCL | EPSON L3150 Series | ip=fe80::46d2:44ff:fef1:a2b3"),
    Row(
      "an officer's own line beside what is announced", 1,
      "airscan:e2:DS-940DW-https | eSCL | DS-940DW-https | ip=192.0.2.68",
      "airscan:e0:Brother DS-940DW | eSCL | Brother DS-940DW | ip=192.0.2.68"),
    Row(
      "a model beside a range that does not hold it", 2,
      "hpaio:/usb/HP_LaserJet_MFP_M129-M134?serial=VNC3 | Hewlett-Packard | HP_LaserJet_MFP_M129-M134 | all-in-one",
      "escl:http://127.0.0.1:60000 | HP | LaserJet MFP M28w | flatbed scanner"),
    Row(
      "Canon's series and its member on the USB", 1,
      "pixma:04A927EC_1234 | CANON | Canon i-SENSYS MF240 Series | multi-function peripheral",
      "airscan:e0:Canon MF244dw (USB) | eSCL | Canon MF244dw (USB) | ip=127.0.0.1"),
    Row(
      "Canon's series by a host's name and its member by address", 1,
      "pixma:MF240_canon5f3a21.local | CANON | Canon i-SENSYS MF240 Series | multi-function peripheral",
      "airscan:e0:Canon MF244dw | eSCL | Canon MF244dw | ip=192.0.2.20"),
    Row(
      "two series of Canon", 2, "pixma:04A927EC_1234 | CANON | Canon i-SENSYS MF240 Series |",
      "airscan:e0:Canon MF264dw (USB) | eSCL | Canon MF264dw (USB) | ip=127.0.0.1"),
    Row(
      "Pantum's series and its member", 1, "pantum6500:libusb:001:003 | Pantum | M6500 series |",
      "airscan:e0:Pantum M6500W Series (USB) | eSCL | M6500W Series | ip=127.0.0.1"),
    Row(
      "two of Pantum's series", 2, "pantum6500:libusb:001:003 | Pantum | M6500 series |",
      "airscan:e0:Pantum M7100DW Series | eSCL | Pantum M7100DW Series | ip=192.0.2.20"),
    Row(
      "each model of Epson is a series", 2,
      "epson2:libusb:001:003 | Epson | L360 Series | flatbed scanner",
      "airscan:e0:EPSON L365 Series | eSCL | EPSON L365 Series | ip=192.0.2.20"),
    Row(
      "a number alone by a host's name, its model by address", 1,
      "epson2:net:EPSON1A2B3C | Epson | PID 1142 | flatbed scanner",
      "airscan:e0:EPSON L3150 Series | eSCL | EPSON L3150 Series | ip=192.0.2.5"),
    Row(
      "numbers alone of two scanners", 2,
      "epson2:net:EPSON1A2B3C | Epson | PID 1142 | flatbed scanner",
      "epson2:net:EPSON4D5E6F | Epson | PID 1142 | flatbed scanner",
      "airscan:e0:EPSON L3150 Series | eSCL | EPSON L3150 Series | ip=192.0.2.5",
      "airscan:e1:EPSON L3250 Series | eSCL | EPSON L3250 Series | ip=192.0.2.6"),
    Row(
      "numbers alone at an address of their own", 2,
      "epson2:net:192.0.2.4 | Epson | PID 1142 | flatbed scanner",
      "airscan:e0:EPSON L3150 Series | eSCL | EPSON L3150 Series | ip=192.0.2.5"),
    Row(
      "a name that an officer gave", 1,
      "brother4:net1;dev0 | Brother | PhongVanThu | Brother",
      "airscan:e0:Brother MFC-L2700DW series | eSCL | Brother MFC-L2700DW series | ip=192.0.2.9"),
    Row(
      "two by Brother's driver, one with a name of its own", 2,
      "brother4:net1;dev0 | Brother | PhongVanThu | Brother",
      "brother4:net1;dev1 | Brother | MFC-L2700DW | Brother",
      "airscan:e0:Brother MFC-L2700DW series | eSCL | Brother MFC-L2700DW series | ip=192.0.2.9"),
    Row(
      "its own name is the other's host", 1,
      "airscan:w0:KM1A2B3C | WSD | KM1A2B3C | ip=192.0.2.40",
      "escl:https://KM1A2B3C.local:9096 | Kyocera | ECOSYS M2040dn | platen scanner"),
    Row(
      "its own name is another host", 2,
      "airscan:w0:KM1A2B3C | WSD | KM1A2B3C | ip=192.0.2.40",
      "escl:https://KM1A2B3D.local:9096 | Kyocera | ECOSYS M2040dn | platen scanner"),
  ]

  @Test(arguments: rows) func count(_ row: ScannerIdentityTests.Row) throws {
    let found = ScannerMerge.scanners(try ScannerIdentityTests.sightings(row.lines))
    #expect(found.count == row.count, "\(found)")
    let reversed = ScannerMerge.scanners(try ScannerIdentityTests.sightings(row.lines.reversed()))
    #expect(reversed.count == row.count, "reversed: \(reversed)")
  }

  /// Each announced scanner is queried once, through each of its addresses; a UUID shared by many
  /// merges none.
  @Test func announced() {
    func service(_ address: String, _ uuid: String?, _ model: String, port: Int = 80)
      -> AvahiAnswer.Service
    {
      .init(isSecure: false, address: address, port: port, path: nil, model: model, uuid: uuid)
    }
    func hosts(_ services: AvahiAnswer.Service...) -> [[String]] {
      NetworkLook.candidates(services).map { $0.addresses.map(\.host) }
    }
    let uuid = "1c852a4d-b800-1f08-abcd-b0e8920a1b2c"
    #expect(
      hosts(service("192.0.2.5", uuid, "M28w"), service("fe80::1", "urn:uuid:\(uuid)", "M28w"))
        == [["192.0.2.5", "fe80::1"]])
    #expect(
      hosts(service("192.0.2.5", Self.zeros, "M28w"), service("192.0.2.6", Self.zeros, "TS3100"))
        == [["192.0.2.5"], ["192.0.2.6"]])
    #expect(
      hosts(
        service("127.0.0.1", Self.zeros, "M28w"), service("127.0.0.1", nil, "TS3100", port: 81))
        == [["127.0.0.1"], ["127.0.0.1"]])
    #expect(
      hosts(service("192.0.2.5", nil, "M28w"), service("192.0.2.5", nil, "M28w", port: 443))
        == [["192.0.2.5", "192.0.2.5"]])
  }

  @Test(
    arguments: [
      ("1C852A4D-B800-1F08-ABCD-B0E8920A1B2C", "1c852a4d-b800-1f08-abcd-b0e8920a1b2c"),
      ("urn:uuid:1c852a4d-b800-1f08-abcd-b0e8920a1b2c", "1c852a4d-b800-1f08-abcd-b0e8920a1b2c"),
      ("{1c852a4d-b800-1f08-abcd-b0e8920a1b2c}", "1c852a4d-b800-1f08-abcd-b0e8920a1b2c"),
      ("4509a320-00a0-008f-00b6-000000000001", "4509a320-00a0-008f-00b6-000000000001"),
      ("not-a-uuid", "not-a-uuid"), (zeros, nil), (example, nil), ("", nil), (nil, nil),
      ("ffffffff-ffff-ffff-ffff-ffffffffffff", nil), ("00000000-0000-0000-0000-000000000001", nil),
      ("00112233-4455-6677-8899-aabbccddeeff", nil), ("01234567-89ab-cdef-0123-456789abcdef", nil),
      ("12345678-1234-1234-1234-123456789012", nil),
    ] as [(String?, String?)])
  func uuids(_ text: String?, _ form: String?) {
    #expect(ScannerUUID.form(text) == form)
  }

  @Test(
    arguments: [
      ("SN12345678", []), ("12345678", []), ("SN-12345", []), ("0123456789", []),
      ("VNB3K12345", ["VNB3K12345"]), ("CN57312345", ["CN57312345"]), ("VNC3", ["VNC3"]),
    ] as [(String, Set<String>)])
  func serials(_ text: String, _ forms: Set<String>) {
    #expect(ScannerSerial.forms(text) == forms)
  }

  @Test(
    arguments: [
      ("HP LaserJet MFP M129-M134", "HP LaserJet MFP M130nw", true),
      ("HP LaserJet MFP M129-M134", "HP LaserJet MFP M135w", false),
      ("HP LaserJet MFP M28-M31", "HP LaserJet MFP M28w", true),
      ("HP Laser MFP 131 133 135-138", "HP Laser MFP 135w", true),
      ("HP OfficeJet Pro 8020 series", "HP OfficeJet Pro 8025", true),
      ("HP OfficeJet Pro 8020 series", "HP OfficeJet Pro 8035", false),
      ("HP LaserJet MFP M428", "HP LaserJet MFP M428fdw", true),
      ("HP LaserJet MFP M428dw", "HP LaserJet MFP M428fdw", false),
      ("Canon MF240 Series", "Canon MF244dw", true), ("Canon MF240 Series", "Canon MF264dw", false),
      ("Canon G3000 series", "Canon G3010 series", false),
      ("Canon MF4400 Series", "Canon imageCLASS MF4410", true),
      ("Canon MF4400 Series", "Canon MF4570dn", false),
      ("Canon MF4400 Series", "Canon MF4450 Series", false),
      ("Canon MF240", "Canon MF244dw", false),
      ("Pantum M6500 series", "Pantum M6500W Series", true),
      ("Pantum M6500 series", "Pantum M6600NW", false),
      ("Samsung M288x Series", "Samsung M2885FW", true),
      ("Samsung M288x Series", "Samsung M2675FN", false),
      ("Epson L360 Series", "Epson L365", false),
      ("Brother DCP-1510 series", "Brother DCP-1512", false),
      ("Canon MF240 Series", "HP MF244dw", false),
      ("Gestetner MP 2014", "RICOH MP 2014", true), ("Gestetner MP 2014", "Canon MP 2014", false),
    ])
  func series(_ one: String, _ other: String, _ expected: Bool) {
    let names = (ScannerName(one), ScannerName(other))
    #expect(names.0.isAlike(names.1) == expected && names.1.isAlike(names.0) == expected)
  }

  @Test(
    arguments: [
      ("NPI5AB2F1", "5ab2f1"), ("BRN30055C0A1B2C", "0a1b2c"), ("canon5f3a21.local", "5f3a21"),
      ("EPSON1A2B3C", "1a2b3c"), ("KM1A2B3C", "1a2b3c"), ("bizhubc226e", nil), ("MG3600", nil),
      ("fe80::46d2:44ff:fe99:8877", "998877"), ("fe80::46d2:44ff:fe09:8877%eth0", "098877"),
      ("2001:db8::46d2:44ff:fe09:877", "090877"), ("fe80::1", nil), ("fe80::46d2:4400:9:8877", nil),
      ("::ffff:192.0.2.1", nil),
      ("office", nil), ("NPI", nil), ("hpabcdef", nil), ("", nil),
    ] as [(String, String?)])
  func tails(_ host: String, _ tail: String?) {
    #expect(AddressTail.ofHost(host) == tail)
  }

  @Test(
    arguments: [
      ("HP LaserJet MFP M227fdw (5AB2F1)", "5ab2f1"), ("HP DeskJet 3630 series [600231]", "600231"),
      ("Brother DCP-T720DW [3005c0a1b2c3]", "a1b2c3"), ("HP M28w (1234)", nil),
      ("Canon MF410 Series (e5:98:e7)", "e598e7"), ("X (9c:93:4e:11:22:33)", "112233"),
      ("HP M28w (USB)", nil), ("EPSON L3150 (Network)", nil), ("(", nil), (")", nil), ("", nil),
    ] as [(String, String?)])
  func tailsOfNames(_ name: String, _ tail: String?) {
    #expect(AddressTail.ofName(name) == tail)
  }
}
