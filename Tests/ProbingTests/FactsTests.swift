import Foundation
import Reporting
import Testing

@testable import Probing

/// Compares `probes/facts.json` with reports: nothing unlisted is ever sent.
struct FactsTests {
  struct Listing: Decodable {
    struct Fact: Decodable {
      let path, unit, source, privilege, purpose: String
    }
    let facts: [Fact]
  }

  let facts: [Listing.Fact]

  init() throws {
    let file = try Data(contentsOf: probesFolder.appending(path: "facts.json"))
    facts = try JSONDecoder().decode(Listing.self, from: file).facts
  }

  /// Paths of all scalar values, such as `hardware.disks[].name`.
  static func paths(in body: Data) throws -> Set<String> {
    func walk(_ value: Any, _ path: String) -> [String] {
      switch value {
      case let object as [String: Any]:
        object.flatMap { walk($1, path.isEmpty ? $0 : "\(path).\($0)") }
      case let list as [Any]: list.flatMap { walk($0, path + "[]") }
      default: [path]
      }
    }
    return Set(walk(try JSONSerialization.jsonObject(with: body), ""))
  }

  /// A report with every field filled.
  static let full = Report(
    agent: AgentFacts(
      version: "1", clock: ClockReading(bootId: "b", bootSeconds: 1, wall: "w"),
      droppedReports: 1),
    hardware: .observed(
      HardwareFacts(
        machine: .init(
          manufacturer: "m", model: "m", serialNumber: "s", uuid: "u", chassis: "c",
          firmwareDate: "d", hasBattery: true, uefi: true, secureBoot: true, tpm: "2.0"),
        processor: .init(
          model: "m", cores: 1, threads: 1, frequencyHz: 1, family: 6, modelNumber: 1, stepping: 1),
        memory: .init(
          totalBytes: 1, installedBytes: 1, slots: 1,
          modules: [
            .init(
              slot: "s", sizeBytes: 1, kind: "k", speedTransfersPerSecond: 1, formFactor: "f",
              manufacturer: "m")
          ]),
        disks: [
          .init(
            name: "n", model: "m", sizeBytes: 1, leastBytes: 1, rotational: true,
            removable: false, kind: .hdd)
        ],
        displays: [
          .init(
            connector: "c", manufacturer: "m", model: "m", widthPixels: 1, heightPixels: 1,
            widthMillimetres: 1, heightMillimetres: 1, year: 1)
        ],
        system: .init(name: "n", version: "v", kernel: "k", architecture: "a", build: "1.1"),
        source: .init(agent: "a", version: "1"))),
    scanners: .observed(
      ScannerFacts(
        scanners: [
          .init(
            manufacturer: "m", model: "m", connection: .usb, usbId: "i", evidence: .usb,
            driver: .nobody, likely: true, ready: true)
        ], unseen: [.init(way: .sane, reason: "r")],
        source: .init(agent: "a", version: "1"))),
    bandwidth: .observed(
      BandwidthFacts(
        skipped: .noSlot, downloadBitsPerSecond: 1, uploadBitsPerSecond: 1, latencySeconds: 1,
        jitterSeconds: 1, retransmitRatio: 0, bytesUsed: 1, durationSeconds: 1, server: "s",
        downloadSettled: true, uploadSettled: true, downloadConnections: 1, uploadConnections: 1,
        congestionControl: "c", centreCongestionControl: "c",
        interface: .init(kind: .wired, linkBitsPerSecond: 1, duplex: .full))),
    accounts: .observed(
      AccountFacts(accounts: [
        .init(
          service: "s", status: .active, evidence: .attested, expiresAt: "e", checkedAt: "c",
          detail: "d")
      ])))

  @Test func listedPathsAreThoseOfTheTypes() throws {
    func hasNil(_ value: Any) -> Bool {
      let mirror = Mirror(reflecting: value)
      if mirror.displayStyle == .optional && mirror.children.isEmpty { return true }
      if mirror.displayStyle == .collection && mirror.children.isEmpty { return true }
      return mirror.children.contains { hasNil($0.value) }
    }
    #expect(!hasNil(Self.full), "the report of this test must fill every field")
    var failed = Self.full
    failed.hardware = .failed(reason: "r")
    failed.scanners = .failed(reason: "r")
    failed.bandwidth = .failed(reason: "r")
    failed.accounts = .failed(reason: "r")
    let possible = try Self.paths(in: Self.full.body()).union(Self.paths(in: failed.body()))
    #expect(Set(facts.map(\.path)) == possible)
    #expect(facts.count == possible.count, "a path is listed twice")
  }

  @Test func everyFactIsExplained() {
    for fact in facts {
      #expect(["none", "root"].contains(fact.privilege), "\(fact.path)")
      #expect(!fact.unit.isEmpty && !fact.source.isEmpty && fact.purpose.hasSuffix("."))
    }
  }

  @Test(
    arguments: try Case.all(of: "hardware") + Case.all(of: "scanners") + Case.all(of: "accounts"))
  func reportsOfCases(_ machine: Case) throws {
    let report = try ProbeRun.report(on: machine.host, agentVersion: "1")
    #expect(try Self.paths(in: report.body()).subtracting(facts.map(\.path)) == [])
  }

  @Test func reportOfThisMachine() throws {
    let report = try ProbeRun.report(on: Host(), agentVersion: "1")
    #expect(try Self.paths(in: report.body()).subtracting(facts.map(\.path)) == [])
    #expect(report.hardware?.facts != nil)
  }
}
