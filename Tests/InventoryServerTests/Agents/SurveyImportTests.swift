import Cryptography
import Delivery
import Foundation
import GRDB
import InventoryServer
import InventoryStore
import Reporting
import Testing

/// Computers from a survey stick follow the rules of network enrolment, in any order and
/// repeatedly.
struct SurveyImportTests {
  static let pc1 = ["serial": "SN-0001", "uuid": "4c4c4544-0001-4000-8000-000000000001"]
  static let pc2 = ["serial": "SN-0002", "uuid": "4c4c4544-0002-4000-8000-000000000002"]

  /// The root of a prepared stick.
  final class Stick {
    let path = "/tmp/survey-\(UUID().uuidString)"

    init(_ token: String, commune: String = LifecycleCentre.commune) throws {
      try FileManager.default.createDirectory(
        atPath: "\(path)/survey", withIntermediateDirectories: true)
      try prepare(token, commune: commune)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func prepare(_ token: String, commune: String = LifecycleCentre.commune) throws {
      let enrolment = SurveyEnrolment(
        server: "https://centre.example.vn:8443", commune: commune, communeName: "Xã",
        token: token)
      try CanonicalJSON.encode(enrolment)
        .write(to: URL(fileURLWithPath: "\(path)/survey/enrolment.json"))
    }

    @discardableResult
    func survey(
      _ identifiers: [String: String], gibibytes: Int = 8
    ) throws -> SurveyStick.Record {
      try SurveyStick(path).record(
        Self.report(gibibytes: gibibytes), identifiers: identifiers)
    }

    /// A stick's report of a computer for whose disk it has no driver.
    static func report(gibibytes: Int) -> Report {
      let source = FactSource(agent: FactSource.surveyStick, version: "0.1.0")
      return Report(
        agent: AgentFacts(
          version: "0.1.0", clock: ClockReading(bootId: "b", bootSeconds: 9, wall: "1980")),
        hardware: .observed(
          HardwareFacts(
            machine: .init(model: "OptiPlex", uefi: true, secureBoot: true, tpm: "2.0"),
            processor: .init(), memory: .init(totalBytes: gibibytes << 30), disks: [],
            system: .init(), source: source)),
        scanners: .observed(
          ScannerFacts(
            scanners: [], unseen: [.init(way: .sane, reason: "no driver")], source: source)))
    }

    var files: [String] {
      get throws {
        try FileManager.default.contentsOfDirectory(atPath: "\(path)/survey/reports").sorted()
      }
    }
  }

  func read(_ stick: Stick, _ centre: LifecycleCentre) async throws -> BundleImport.Summary {
    try await BundleImport(store: try centre.beside()).run(stick.path)
  }

  @Test func unknownComputersAreEnrolledFromStick() async throws {
    let centre = try await LifecycleCentre()
    let stick = try Stick(try await centre.token(uses: 2))
    try stick.survey(Self.pc1, gibibytes: 4)
    try stick.survey(Self.pc2)
    let again = try stick.survey(Self.pc1, gibibytes: 6)
    #expect(again.sequence == 2 && again.previousSeconds != nil)

    var summary = try await read(stick, centre)
    #expect(summary.isSurveyStick && summary.stored == 3 && summary.refused.isEmpty)
    #expect(summary.enrolled.count == 2 && summary.proposals.isEmpty)
    #expect(summary.receipts.count == 2)
    let machines = try await centre.store.machines.list(within: .country)
    #expect(machines.map(\.commune) == [LifecycleCentre.commune, LifecycleCentre.commune])
    #expect(Set(machines.map(\.memoryTotalBytes)) == [6 << 30, 8 << 30], "the newest counts")

    summary = try await read(stick, centre)
    #expect(summary.stored == 0 && summary.duplicates == 3 && summary.enrolled.isEmpty)
    #expect(try await centre.store.machines.list(within: .country) == machines)
    // the token is used up by now, but known computers are still accepted
    try stick.survey(Self.pc2)
    summary = try await read(stick, centre)
    #expect(summary.stored == 1 && summary.refused.isEmpty)
    #expect(try Verification.check(centre.path).faults.isEmpty)
  }

  @Test func factsUnseenByStickAreUnknown() async throws {
    let centre = try await LifecycleCentre()
    let stick = try Stick(try await centre.token())
    try stick.survey(Self.pc1)
    #expect(try await read(stick, centre).stored == 1)
    let queue = try DatabaseQueue(path: centre.path)
    let row = try await queue.read { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT h.diskTotalBytes, h.solidState, h.displays, h.systemName, s.outcome AS scanners
          FROM machine_hardware h JOIN machine_scanners s USING (machine)
          """)
    }
    let found = try #require(row)
    for column in ["diskTotalBytes", "solidState", "displays", "systemName"] {
      #expect(found[column] == nil, "\(column)")
    }
    #expect(found["scanners"] == "observed", "absent would mean that there is none")
    let sections = try await queue.read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT b.body FROM section s JOIN section_body b ON b.section = s.id
          WHERE s.probe IN ('hardware', 'scanners')
          """)
    }
    #expect(sections.count == 2)
    #expect(sections.allSatisfy { $0.contains(#""source":{"agent":"survey-stick""#) })
  }

  @Test func knownComputerIsProposedForMerge() async throws {
    let centre = try await LifecycleCentre()
    let agent = try await centre.enrol(evidence: IdentifierHashes.of(Self.pc1))
    let stick = try Stick(try await centre.token(uses: 2))
    try stick.survey(Self.pc1)
    try stick.survey(Self.pc2)
    let summary = try await read(stick, centre)
    #expect(summary.enrolled.count == 2 && summary.proposals.count == 1)
    let proposal = try #require(summary.proposals.first)
    #expect(proposal.former == agent.machine && summary.enrolled.contains(proposal.later))
    #expect(proposal.evidence == ["serial", "uuid"])
  }

