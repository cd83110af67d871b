import Foundation
import Reporting
import Testing

@testable import Probing

/// SANE itself, and a library in its place that has every fault.
@Suite struct SANETests {
  let bench: ScannerWorkbench

  init() throws { bench = try ScannerWorkbench() }

  private func ask(_ isolation: Isolation, _ question: SANEQuestion) throws -> SANEAnswer {
    let bytes = try isolation.answer(
      of: "sane", to: Array(JSONEncoder().encode(question)), seconds: 60)
    return try JSONDecoder().decode(SANEAnswer.self, from: Data(bytes))
  }

  /// SANE's own test backend, as `scanimage` lists it.
  @Test func listIsThatOfScanimage() throws {
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

  /// A machine whose SANE has nothing but the test backend has no scanner.
  @Test func testBackendIsNoScanner() throws {
    let findings = SANELook(isolation: try bench.sane(backends: "test\n")).findings()
    #expect(findings == .init(isThere: true, hasListedLocal: true))
  }

  @Test func withoutSANE() throws {
    // A file that is no library stands in the way of the one that is installed.
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
  func noList(_ faults: String, _ reason: String) throws {
    let findings = try look(faults)
    #expect(findings.unseen == [.init(way: .sane, reason: reason)])
    #expect(findings.scanners.isEmpty && !findings.hasListedLocal)
  }

  /// Drivers that hang cost what only they know, and nothing else.
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
    // The same every night.
    #expect(try probe.observe(Host()) == facts)
  }

  @Test func oddLists() throws {
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
      ("brother4:bus1;dev4", .usb(bus: 1, device: 4)), ("brother4:net1;dev0", .network(host: nil)),
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
      ("escl:http", .unknown), ("hpaio:?ip=", .network(host: nil)),
    ] as [(String, SANESighting.Place)])
  func places(_ name: String, _ place: SANESighting.Place) {
    #expect(SANESighting(name: name).place == place)
  }

  @Test func airscanSaysItInTheType() {
    let place = SANESighting(name: "airscan:e0:HP usb", type: "ip=10.0.0.7").place
    #expect(place == .network(host: "10.0.0.7"))
  }
}
