import Foundation
import Reporting
import Testing

@testable import Probing

/// Scanners that announce themselves by mDNS to a real avahi daemon in a separate network.
@Suite struct DiscoveryTests {
  let bench: ScannerWorkbench

  init() throws { bench = try ScannerWorkbench() }

  /// The scanners section of the complete agent in that network.
  private func section(
    _ settings: String, _ isolation: Isolation, thorough: Bool = true
  ) throws -> Outcome<ScannerFacts> {
    let file = bench.folder.appending(path: "probe.toml")
    try Data(settings.utf8).write(to: file)
    let output = try Peer.output(
      faultsFolder.appending(path: "announced_scanners").path, bench.folder.path,
      isolation.program, "collect", "--only", "scanners", thorough ? "--thorough" : "--format=json",
      "--format", "json", "--config", file.path)
    return try #require(try JSONDecoder().decode(Report.self, from: output).scanners)
  }

  private func scanner(
    _ manufacturer: String, _ model: String, _ evidence: ScannerFacts.Scanner.Evidence,
    _ driver: ScannerFacts.Scanner.Driver
  ) -> ScannerFacts.Scanner {
    ScannerFacts.Scanner(
      manufacturer: manufacturer, model: model, connection: .network, evidence: evidence,
      driver: driver, ready: true)
  }

  private static let off = ScannerFacts.Unseen(
    way: .escl, reason: "A scanner that announces itself on this network does not answer")

  @Test func announcedScanners() throws {
    let found = try section("[scanners]\nsane = false\n", bench.isolation([:]))
    #expect(
      found
        == .observed(
          ScannerFacts(
            scanners: [
              scanner("Canon", "Máy quét văn phòng", .escl, .escl),
              scanner("HP", "LaserJet MFP M28-M31", .escl, .escl),
            ], unseen: [Self.off])))
  }

  /// The same scanners found by avahi, by a configured address and by sane-airscan, which also
  /// lists one that is off and cannot be opened.
  @Test func listsEachScannerOnce() throws {
    let isolation = try bench.sane(
      backends: "airscan\n", ["airscan.conf": "[options]\nws-discovery = off\n"])
    let found = try section(
      "[scanners]\naddresses = [\"http://10.77.0.1:8080/good/eSCL\"]\n", isolation)
    let listed = ScannerFacts.Scanner(
      manufacturer: nil, model: "Off", connection: .network, evidence: .sane, driver: .sane,
      ready: false)
    #expect(
      found
        == .observed(
          ScannerFacts(
            scanners: [
              listed, scanner("Canon", "Máy quét văn phòng", .sane, .sane),
              scanner("HP", "LaserJet MFP M28-M31", .sane, .sane),
            ], unseen: [Self.off])))
  }

  @Test func survivesACrashingBackend() throws {
    let facts = try #require(try section("", bench.stub("crash-list")).facts)
    #expect(facts.scanners.map(\.evidence) == [.escl, .escl])
    #expect(
      facts.unseen == [Self.off, .init(way: .sane, reason: "SANE crashed (signal 6)")])
  }

  /// A plain `collect` queries no driver if no USB device needs one, and says so.
  @Test func plainCollectAsksNoDriver() throws {
    let facts = try #require(
      try section("", bench.stub("crash-list"), thorough: false).facts)
    #expect(facts.scanners.map(\.evidence) == [.escl, .escl])
    #expect(
      facts.unseen == [
        Self.off,
        .init(
          way: .sane, reason: "SANE was not asked for network scanners: the nightly report does"),
      ])
  }

  @Test func saysWhatWasNotAsked() throws {
    let found = try section("[scanners]\nsane = false\ndiscovery = false\n", bench.isolation([:]))
    #expect(found == .absent)
  }
}
