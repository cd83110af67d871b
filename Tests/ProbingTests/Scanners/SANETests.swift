import Foundation
import Reporting
import Testing

@testable import Probing

/// SANE itself, and a replacement library that simulates faults.
@Suite struct SANETests {
  let bench: ScannerWorkbench

  init() throws { bench = try ScannerWorkbench() }

  private func ask(_ isolation: Isolation, _ question: SANEQuestion) throws -> SANEAnswer {
    let bytes = try isolation.answer(
      of: "sane", to: Array(JSONEncoder().encode(question)), seconds: 60)
    return try JSONDecoder().decode(SANEAnswer.self, from: Data(bytes))
  }

  /// SANE's own test backend, as `scanimage` lists it.
  @Test func listsWhatScanimageLists() throws {
    let isolation = try bench.sane(backends: "test\n", ["test.conf": "number_of_devices 3\n"])
    let answer = try ask(isolation, SANEQuestion())
    let listed = try Peer.text(
      "SANE_CONFIG_DIR='\(bench.folder.path)' scanimage -f '%d|%v|%m|%t%n'")
    let own = answer.devices.map { device in
      let name = String(decoding: device.name, as: UTF8.self)
      return "\(name)|\(device.vendor ?? "")|\(device.model ?? "")|\(device.type ?? "")"
    }
    #expect(own == listed.split(separator: "\n").map(String.init))
    #expect(own.count == 3 && answer.status == 0 && answer.isThere && !answer.isCut)
    for device in answer.devices {
      #expect(try ask(isolation, SANEQuestion(open: device.name)).status == 0)
    }
    #expect(try ask(isolation, SANEQuestion(open: Data("test:9".utf8))).status == 4)
    #expect(try ask(isolation, SANEQuestion(open: Data("no such".utf8))).status == 4)
  }

  /// A machine whose SANE has only the test backend has no scanner.
  @Test func ignoresTheTestBackend() throws {
    let findings = SANELook(isolation: try bench.sane(backends: "test\n")).findings()
    #expect(findings == .init(isThere: true, hasListedLocal: true))
  }

  @Test func withoutSANE() throws {
    // An invalid file shadows the installed library.
    try Data("no library".utf8).write(to: bench.folder.appending(path: "libsane.so.1"))
    let isolation = try bench.isolation(["LD_LIBRARY_PATH": bench.folder.path])
    #expect(SANELook(isolation: isolation).findings() == .init())
  }

  private func look(_ faults: String) throws -> SANELook.Findings {
    var look = SANELook(isolation: try bench.stub(faults))
    if faults.contains("hang") { (look.listSeconds, look.openSeconds) = (4, 4) }
    if faults == "hang-list" { (look.listSeconds, look.localSeconds) = (1, 1) }
    return look.findings()
  }

  @Test(arguments: [
    ("", true, []), ("crash-end", true, []), ("busy-open", true, []), ("refuse-open", false, []),
    ("crash-open", false, []), ("hang-open", nil, []), ("denied-open", nil, []),
    (
      "hang-network", true,
      ["SANE did not answer in time and was ended when asked for network scanners"]
    ),
    ("crash-network", true, ["SANE crashed (signal 6) when asked for network scanners"]),
  ])
  func whetherItOpens(_ faults: String, _ opens: Bool?, _ unseen: [String]) throws {
    let findings = try look(faults)
    #expect(findings.scanners.map(\.backend) == ["hpaio", "epson2"])
    #expect(findings.scanners.map(\.opens) == [true, opens])
    #expect(findings.unseen.map(\.reason) == unseen)
    #expect(findings.isThere && findings.hasListedLocal)
  }

  @Test(arguments: [
    ("crash-init", "SANE crashed (signal 6)"), ("crash-list", "SANE crashed (signal 6)"),
    ("hang-list", "SANE did not answer in time and was ended"),
    ("refuse-init", "SANE refuses to list scanners (status 9)"),
    ("refuse-list", "SANE refuses to list scanners (status 4)"),
    ("null-list", "SANE refuses to list scanners (status 255)"),
    ("old", "SANE refuses to list scanners (status 255)"),
  ])
  func reportsWhySANEListsNothing(_ faults: String, _ reason: String) throws {
    let findings = try look(faults)
    #expect(findings.unseen == [.init(way: .sane, reason: reason)])
    #expect(findings.scanners.isEmpty && !findings.hasListedLocal)
  }