  @Test(arguments: ["expired", "revoked", "usedUp", "unknown", "elsewhere"])
  func invalidTokensAreRejected(_ why: String) async throws {
    let centre = try await LifecycleCentre()
    let now = Date()
    var made = try #require(
      try await centre.store.tokens.create(
        communes: [LifecycleCentre.commune], uses: 1, days: 1, within: .country,
        now: why == "expired" ? now.addingTimeInterval(-2 * 86_400) : now
      ).first)
    var commune = LifecycleCentre.commune
    let code: String
    switch why {
    case "expired": code = "tokenExpired"
    case "revoked":
      try await centre.store.tokens.revoke(made.id, within: .country, now: now)
      code = "tokenRevoked"
    case "usedUp":
      let other = try LifecycleAgent(centre.address)
      #expect(try await other.enrol(token: made.token).status == 200)
      code = "tokenUsedUp"
    case "elsewhere":
      commune = "21205"
      code = "enrolledElsewhere"
    default:
      made.token = "0000-0000-0000-0000-0000-0000-0000-0000"
      code = "tokenUnknown"
    }
    let stick = try Stick(made.token, commune: commune)
    try stick.survey(Self.pc1)
    let before = try await centre.store.machines.list(within: .country)
    let summary = try await read(stick, centre)
    #expect(summary.stored == 0 && summary.enrolled.isEmpty)
    #expect(summary.refused.map(\.code) == [code, code], "its enrolment and its report")
    #expect(summary.refused.allSatisfy { !$0.reason.isEmpty })
    #expect(try await centre.store.machines.list(within: .country) == before)
  }

  /// A stick taken on to the next commune must not carry the first one's computers there.
  @Test func knownComputerWithOtherCommunesTokenIsRejected() async throws {
    let centre = try await LifecycleCentre()
    let stick = try Stick(try await centre.token())
    try stick.survey(Self.pc1, gibibytes: 4)
    #expect(try await read(stick, centre).stored == 1)
    let other = try #require(
      try await centre.store.tokens.create(
        communes: ["21205"], uses: 1, within: .country, now: Date()
      ).first)
    try stick.prepare(other.token, commune: "21205")
    try stick.survey(Self.pc1, gibibytes: 16)
    let summary = try await read(stick, centre)
    #expect(summary.stored == 0 && summary.duplicates == 0)
    #expect(Set(summary.refused.map(\.code)) == ["enrolledElsewhere"])
    #expect(
      try await centre.store.machines.list(within: .country).map(\.memoryTotalBytes) == [4 << 30])
  }

  @Test func hostileFilesAreRejectedAndOthersImported() async throws {
    let centre = try await LifecycleCentre()
    let stick = try Stick(try await centre.token(uses: 9))
    try stick.survey(Self.pc1)
    let reports = URL(fileURLWithPath: "\(stick.path)/survey/reports")
    let name = try #require(try stick.files.first { $0.hasSuffix(".signed-enrolment") })
    let good = try Data(contentsOf: reports.appending(path: name))
    var count = 0
    func add(_ bytes: Data) throws {
      count += 1
      let digits = String(count, radix: 16)
      let stem = String(repeating: "0", count: 32 - digits.count) + digits
      try bytes.write(to: reports.appending(path: "\(stem).signed-enrolment"))
    }
    for cut in stride(from: 0, to: good.count, by: 61) { try add(good.prefix(cut)) }
    for flip in stride(from: 0, to: good.count, by: 53) {
      var bytes = good
      bytes[flip] ^= 4
      try add(bytes)
    }
    try add(Data(repeating: 65, count: 1 << 20))
    try add(Data(String(decoding: good, as: UTF8.self).replacing("enroll", with: "reports").utf8))
    try FileManager.default.createSymbolicLink(
      atPath: reports.appending(path: String(repeating: "f", count: 32) + ".signed-enrolment").path,
      withDestinationPath: "/etc/passwd")
    // a report signed by an unknown key
    let stranger = try Stick("0000-0000-0000-0000-0000-0000-0000-0000")
    try stranger.survey(Self.pc2)
    let foreign = try #require(try stranger.files.first { $0.hasSuffix(".signed-report") })
    try FileManager.default.copyItem(
      atPath: "\(stranger.path)/survey/reports/\(foreign)",
      toPath: reports.appending(path: foreign).path)

    let summary = try await read(stick, centre)
    #expect(summary.stored == 1 && summary.enrolled.count == 1)
    #expect(summary.refused.count == count + 2)
    #expect(summary.refused.allSatisfy { !$0.reason.isEmpty && $0.code != "internalError" })
    #expect(try await centre.store.machines.list(within: .country).count == 1)
  }

  /// Over the network a machine is named by its id; the key itself is not accepted.
  @Test func networkRejectsReportsUnderBareKey() async throws {
    let centre = try await LifecycleCentre()
    let agent = try await centre.enrol()
    agent.keyId = agent.key.publicKey.rawRepresentation.base64EncodedString()
    #expect(try await agent.report(1).status == 401)
  }

  /// A linked folder does not belong to the stick.
  @Test func linksAreNotFollowed() async throws {
    let centre = try await LifecycleCentre()
    let stick = try Stick(try await centre.token())
    try stick.survey(Self.pc1)
    let other = "/tmp/survey-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: other) }
    try FileManager.default.createSymbolicLink(
      atPath: "\(other)/survey", withDestinationPath: "\(stick.path)/survey")
    await #expect(throws: InventoryError.self) {
      _ = try await BundleImport(store: try centre.beside()).run(other)
    }
    #expect(try await centre.store.machines.list(within: .country).isEmpty)
  }
}
