import Foundation
import Reporting
import Testing

@testable import HardwareCatalogue
@testable import Probing

/// Network scanners, well-behaved and faulty.
@Suite struct ESCLTests {
  private func ask(_ address: String, seconds: Double = 30) throws -> ESCLSighting? {
    ESCLClient(connectSeconds: 3, seconds: seconds).ask(try #require(ESCLAddress(address)))
  }

  @Test func handlesFaultyScanners() throws {
    let scanner = try FakeScanner()
    let good = try #require(try ask(scanner.address("good")))
    #expect(
      good
        == ESCLSighting(
          host: "127.0.0.1", uuid: "4509a320-00a0-008f-00b6-000000000001",
          serialNumber: "VNB3K12345", manufacturer: "HP", model: "LaserJet MFP M28-M31",
          ready: true))
    #expect(try ask(scanner.address("processing"))?.ready == true)
    #expect(try ask(scanner.address("stopped"))?.ready == false)
    let silentOnState = try #require(try ask(scanner.address("stateless")))
    #expect(silentOnState.ready == nil)
    #expect(try #require(try ask(scanner.address("odd"))).ready == nil)
    let vietnamese = try ask(scanner.address("vietnamese"))
    #expect(vietnamese?.manufacturer == "Canon" && vietnamese?.model == "Máy quét văn phòng")
    #expect(try ask(scanner.address("latin"))?.model == "Numériseur")
    // Declared as UTF-8 but invalid: only the character is lost.
    #expect(try ask(scanner.address("wrong"))?.model == "LaserJet MFP M28-M31")
    for manners in ["huge", "malformed", "bomb", "page", "refused"] {
      #expect(try ask(scanner.address(manners)) == nil, "\(manners)")
    }
    for manners in ["silent", "slow"] {
      #expect(try ask(scanner.address(manners), seconds: 2) == nil, "\(manners)")
    }
    #expect(try ask("http://127.0.0.1:9/eSCL") == nil)
  }

  /// What devices send as XML, and a device that is busy at first.
  @Test(arguments: [
    ("blanks", "LaserJet MFP M28-M31"), ("nul", "LaserJet MFP M28-M31"),
    ("ampersand", "R&D LaserJet MFP M28-M31"), ("gzip", "LaserJet MFP M28-M31"),
    ("busy", "LaserJet MFP M28-M31"), ("gzip-bomb", nil), ("always-busy", nil),
  ])
  func forgivesSlips(_ manners: String, _ model: String?) throws {
    let scanner = try FakeScanner()
    #expect(try ask(scanner.address(manners), seconds: 8)?.model == model)
  }

  @Test(arguments: [
    (
      "\r\n\t<?xml version=\"1.0\"?><ScannerCapabilities><MakeAndModel>a</MakeAndModel></ScannerCapabilities>",
      "a"
    ),
    (
      "\u{FEFF}\r\n<?xml version=\"1.0\"?><ScannerCapabilities><MakeAndModel>a</MakeAndModel></ScannerCapabilities>",
      "a"
    ),
    ("<ScannerCapabilities><MakeAndModel>a</MakeAndModel></ScannerCapabilities>\0\0\n", "a"),
    (
      "<ScannerCapabilities><MakeAndModel>a & b &amp; c&d;&#101;</MakeAndModel></ScannerCapabilities>",
      "a & b & c&d;e"
    ),
    ("<ScannerCapabilities><MakeAndModel>a &</MakeAndModel></ScannerCapabilities>", "a &"),
    ("<ScannerCapabilities><MakeAndModel>a</MakeAndModel></ScannerCapabilities>rubbish", nil),
    ("rubbish<ScannerCapabilities><MakeAndModel>a</MakeAndModel></ScannerCapabilities>", nil),
  ])
  func repairs(_ text: String, _ model: String?) {
    #expect(ESCLDocument.read(Array(text.utf8))?.makeAndModel == model)
  }

  /// The repair keeps the encoding that the document declares.
  @Test func repairsInItsOwnEncoding() {
    let text =
      "\r\n<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><ScannerCapabilities><MakeAndModel>Num\u{E9}riseur</MakeAndModel></ScannerCapabilities>"
    let latin = text.unicodeScalars.map { UInt8($0.value) }
    #expect(ESCLDocument.read(latin)?.makeAndModel == "Num\u{E9}riseur")
  }

