import Cryptography
import Foundation
import GRDB
import InventoryFixtures
import InventoryStore
import Prioritization
import Reporting
import Testing

/// A real inventory in a folder of its own, with the machines that a test enrols.
final class TestInventory {
  static let start = Date(timeIntervalSince1970: 1_795_000_000)

  let folder: URL
  let store: InventoryStore
  let policy: Policy

  var path: String { folder.appending(path: "inventory.sqlite").path }

  init() throws {
    let file: URL
    (store, file, policy) = try EmptyInventory.open(now: Self.start)
    folder = file.deletingLastPathComponent()
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Counts rows by a connection of the test's own: what it sees is committed.
  func count(_ sql: String) throws -> Int {
    let queue = try DatabaseQueue(path: path)
    return try queue.read { try Int.fetchOne($0, sql: sql) } ?? -1
  }

  func enrol(
    commune: String = "21250", key: Data = TestInventory.key(), evidence: [String: String] = [:],
    at now: Date = start
  ) async throws -> MachineKey {
    let token = try #require(
      try await store.tokens.create(communes: [commune], uses: 1, within: .country, now: now).first)
    let reply = try await store.enrolments.enrol(
      EnrolmentRequest(
        token: token.token, publicKey: key, installId: "i", agentVersion: "0.1.0",
        evidence: evidence), publicKey: key, now: now)
    return try #require(try await store.keys.key(reply.keyId))
  }

  static func key() -> Data { Ed25519.PrivateKey().publicKey.rawRepresentation }

  func report(
    _ machine: MachineKey, sequence: Int, hardware: Outcome<HardwareFacts>? = nil,
    scanners: Outcome<ScannerFacts>? = nil, bandwidth: Outcome<BandwidthFacts>? = nil,
    accounts: Outcome<AccountFacts>? = nil, id: UUID = UUID(), at now: Date = start
  ) throws -> ReceivedReport {
    let report = Report(
      agent: AgentFacts(
        version: "0.1.0", clock: ClockReading(bootId: "b", bootSeconds: 100, wall: "1980")),
      hardware: hardware, scanners: scanners, bandwidth: bandwidth, accounts: accounts)
    return try ReceivedReport(
      id: id, machine: machine.machine, key: machine.number, sequence: sequence,
      body: report.body(),
      sent: BootTime(bootId: "b", seconds: 160), created: Int(now.timeIntervalSince1970),
      receivedAt: now)
  }

  func raw(
    _ body: String, _ machine: MachineKey, sequence: Int, id: UUID = UUID(), at now: Date = start
  ) throws -> ReceivedReport {
    try ReceivedReport(
      id: id, machine: machine.machine, key: machine.number, sequence: sequence,
      body: Data(body.utf8), sent: nil, created: 0, receivedAt: now)
  }

  static func computer(
    gibibytes: Int = 16, threads: Int = 8, rotational: Bool? = false,
    firmwareDate: String? = "2024-05-01"
  ) -> Outcome<HardwareFacts> {
    .observed(
      HardwareFacts(
        machine: .init(manufacturer: "Dell Inc.", model: "OptiPlex", firmwareDate: firmwareDate),
        processor: .init(model: "i5", cores: 4, threads: threads, frequencyHz: 3_000_000_000),
        memory: .init(totalBytes: gibibytes << 30),
        disks: [.init(name: "sda", sizeBytes: 1 << 38, rotational: rotational, removable: false)],
        system: .init(name: "Debian GNU/Linux", version: "12")))
  }

  static let scanner: Outcome<ScannerFacts> = .observed(
    ScannerFacts(scanners: [
      .init(
        manufacturer: "Canon", model: "LiDE 300", connection: .usb, usbId: "04a9:1913",
        evidence: .usb, ready: nil)
    ]))

  func situation(of commune: String, at now: Date = start) async throws -> CommuneSituation {
    let all = try await store.situations.current(policy: policy, within: .country, now: now)
    return try #require(all.first { $0.code == commune })
  }
}
