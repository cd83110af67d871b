import Reporting
import Testing

@testable import HardwareCatalogue
@testable import Probing

/// The number of scanners that a list of sightings shows. A line is a device of SANE's list, as
/// `scanimage -L` prints it: `name | vendor | model | type`; `USB bus device port vvvv:pppp serial
/// | maker | model`; `ESCL host uuid serial | maker | model`; or `OWN | name | address`, the machine
/// that looked; with `-` for what is not known.
@Suite struct ScannerIdentityTests {
  struct Row: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var count: Int
    var lines: [String]

    init(_ what: String, _ count: Int, _ lines: String...) {
      (testDescription, self.count, self.lines) = (what, count, lines)
    }
  }

  private static let imagescan =
    "imagescan:esci:usb:/sys/devices/pci0000:00/0000:00:14.0/usb6/6-2/6-2:1.0"

  static let rows = [
    Row(
      "two protocols under two names", 1,
      "epsonds:net:192.0.2.32 | Epson | L3150 Series | ESC/I-2",
      "airscan:w1:EPSON ET-2710 Series | WSD | EPSON ET-2710 Series | ip=192.0.2.32"),
    Row(
      "with and without TLS, and by another driver", 1,
      "escl:https://192.0.2.48:443 | ESCL | xerox-house SSL | flatbed scanner",
      "escl:http://192.0.2.48:80 | ESCL | xerox-house | flatbed scanner",
      "airscan:e0:xerox-house | eSCL | xerox-house | ip=192.0.2.48"),
    Row(
      "cable and wireless, of which one driver knows a number alone", 1,
      "epson2:net:192.0.2.82 | Epson | PID 1115 | flatbed scanner",
      "\(imagescan) | EPSON | XP-342_343_345_Series |"),
    Row(
      "cable and wireless by one driver", 1,
      "airscan:e0:Lexmark MC3326adwe | eSCL | Lexmark C3326adwe | ip=192.0.2.75",
      "airscan:e1:Lexmark MC3326adwe (USB) | eSCL | Lexmark C3326adwe (USB) | ip=127.0.0.1"),
    Row(
      "cable and wireless by one driver, with an IPv6 loopback", 1,
      "airscan:e1:Brother MFC-J6955DW | eSCL | Brother MFC-J6955DW | ip=192.0.2.222",
      "airscan:e0:Brother MFC-J6955DW (USB) | eSCL | Brother MFC-J6955DW (USB) | ip=127.0.0.1, ::1"),
    Row(
      "one serial number at two addresses", 1,
      "ESCL 192.0.2.5 - VNB3K12345 | HP | LaserJet MFP M130nw",
      "ESCL 192.0.2.6 - VNB3K12345 | HP | LaserJet MFP M130nw"),
    Row(
      "two serial numbers", 2, "ESCL 192.0.2.5 - VNB3K12345 | HP | LaserJet MFP M130nw",
      "ESCL 192.0.2.6 - VNB3K12346 | HP | LaserJet MFP M130nw"),
    Row(
      "one UUID at two addresses", 1, "ESCL 192.0.2.5 u1 - | HP | M130nw",
      "ESCL fe80::1 U1 - | HP | M130nw"),
    Row(
      "two UUIDs, one placeholder of a number", 2, "ESCL 192.0.2.5 u1 0000000000 | HP | M130nw",
      "ESCL 192.0.2.6 u2 0000000000 | HP | M130nw"),
    Row(
      "a placeholder of a number is none", 2, "ESCL 192.0.2.5 - 0123456789 | HP | M130nw",
      "ESCL 192.0.2.6 - 0123456789 | HP | M130nw"),
    Row(
      "two drivers of one scanner on the network", 1,
      "escl:https://192.0.2.11:443 | Epson | WF-3820 Series | platen,adf scanner",
      "airscan:e0:EPSON WF-3820 Series | eSCL | EPSON WF-3820 Series | ip=192.0.2.11"),
    Row(
      "two of a model at two addresses", 2,
      "airscan:e0:EPSON WF-3820 Series | eSCL | EPSON WF-3820 Series | ip=192.0.2.11",
      "airscan:e1:EPSON WF-3820 Series 2 | eSCL | EPSON WF-3820 Series | ip=192.0.2.12"),
    Row(
      "two of a model, each by two drivers", 2,
      "airscan:e0:EPSON WF-3820 Series | eSCL | EPSON WF-3820 Series | ip=192.0.2.11",
      "airscan:e1:EPSON WF-3820 Series 2 | eSCL | EPSON WF-3820 Series | ip=192.0.2.12",
      "epsonds:net:192.0.2.12 | Epson | WF-3820 Series | ESC/I-2",
      "epsonds:net:192.0.2.11 | Epson | WF-3820 Series | ESC/I-2"),
    Row(
      "one with two addresses", 1,
      "airscan:w2:Samsung M288x Series | WSD | Samsung M288x Series | ip=192.0.2.143, 2601:1c2::af28",
      "xerox_mfp:tcp 192.0.2.143 | Samsung | M288x Series | multi-function peripheral",
      "smfp:net;192.0.2.143 | Samsung | M288x Series |"),
    Row(
      "hpaio and airscan", 1,
      "hpaio:/net/HP_LaserJet_MFP_M28w?ip=192.0.2.20&queue=false | Hewlett-Packard | HP_LaserJet_MFP_M28w | all-in-one",
      "airscan:e0:HP LaserJet MFP M28w (1234) | eSCL | HP LaserJet MFP M28w (1234) | ip=192.0.2.20"),
    Row(
      "hpaio by cable and by network", 1,
      "hpaio:/usb/HP_LaserJet_MFP_M28w?serial=VNB3K12345 | Hewlett-Packard | HP_LaserJet_MFP_M28w | all-in-one",
      "hpaio:/net/HP_LaserJet_MFP_M28w?ip=192.0.2.20 | Hewlett-Packard | HP_LaserJet_MFP_M28w | all-in-one",
      "ESCL 192.0.2.20 u1 VNB3K12345 | HP | LaserJet MFP M28w",
      "USB 1 4 1-2 03f0:0d2a VNB3K12345 | HP | HP LaserJet MFP M28w"),
    Row(
      "one on the USB, its twin on the network with another number", 2,
      "USB 1 4 1-2 03f0:0d2a VNB3K12345 | HP | HP LaserJet MFP M28w",
      "ESCL 192.0.2.20 u1 VNB3K99999 | HP | LaserJet MFP M28w"),
    Row(
      "two of a model on the USB by their numbers", 2,
      "hpaio:/usb/HP_LaserJet_M1132_MFP?serial=000000000QH01 | HP | HP_LaserJet_M1132_MFP |",
      "hpaio:/usb/HP_LaserJet_M1132_MFP?serial=000000000QH02 | HP | HP_LaserJet_M1132_MFP |"),
    Row(
      "numbers tell which of two it is", 2,
      "USB 1 4 1-2 03f0:042a CNB1AAAAA1 | HP | LaserJet M1132",
      "USB 1 5 1-3 03f0:042a CNB1AAAAA2 | HP | LaserJet M1132",
      "hpaio:/usb/HP_LaserJet_M1132?serial=CNB1AAAAA2 | HP | HP_LaserJet_M1132 |",
      "hpaio:/usb/HP_LaserJet_M1132?serial=CNB1AAAAA1 | HP | HP_LaserJet_M1132 |"),
    Row(
      "Epson's number in hexadecimal", 1,
      "USB 1 4 1-2 04b8:1115 583541593136393434 | EPSON | EPSON Scanner",
      "ESCL 192.0.2.9 u1 X5AY16944 | EPSON | XP-342 343 345 Series"),
    Row(
      "a port of the USB and a place on it", 1,
      "USB 6 3 6-2 04b8:1115 - | EPSON | XP-342 343 345 Series",
      "\(imagescan) | EPSON | other name |",
      "epson2:libusb:006:003 | Epson | PID 1115 | flatbed scanner"),
    Row(
      "two ports of the USB", 2, "USB 6 3 6-1 04b8:1115 - | EPSON | XP-342 343 345 Series",
      "\(imagescan) | EPSON | XP-342 343 345 Series |"),
    Row(
      "pixma by cable and by network", 1,
      "pixma:04A91913_4D1A2B | CANON | Canon PIXMA MG5300 | multi-function peripheral",
      "pixma:MG5300_192.0.2.6 | CANON | Canon PIXMA MG5300 | multi-function peripheral"),
    Row(
      "two of a model by pixma", 2, "pixma:04A91913_4D1A2B | CANON | Canon PIXMA MG5300 |",
      "pixma:04A91913_4D1A2C | CANON | Canon PIXMA MG5300 |"),
    Row(
      "two of a model by pixma on the network", 2,
      "pixma:MG5300_192.0.2.6 | CANON | Canon PIXMA MG5300 |",
      "pixma:MG5300_192.0.2.7 | CANON | Canon PIXMA MG5300 |"),
    Row(
      "Brother's driver says no address", 1, "brother4:net1;dev0 | Brother | MFC-7860DW | Brother",
      "airscan:e0:Brother MFC-7860DW | eSCL | Brother MFC-7860DW | ip=192.0.2.60"),
    Row(
      "two by Brother's driver", 2, "brother4:net1;dev0 | Brother | MFC-7860DW |",
      "brother4:net1;dev1 | Brother | MFC-7860DW |"),
    Row(
      "Brother's driver on the USB", 1, "brother4:bus1;dev4 | Brother | MFC-7360 |",
      "USB 1 4 1-2 04f9:01e5 - | Brother | MFC-7360"),
    Row(
      "what this machine shares with itself", 1,
      "genesys:libusb:001:006 | Canon | LiDE 200 | flatbed scanner",
      "net:localhost:genesys:libusb:001:006 | Canon | LiDE 200 | flatbed scanner",
      "net:127.0.0.1:genesys:libusb:001:006 | Canon | LiDE 200 | flatbed scanner"),
    Row(
      "one here, its twin on another computer", 2,
      "genesys:libusb:001:006 | Canon | LiDE 200 | flatbed scanner",
      "net:192.0.2.30:genesys:libusb:001:006 | Canon | LiDE 200 | flatbed scanner"),
    Row(
      "two on another computer", 2,
      "net:front:genesys:libusb:001:006 | Canon | LiDE 200 | flatbed scanner",
      "net:front:genesys:libusb:001:007 | Canon | LiDE 200 | flatbed scanner"),
    Row(
      "two drivers on another computer", 1, "net:front:epson2:libusb:001:006 | Epson | GT-1500 |",
      "net:front:epkowa:interpreter:001:006 | Epson | Epson GT-1500 |"),
    Row(
      "two computers", 2, "net:front:epson2:libusb:001:006 | Epson | GT-1500 |",
      "net:back:epson2:libusb:001:006 | Epson | GT-1500 |"),
    Row(
      "another computer relays what is on the network", 1,
      "net:front:airscan:e0:HP M28w | eSCL | HP M28w | ip=192.0.2.20",
      "airscan:e1:HP M28w | eSCL | HP M28w | ip=192.0.2.20"),
    Row(
      "several scanners that one computer shares", 2,
      "airscan:e0:Canon LiDE 200 | eSCL | Canon LiDE 200 | ip=192.0.2.50",
      "airscan:e1:Epson GT-1500 | eSCL | Epson GT-1500 | ip=192.0.2.50"),
    Row(
      "several scanners at one address, by loose names", 3,
      "ESCL 192.0.2.50 u1 - | HP | LaserJet MFP M28",
      "ESCL 192.0.2.50 u2 - | Canon | Máy quét văn phòng",
      "airscan:e2:HP LaserJet | eSCL | HP LaserJet | ip=192.0.2.50",
      "airscan:e0:Máy quét | eSCL | Máy quét | ip=192.0.2.50",
      "airscan:e1:Off | eSCL | Off | ip=192.0.2.50"),
    Row(
      "a computer that shares by eSCL too", 1,
      "fujitsu:ScanSnap iX500:1200753 | FUJITSU | ScanSnap iX500 | scanner",
      "escl:http://127.0.0.1:8090 | ESCL | FUJITSU ScanSnap iX500 | flatbed scanner",
      "escl:http://192.0.2.34:8090 | ESCL | FUJITSU ScanSnap iX500 | flatbed scanner",
      "escl:http://fd10:e07c:45dd:1:c98a:733d:a197:6f53:8090 | ESCL | FUJITSU ScanSnap iX500 | flatbed scanner"
    ),
    Row(
      "a camera is no scanner", 1, "v4l:/dev/video0 | Noname | UVC Camera | virtual device",
      "net:front:v4l:/dev/video0 | Noname | UVC Camera | virtual device",
      "genesys:libusb:001:006 | Canon | LiDE 200 | flatbed scanner"),
    Row(
      "names of brackets", 1,
      "hpaio:/net/deskjet_3630_series?ip=192.0.2.3 | Hewlett-Packard | deskjet_3630_series |",
      "airscan:e0:HP DeskJet 3630 series [600231] | eSCL | HP DeskJet 3630 series [600231] | eSCL network scanner",
      "escl:https://192.0.2.3:443 | HP | DeskJet 3630 series [600231] |"),
    Row(
      "other makers at other places", 4,
      "epson2:libusb:001:004 | Epson | GT-1500 | flatbed scanner",
      "genesys:libusb:001:005 | Canon | LiDE 110 | flatbed scanner",
      "airscan:e0:HP M28w | eSCL | HP M28w | ip=192.0.2.20",
      "brother4:net1;dev0 | Brother | MFC-7860DW |"),
  ]

  @Test(arguments: rows) func count(_ row: Row) throws {
    let seen = try Self.sightings(row.lines)
    let found = ScannerMerge.scanners(seen)
    #expect(found.count == row.count, "\(found)")
    // Independent of the order.
    let reversed = ScannerMerge.scanners(try Self.sightings(row.lines.reversed()))
    #expect(reversed.count == row.count, "reversed: \(reversed)")
  }

  /// A name without a model is not shown if another name is known.
  @Test func namesAndConnections() throws {
    let cable = ScannerMerge.scanners(try Self.sightings(Self.rows[2].lines))
    #expect(cable.map(\.model) == ["XP-342 343 345 Series"])
    #expect(cable.map(\.connection) == [.usb])
    let lexmark = ScannerMerge.scanners(try Self.sightings(Self.rows[3].lines))
    #expect(lexmark.map(\.connection) == [.usb] && lexmark.map(\.manufacturer) == ["Lexmark"])
    let network = ScannerMerge.scanners(try Self.sightings(Self.rows[0].lines))
    #expect(network.map(\.connection) == [.network])
  }

  static func sightings(_ lines: [String]) throws -> DetectedScanners {
    var seen = DetectedScanners()
    for line in lines {
      let fields = line.split(separator: "|", omittingEmptySubsequences: false).map { field in
        let text = field.drop { $0 == " " }
        return String(text.reversed().drop { $0 == " " }.reversed())
      }
      func field(_ index: Int) -> String? {
        fields.count > index && !fields[index].isEmpty ? fields[index] : nil
      }
      let words = fields[0].split(separator: " ").map { $0 == "-" ? nil : String($0) }
      if words[0] == "OWN" {
        seen.ownHosts = OwnHosts(fields.dropFirst())
      } else if words[0] == "USB" {
        let ids = try #require(words[4]).split(separator: ":").map(String.init)
        seen.usb.append(
          USBSighting(
            peripheral: USBPeripheral(
              vendor: ids[0], product: ids[1], manufacturer: field(1), productName: field(2),
              interfaces: [], bus: words[1].flatMap { Int($0) },
              device: words[2].flatMap { Int($0) }, port: words[3], serialNumber: words[5]),
            scanner: .init(
              manufacturer: field(1), model: field(2), connection: .usb, usbId: words[4],
              evidence: .usb, ready: nil)))
      } else if words[0] == "ESCL" {
        seen.escl.append(
          ESCLSighting(
            host: try #require(words[1]), uuid: words[2], serialNumber: words[3],
            manufacturer: field(1), model: field(2), ready: true))
      } else {
        let sighting = SANESighting(
          name: fields[0], vendor: field(1), model: field(2), type: field(3), opens: true)
        if sighting.isScanner { seen.sane.append(sighting) }
      }
    }
    return seen
  }
}