  @Test func acceptsSelfSignedCertificates() throws {
    let bench = try ScannerWorkbench()
    let scanner = try FakeScanner(certificate: bench.certificate())
    #expect(try ask(scanner.address("good", scheme: "https"))?.model == "LaserJet MFP M28-M31")
    #expect(try ask(scanner.address("good")) == nil)
  }

  /// A scanner that fails after its first answer loses only its state.
  @Test(arguments: ["status", "page", "closed", "cut", "hang"])
  func failsAfterItsFirstAnswer(_ fault: String) throws {
    let scanner = try FakeScanner()
    var settings = ProbeSettings()
    settings.scanners.addresses = [scanner.address("then-\(fault)")]
    var look = NetworkLook(settings: settings)
    look.client.seconds = 2
    let findings = look.findings()
    #expect(findings.scanners.map(\.model) == ["LaserJet MFP M28-M31"])
    #expect(findings.scanners.map(\.ready) == [nil] && findings.unseen.isEmpty)
  }

  @Test func redirects() throws {
    let scanner = try FakeScanner()
    #expect(try ask(scanner.address("moved"))?.model == "LaserJet MFP M28-M31")
    #expect(try ask(scanner.address("moved"))?.ready == true)
    #expect(try ask(scanner.address("root"))?.ready == true)
    for manners in ["loop", "elsewhere", "protocol-relative", "login", "query"] {
      #expect(try ask(scanner.address(manners), seconds: 5) == nil, "\(manners)")
    }
    let here = try #require(ESCLAddress("https://10.0.0.7/eSCL"))
    func leads(_ location: String) -> String? {
      here.redirected(to: location, document: "X")?.url("X")
    }
    #expect(leads("/a/X") == "https://10.0.0.7:443/a/X")
    #expect(leads("/X") == "https://10.0.0.7:443/X")
    #expect(leads("https://10.0.0.7:8443/eSCL/X") == "https://10.0.0.7:8443/eSCL/X")
    #expect(leads("//10.0.0.7/b/X") == "https://10.0.0.7:443/b/X")
    for location in [
      "http://10.0.0.7/eSCL/X", "https://10.0.0.8/X", "//10.0.0.8/X", "X", "", "/", "/Y",
      "ftp://a/X",
      "https://10.0.0.7@evil/X", "https://10.0.0.7.evil/X", "javascript:X", "/a/X#b", "\u{0}/X",
    ] {
      #expect(leads(location) == nil, "\(location)")
    }
  }

  /// Scanners that answer 404 or nothing to plain requests, and respond over TLS.
  @Test func fallsBackToTLS() throws {
    let bench = try ScannerWorkbench()
    let certificate = try bench.certificate()
    let both = try FakeScanner(certificate: certificate, isPlainToo: true)
    #expect(try ask(both.address("secure-only"))?.ready == true)
    let old = try FakeScanner(certificate: certificate, isOld: true)
    #expect(try ask(old.address("good", scheme: "https"))?.ready == true)
    // The standard TLS port, on addresses that nothing else uses.
    let secure = try FakeScanner(certificate: certificate, address: "127.77.0.9", port: 443)
    #expect(try ask("http://127.77.0.9/good/eSCL")?.model == "LaserJet MFP M28-M31")
    #expect(try ask("http://127.77.0.9:8080/good/eSCL")?.ready == true)
    let plain = try FakeScanner(address: "127.77.0.9", port: 80)
    #expect(try ask("http://127.77.0.9/secure-only/eSCL")?.ready == true)
    #expect(try ask("http://127.77.0.9/refused/eSCL") == nil)
    withExtendedLifetime((secure, plain)) {}
  }