  /// Hanging drivers cost only what they alone can see.
  @Test func hangingDriversBesideAScannerThatAnswers() throws {
    let scanner = try FakeScanner()
    var settings = ProbeSettings(isolation: try bench.stub("hang-list"))
    settings.scanners.addresses = [scanner.address("stopped")]
    var probe = ScannerProbe(settings)
    probe.sane?.listSeconds = 1
    probe.sane?.localSeconds = 1
    let facts = try #require(try probe.observe(Host()))
    #expect(facts.scanners.filter { $0.evidence == .escl }.map(\.ready) == [false])
    #expect(
      facts.unseen == [
        .init(way: .sane, reason: "SANE did not answer in time and was ended")
      ])
    // The result is the same every night.
    #expect(try probe.observe(Host()) == facts)
  }

  @Test func acceptsOddLists() throws {
    #expect(try look("empty") == .init(isThere: true, hasListedLocal: true))
    let garbage = try #require(try look("garbage").scanners.first)
    #expect(garbage.vendor == "t" && garbage.model == nil && garbage.type == "[31mflatbed")
    #expect(garbage.opens == true)
    let many = try look("many")
    #expect(many.scanners.count == 32 && !many.hasListedLocal)
    #expect(many.scanners.allSatisfy { $0.name.count <= 256 && $0.model?.count ?? 0 <= 128 })
    #expect(many.unseen.map(\.reason) == ["SANE lists more than 32 scanners"])
  }

  @Test(
    arguments: [
      ("epson2:libusb:001:004", .usb(bus: 1, device: 4)),
      ("epkowa:interpreter:002:013", .usb(bus: 2, device: 13)),
      ("brother4:bus1;dev4", .usbSomewhere), ("brother4:net1;dev0", .network(host: nil)),
      ("pixma:04A91913_4D1A2B", .usbProduct("04a9:1913")),
      ("smfp:usb;04E8;3441;Z5G", .usbProduct("04e8:3441")),
      ("hpaio:/usb/HP_LaserJet_M1132_MFP?serial=000000000QH", .usbSomewhere),
      ("hpaio:/net/hp_laserjet?ip=192.168.1.20&queue=false", .network(host: "192.168.1.20")),
      ("escl:http://192.168.1.20:8080", .network(host: "192.168.1.20")),
      ("escl:https://[fe80::1]:443", .network(host: "fe80::1")),
      ("escl:http://127.0.0.1:60000", .usbSomewhere),
      ("net:front-desk:test:0", .network(host: "front-desk")),
      ("fujitsu:ScanSnap iX500:1234", .unknown), ("", .unknown), (":::", .unknown),
      ("libusb:1:2:3:4", .usbSomewhere), ("epson2:libusb:001", .usbSomewhere),
      ("x:libusb:99999999999999999999:1", .usbSomewhere), ("brother4:bus;dev", .unknown),
      ("imagescan:esci:usb:/sys/devices/pci0000:00/0000:00:14.0/usb6/6-2/6-2:1.0", .usbPort("6-2")),
      ("utsushi:esci:usb:/sys/devices/pci0000:00/usb1/1-1/1-1.4/1-1.4:1.1", .usbPort("1-1.4")),
      ("imagescan:networkscan:esci://192.0.2.7:1865", .network(host: "192.0.2.7")),
      ("epson2:net:192.0.2.7", .network(host: "192.0.2.7")),
      ("epsonds:net:printer.local", .network(host: "printer.local")),
      ("epson2:net:fe80:0:0:0:1:2:3:4", .network(host: "fe80:0:0:0:1:2:3:4")),
      ("epkowa:net:192.0.2.7:1865", .network(host: "192.0.2.7")),
      (
        "epsonscan2:networkscanner:esci2:network:192.0.2.7", .network(host: "192.0.2.7")
      ),
      ("epsonscan2:Perfection V39:001:005:esci2:usb:ES0143:317", .usb(bus: 1, device: 5)),
      ("epsonscan2:L3250 Series:5841:esci2:usb:ES022C:4490", .usbProduct("04b8:118a")),
      ("epsonscan2:EPSON Scanner:esci2:usb:ES00EB", .usbSomewhere),
      ("unknown:usb:X:001:005:y", .usbSomewhere),
      ("magicolor:net:192.0.2.7", .network(host: "192.0.2.7")),
      ("kodakaio:net:192.0.2.7", .network(host: "192.0.2.7")),
      ("xerox_mfp:tcp 192.0.2.7 9400", .network(host: "192.0.2.7")),
      ("xerox_mfp:libusb:001:004", .usb(bus: 1, device: 4)),
      ("smfp:net;192.0.2.7", .network(host: "192.0.2.7")),
      ("dell1600n_net:192.0.2.7", .network(host: "192.0.2.7")),
      ("pixma:MG5300_192.0.2.7", .network(host: "192.0.2.7")),
      ("pixma:MX880_Series_canon.local", .network(host: "canon.local")),
      ("canonthing:whatever 192.0.2.7 x", .network(host: "192.0.2.7")),
      ("hpaio:/net/deskjet_3630?zc=HPABC", .network(host: "hpabc")),
      ("hpaio:/net/deskjet_3630?hostname=desk.local", .network(host: "desk.local")),
      ("escl:http://fd10:e07c:45dd:1::6f53:8090", .network(host: "fd10:e07c:45dd:1::6f53")),
      ("dsseries:usb:0x04f9:0x60e0", .usbProduct("04f9:60e0")),
      ("coolscan3:usb:libusb:001:004", .usb(bus: 1, device: 4)),
      ("hp:/dev/bus/usb/001/004", .usb(bus: 1, device: 4)), ("hp:/dev/usb/scanner0", .usbSomewhere),
      ("umax:/dev/sg0", .unknown), ("net:[fe80::1]:genesys:libusb:1:2", .network(host: "fe80::1")),
      ("net", .network(host: nil)), ("net:", .network(host: nil)), ("net:[", .network(host: "[")),
      ("airscan:e0:Brother MFC", .network(host: nil)), ("airscan:", .network(host: nil)),
      ("escl:http", .unknown), ("hpaio:?ip=", .network(host: nil)),
    ] as [(String, SANESighting.Place)])
  func places(_ name: String, _ place: SANESighting.Place) {
    #expect(SANESighting(name: name).place == place)
  }

  /// A camera is not a scanner, however it is shared.
  @Test(
    arguments: [
      ("v4l:/dev/video0", nil, false), ("v4l:/dev/video0", "virtual device", false),
      ("net:front:v4l:/dev/video0", nil, false), ("net:front:test:0", nil, false),
      ("net:[fe80::1]:v4l:/dev/video0", nil, false), ("gphoto2:Canon EOS", "still camera", false),
      ("net:front:genesys:libusb:001:004", "flatbed scanner", true), ("net:front:", nil, true),
      ("airscan:e0:v4l", "ip=10.0.0.7", true), ("coolscan3:usb:libusb:001:004", nil, false),
      ("net:front:pieusb:libusb:001:004", nil, false), ("x:libusb:001:004", "film scanner", false),
    ] as [(String, String?, Bool)])
  func isScanner(_ name: String, _ type: String?, _ expected: Bool) {
    #expect(SANESighting(name: name, type: type).isScanner == expected)
  }

  /// Answers from drivers are sanitized by the process that asked.
  @Test func sanitizesAnswers() {
    let long = String(repeating: "x", count: 9000)
    let sighting = SANESighting(
      SANEAnswer.Device(
        name: Data("a:\(long)".utf8), vendor: "\u{1B}[31mred\u{0}", model: long, type: "\u{202E}"))
    #expect(sighting.name.utf8.count == SANEAnswer.longestText)
    #expect(sighting.vendor == "[31mred" && sighting.model?.count == 128 && sighting.type == nil)
  }

  @Test func readsTheTypeOfAirscan() {
    let place = SANESighting(name: "airscan:e0:HP usb", type: "ip=10.0.0.7").place
    #expect(place == .network(host: "10.0.0.7"))
    let several = SANESighting(name: "airscan:w2:M288x", type: "ip=192.0.2.3, 2601:1c2::af28")
    #expect(several.hosts == ["192.0.2.3", "2601:1c2::af28"])
    let local = SANESighting(name: "airscan:e0:MFC-J6955DW (USB)", type: "ip=127.0.0.1, ::1")
    #expect(local.place == .usbSomewhere)
  }
}
