import Delivery
import Foundation
import GRDB
import InventoryFixtures
import InventoryServer
import InventoryStore
import Prioritization
import Reporting
import Testing

/// Reports from a USB stick follow the rules of network delivery, whatever else lies beside them.
struct BundleTests {
  /// A folder as `commune-probe bundle export` leaves it.
  final class Stick {
    let path = "/tmp/stick-\(UUID().uuidString)"
    private var count = 0

    init() throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    static func bytes(_ request: OutgoingRequest, to centre: CentreAddress) -> Data {
      let lines =
        ["commune-bundle 1", "POST \(centre.authority) \(request.path)"]
        + request.fields.map { "\($0.name): \($0.value)" } + ["", ""]
      return Data(lines.joined(separator: "\n").utf8) + request.body
    }

    @discardableResult
    func add(_ bytes: Data, id: UUID = UUID()) throws -> String {
      count += 1
      let digits = String(count)
      let name =
        String(repeating: "0", count: 12 - digits.count) + digits
        + "-\(id.uuidString.lowercased()).signed-report"
      try bytes.write(to: URL(fileURLWithPath: "\(path)/\(name)"))
      return name
    }

    func add(_ request: OutgoingRequest, _ agent: LifecycleAgent, id: UUID = UUID()) throws {
      try add(Self.bytes(request, to: agent.centre), id: id)
    }

    func receipt(_ machine: String) throws -> BundleReceipt {
      let url = URL(fileURLWithPath: "\(path)/receipt-\(machine).json")
      return try JSONDecoder().decode(BundleReceipt.self, from: try Data(contentsOf: url))
    }
  }

  func read(_ stick: Stick, _ centre: LifecycleCentre) async throws -> BundleImport.Summary {
    try await BundleImport(store: try centre.beside()).run(stick.path)
  }

  @Test func importIsOrderIndependentAndIdempotent() async throws {
    let centre = try await LifecycleCentre()
    let agent = try await centre.enrol()
    let ids = (0..<4).map { _ in UUID() }
    let stick = try Stick()
    for (index, sequence) in [3, 1, 4, 2].enumerated() {
      try stick.add(
        agent.request(sequence, id: ids[sequence - 1], gibibytes: sequence), agent,
        id: ids[index])
    }
    var summary = try await read(stick, centre)
    #expect(summary.stored == 4 && summary.duplicates == 0 && summary.refused.isEmpty)
    let receipt = try stick.receipt(agent.machine)
    #expect(receipt.machine == agent.machine && receipt.reports.count == 4)
    #expect(
      Set(receipt.reports.map(\.digest))
        == Set(
          try (1...4).map { SHA256Digest.hexadecimal(of: try LifecycleAgent.body(gibibytes: $0)) }))
    var machine = try await centre.store.machines.details(
      agent.machine, within: .country, now: Date())
    #expect(machine.summary.memoryTotalBytes == 4 << 30, "the newest is the present state")
    #expect(machine.reports == 4 && machine.lastSequence == 4)
    #expect(machine.sections.count { $0.probe == "hardware" } == 4)
    #expect(machine.boots.isEmpty && machine.rewinds == 0)