  /// Scanners that respond are reported; addresses that do not are named.
  @Test func section() throws {
    let scanner = try FakeScanner()
    var settings = ProbeSettings()
    settings.scanners.addresses = [
      scanner.address("good"), "\(scanner.address("good"))/", scanner.address("bomb"),
      scanner.address("vietnamese"),
    ]
    let host = Host()
    let facts = try #require(try ScannerProbe(settings).observe(host))
    let found = facts.scanners.filter { $0.connection == .network }
    #expect(
      found == [
        .init(
          manufacturer: "Canon", model: "Máy quét văn phòng", connection: .network,
          evidence: .escl, driver: .escl, ready: true),
        .init(
          manufacturer: "HP", model: "LaserJet MFP M28-M31", connection: .network,
          evidence: .escl, driver: .escl, ready: true),
      ])
    #expect(
      facts.unseen == [
        .init(way: .escl, reason: "http://127.0.0.1:\(scanner.port) does not answer by eSCL")
      ])
    // An address whose scanner is off counts neither as a scanner nor as none.
    settings.scanners.addresses = ["http://127.0.0.1:9"]
    let off = try #require(try ScannerProbe(settings).observe(host))
    #expect(!off.scanners.contains { $0.connection == .network })
    #expect(off.unseen.map(\.reason) == ["http://127.0.0.1:9 does not answer by eSCL"])
  }

  /// SANE, avahi and the network belong to this machine, so they are not queried for a captured
  /// one.
  @Test func asksNothingForACapturedMachine() throws {
    var settings = ProbeSettings(isolation: Isolation(program: "/nowhere"))
    settings.scanners.addresses = ["http://127.0.0.1:9"]
    let machine = Case(probe: "scanners", name: "multifunction-printer")
    #expect(
      ScannerProbe(settings).outcome(on: machine.host)
        == ScannerProbe().outcome(on: machine.host))
  }

  @Test(arguments: [
    ("http://192.168.1.20", "http://192.168.1.20:80/eSCL/X"),
    ("HTTPS://Scanner.local/", "https://scanner.local:443/eSCL/X"),
    ("http://[FE80::1]:8080/a/eSCL/", "http://[fe80::1]:8080/a/eSCL/X"),
    ("ftp://a", nil), ("http://", nil), ("http://a:0", nil), ("http://a:65536", nil),
    ("http://a:b", nil), ("http://user@a", nil), ("http://a/?x", nil), ("http://a b", nil),
    ("http://[::1", nil), ("http://[]", nil), ("http://[::1]x", nil), ("192.168.1.20", nil),
    ("http://máy", nil), ("http://a\n", nil), ("", nil),
  ])
  func addresses(_ text: String, _ url: String?) {
    #expect(ESCLAddress(text)?.url("X") == url)
  }

  @Test func documents() {
    func read(_ text: String) -> ESCLDocument? { ESCLDocument.read(Array(text.utf8)) }
    let status = read(
      "<s:ScannerStatus><p:State> Idle </p:State><p:State>Down</p:State>"
        + "<a><State>Stopped</State></a></s:ScannerStatus>")
    #expect(status?.state == "Idle" && status?.isReady == true)
    let numbered = read(
      "<a:ScannerCapabilities><p:SerialNumber>VN 1</p:SerialNumber></a:ScannerCapabilities>")
    #expect(numbered?.serialNumber == "VN 1")
    #expect(read("<ScannerCapabilities/>") == ESCLDocument(kind: .capabilities))
    #expect(read("<ScannerStatus><a><State>Down</State></a></ScannerStatus>")?.state == nil)
    #expect(
      read("<ScannerCapabilities><MakeAndModel>a&#0;</MakeAndModel></ScannerCapabilities>") == nil)
    #expect(read("<!DOCTYPE a><ScannerCapabilities/>") == nil)
    #expect(read("<ScannerCapabilities/><b/>") == nil)
    #expect(read("<Other/>") == nil && read("") == nil && read("\u{FEFF}") == nil)
    let deep = String(repeating: "<a>", count: 40) + String(repeating: "</a>", count: 40)
    #expect(read("<ScannerCapabilities>\(deep)</ScannerCapabilities>") == nil)
    let wide = String(repeating: "<a/>", count: 30_000)
    #expect(read("<ScannerCapabilities>\(wide)</ScannerCapabilities>") == nil)
    let long = String(repeating: "é", count: 10_000)
    let named = read(
      "<ScannerCapabilities><MakeAndModel>\(long)</MakeAndModel></ScannerCapabilities>")
    #expect(named?.makeAndModel?.count == PlainText.longest)
    let wideText = Array(#"<?xml version="1.0" encoding="UTF-16"?><ScannerStatus/>"#.utf16)
      .flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    #expect(ESCLDocument.read([0xFE, 0xFF] + wideText)?.kind == .status)
    let unknown = #"<?xml version="1.0" encoding="x-viscii"?><ScannerStatus/>"#
    #expect(read(unknown)?.kind == .status)
  }
}
