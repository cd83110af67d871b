import Cryptography
import Foundation
import GRDB
import InventoryFixtures
import InventoryStore
import Prioritization
import Reporting
import Testing

/// A real inventory with the machines that a test enrols.
final class TestInventory {
  static let start = TemporaryInventory.start

  private let temporary: TemporaryInventory
  var folder: URL { temporary.folder }
  var path: String { temporary.path }
  var store: InventoryStore { temporary.store }
  var policy: Policy { temporary.policy }

  init() throws { temporary = try TemporaryInventory() }

  /// Counts rows over a connection of its own, which sees only committed data.
  func count(_ sql: String) throws -> Int {
    let queue = try DatabaseQueue(path: path)
    return try queue.read { try Int.fetchOne($0, sql: sql) } ?? -1
  }

  /// - Parameter evidence: nil for a network adapter of its own, as agents name it.
  func enrol(
    commune: String = "21250", key: Data = TestInventory.key(),
    evidence: [String: String]? = nil, at now: Date = start
  ) async throws -> MachineKey {
    let evidence = evidence ?? ["mac": SHA256Digest.hexadecimal(of: key)]
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

  /// A measured line, as fast down as up.
  static func line(
    _ bitsPerSecond: Int, _ interface: BandwidthFacts.Interface.Kind? = nil, settled: Bool? = nil
  ) -> Outcome<BandwidthFacts> {
    .observed(
      BandwidthFacts(
        downloadBitsPerSecond: bitsPerSecond, uploadBitsPerSecond: bitsPerSecond,
        downloadSettled: settled, uploadSettled: settled,
        interface: interface.map { .init(kind: $0) }))
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

/// - Returns: the code of the error by which `work` is refused; nil if it is not.
func refusal(_ work: () async throws -> some Any) async -> InventoryError.Code? {
  do {
    _ = try await work()
    return nil
  } catch {
    return (error as? InventoryError)?.code
  }
}