    summary = try await read(stick, centre)
    #expect(summary.stored == 0 && summary.duplicates == 4 && summary.refused.isEmpty)
    #expect(try stick.receipt(agent.machine).reports.allSatisfy { $0.status == .duplicate })
    machine = try await centre.store.machines.details(agent.machine, within: .country, now: Date())
    #expect(machine.reports == 4 && machine.sections.count { $0.probe == "hardware" } == 4)
    #expect(try Verification.check(centre.path).faults.isEmpty)
  }

  @Test func newerStateIsNotOverwritten() async throws {
    let centre = try await LifecycleCentre()
    let agent = try await centre.enrol()
    let stick = try Stick()
    let id = UUID()
    try stick.add(agent.request(1, id: id, gibibytes: 1), agent)
    try stick.add(agent.request(2, gibibytes: 2), agent)
    // the connection is back: one report is sent again under a later number, then a newer one
    #expect(try await agent.report(3, id: id, gibibytes: 1).status == 200)
    agent.boot.bootId = "boot-2"
    #expect(try await agent.report(4, gibibytes: 16).status == 200)
    let before = try await centre.store.machines.list(within: .country)
    let summary = try await read(stick, centre)
    #expect(summary.stored == 1 && summary.duplicates == 1 && summary.refused.isEmpty)
    #expect(
      try await centre.store.machines.list(within: .country) == before,
      "the present state is unchanged")
    #expect(
      try await agent.report(5, gibibytes: 16).status == 200, "and it is not taken for a clone")
  }

  private func lastReport(_ agent: LifecycleAgent, _ centre: LifecycleCentre) async throws -> Date?
  {
    try await centre.store.machines.details(agent.machine, within: .country, now: Date()).summary
      .lastReportAt
  }

  private func reporting(_ centre: LifecycleCentre) async throws -> ReportingState? {
    try await centre.store.situations.current(
      policy: try #require(EmptyInventory.policy), within: .country, now: Date()
    ).first { $0.code == LifecycleCentre.commune }?.reporting
  }

  /// With a dead clock battery nobody knows when a report was made: it may be as old as its token.
  @Test func impossibleClocksMayBeOutdated() async throws {
    let centre = try await LifecycleCentre()
    let agent = try await centre.enrol()
    try await DatabaseQueue(path: centre.path).write {
      try $0.execute(sql: "UPDATE enrolment_token SET createdAt = createdAt - 60 * 86400000000")
    }
    agent.wallSeconds = 1_000_000_000
    let stick = try Stick()
    try stick.add(agent.request(1), agent)
    let summary = try await read(stick, centre)
    #expect(summary.stored == 1 && summary.outdated == 1)
    #expect(try await reporting(centre) == .silent)
  }

  /// Sticks from a drawer do not keep a computer alive: a report counts from when it was made.
  @Test func reportsDateFromWhenTheyWereMade() async throws {
    let centre = try await LifecycleCentre()
    let agent = try await centre.enrol()
    let now = Int(Date().timeIntervalSince1970)
    for (sequence, days) in [(1, 200), (2, 40), (3, 30)] {
      let stick = try Stick()
      agent.wallSeconds = now - days * 86_400
      try stick.add(agent.request(sequence), agent)
      let summary = try await read(stick, centre)
      #expect(summary.stored == 1 && summary.outdated == 1)
      #expect(
        try await lastReport(agent, centre)
          == Date(timeIntervalSince1970: Double(now - days * 86_400)))
      #expect(try await reporting(centre) == .silent)
    }
    // A stick is no older because of one that came first, and makes nothing older.
    let stick = try Stick()
    for (sequence, days) in [(4, 5), (5, 100)] {
      agent.wallSeconds = now - days * 86_400
      try stick.add(agent.request(sequence, gibibytes: sequence), agent)
    }
    let summary = try await read(stick, centre)
    #expect(summary.stored == 2 && summary.outdated == 1)
    #expect(
      try await lastReport(agent, centre)
        == Date(timeIntervalSince1970: Double(now - 5 * 86_400)))
    #expect(try await reporting(centre) == .ageing)
    let rows = try DatabaseQueue(path: centre.path)
    #expect(
      try await rows.read {
        try Int64.fetchOne($0, sql: "SELECT hardwareUnseenSince / 1000000 FROM machine")
      } == Int64(now - 100 * 86_400), "what the older stick saw is as old as it")
    // The computer itself counts from its next report over the network.
    agent.wallSeconds = nil
    #expect(try await agent.report(6).status == 200)
    #expect(try await reporting(centre) == .fresh)
    #expect(try Verification.check(centre.path).faults.isEmpty)
  }

  /// A dead battery: the time is unknown, which is not fresh.
  @Test(arguments: [0, 315_532_800, 4_000_000_000])
  func implausibleClockIsNotFresh(_ wall: Int) async throws {
    let centre = try await LifecycleCentre()
    let agent = try await centre.enrol()
    agent.wallSeconds = wall
    let stick = try Stick()
    try stick.add(agent.request(1), agent)
    #expect(try await read(stick, centre).stored == 1)
    #expect(try await reporting(centre) == .ageing)
  }

  @Test func hostileFilesAreRejectedAndOthersImported() async throws {
    let centre = try await LifecycleCentre()
    let agent = try await centre.enrol()
    let good = Stick.bytes(try agent.request(1), to: agent.centre)
    let stick = try Stick()
    for cut in stride(from: 0, to: good.count, by: 37) { try stick.add(good.prefix(cut)) }
    for flip in stride(from: 0, to: good.count, by: 41) {
      var bytes = good
      bytes[flip] ^= 4
      try stick.add(bytes)
    }
    try stick.add(Data(repeating: 65, count: 1 << 20))
    try stick.add(Data("commune-bundle 1\nPOST x /agent/v1/reports\n".utf8) + Data(count: 9000))
    try stick.add(
      Data(String(decoding: good, as: UTF8.self).replacing("reports", with: "keys").utf8))
    let bad = 5 + (good.count + 36) / 37 + (good.count + 40) / 41
    // links and pipes with matching names; files with other names are ignored
    let stray = "\(stick.path)/999999999999-\(UUID().uuidString.lowercased()).signed-report"
    try FileManager.default.createSymbolicLink(
      atPath: stray, withDestinationPath: "/etc/passwd")
    #expect(
      mkfifo("\(stick.path)/999999999998-\(UUID().uuidString.lowercased()).signed-report", 0o600)
        == 0)
    try good.write(to: URL(fileURLWithPath: "\(stick.path)/..signed-report"))
    // a receipt that is a link to a file worth protecting
    let dear = "\(stick.path)/dear"
    try Data("dear".utf8).write(to: URL(fileURLWithPath: dear))
    try FileManager.default.createSymbolicLink(
      atPath: "\(stick.path)/receipt-\(agent.machine).json", withDestinationPath: dear)
    try stick.add(good)

    let summary = try await read(stick, centre)
    #expect(summary.stored == 1 && summary.duplicates == 0)
    #expect(summary.refused.count == bad)
    #expect(summary.refused.allSatisfy { !$0.reason.isEmpty && $0.code != "internalError" })
    #expect(try stick.receipt(agent.machine).reports.map(\.status) == [.stored])
    #expect(try Data(contentsOf: URL(fileURLWithPath: dear)) == Data("dear".utf8))
    #expect(
      try await centre.store.machines.details(agent.machine, within: .country, now: Date()).reports
        == 1)
  }

  /// Reports that the centre will never accept are named in the receipt, with the code.
  @Test func permanentRejectionsAreNamedInReceipt() async throws {
    let centre = try await LifecycleCentre()
    let agent = try await centre.enrol()
    let id = UUID()
    #expect(try await agent.report(1, id: id, gibibytes: 1).status == 200)
    let stick = try Stick()
    try stick.add(agent.request(2, id: id, gibibytes: 2), agent)
    try stick.add(agent.request(1), agent)
    let summary = try await read(stick, centre)
    #expect(summary.refused.map(\.code) == ["reportIdReused", "sequenceBehind"])
    let lines = try stick.receipt(agent.machine).reports
    #expect(lines.map(\.code) == ["reportIdReused"], "the other can be exported again")
    #expect(
      lines.first?.digest == SHA256Digest.hexadecimal(of: try LifecycleAgent.body(gibibytes: 2)))

    try await centre.beside().machines.quarantine(
      agent.machine, because: "x", within: .country, now: Date())
    let held = try Stick()
    try held.add(agent.request(3), agent)
    #expect(try await read(held, centre).refused.map(\.code) == ["machineQuarantined"])
    #expect(throws: (any Error).self) { try held.receipt(agent.machine) }
  }

  @Test func receiptsAreSignedByAnnouncedKey() async throws {
    let centre = try await LifecycleCentre()
    let agent = try await centre.enrol()
    let key = centre.store.reports.receiptKey
    let acknowledgement = try JSONDecoder().decode(
      Acknowledgement.self, from: try await agent.report(1).body)
    #expect(acknowledgement.receiptKey == key)

    let stick = try Stick()
    try stick.add(agent.request(2), agent)
    let label = BundleLabel(machine: agent.machine, bundle: UUID().uuidString.lowercased())
    let file = URL(
      fileURLWithPath: "\(stick.path)/\(BundleLabel.fileName(machine: agent.machine))")
    try CanonicalJSON.encode(label).write(to: file)
    _ = try await read(stick, centre)
    var receipt = try stick.receipt(agent.machine)
    #expect(receipt.bundle == label.bundle && receipt.isSigned(by: key))
    receipt.reports[0].status = .refused
    #expect(!receipt.isSigned(by: key))

    // With no label, or with a malformed one or another machine's, the receipt names no bundle.
    let others = [
      "", "{", #"{"format":1,"machine":"\#(agent.machine)","bundle":"x y"}"#,
      String(decoding: try CanonicalJSON.encode(label), as: UTF8.self)
        .replacing(agent.machine, with: "m0"),
      String(repeating: " ", count: 2000),
    ]
    for text in others {
      try Data(text.utf8).write(to: file)
      _ = try await read(stick, centre)
      receipt = try stick.receipt(agent.machine)
      #expect(receipt.bundle == nil && receipt.isSigned(by: key), "\(text.prefix(60))")
    }

    // A backup contains the key, so that a restored centre continues to sign with it.
    let copy = "\(stick.path)/copy.sqlite"
    _ = try await centre.beside().upkeep.backUp(to: copy)
    let policy = try #require(EmptyInventory.policy)
    let restored = try InventoryStore(path: copy, role: .serving, policy: policy, now: Date())
    #expect(restored.reports.receiptKey == key)
  }

  @Test func pathsWithoutBundleAreRejected() async throws {
    let centre = try await LifecycleCentre()
    for path in ["/nonexistent", centre.path] {
      let error = await #expect(throws: InventoryError.self) {
        try await BundleImport(store: centre.store).run(path)
      }
      #expect(error?.code == .bundleMalformed)
    }
  }
}
