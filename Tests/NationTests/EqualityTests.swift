import Foundation
import InventoryServer
import InventoryStore
import Presentation
import Prioritization
import Testing

@testable import Nation

/// Ranking and planning the nation from PostgreSQL gives the same bytes as from one SQLite file
/// with the same data.
@Suite(.serialized)
struct EqualityTests {
  private let budget = 300_000_000_000

  private func documents(
    _ nation: NationBench, province: String? = nil, at now: Date
  ) throws -> (ranking: Data, plan: Data) {
    let policy = try #require(NationBench.policy)
    let reading = try NationReading(nation.connect(), policy: policy, province: province, now: now)
    let documents = SituationDocuments(policy: policy)
    let provenance = Provenance(asOf: now, policyDigest: ProvinceBench.policyDigest)
    return (
      Data(try RankingJSON.encode(documents.ranking(reading.situations, provenance))),
      try PlanJSON.encode(documents.plan(reading.situations, budget: .joint(budget), provenance))
    )
  }

  private func documents(
    _ path: String, province: String? = nil, at now: Date
  ) async throws -> (ranking: Data, plan: Data) {
    let policy = try #require(NationBench.policy)
    let store = try InventoryStore(path: path, role: .beside, policy: policy, now: now)
    let ranking = try await DocumentSource(
      store: store, policy: policy, policyDigest: ProvinceBench.policyDigest
    ).ranking(province: province, within: .country, now: now)
    var plan = try await DocumentSource(
      store: store, policy: policy, policyDigest: ProvinceBench.policyDigest
    ).plan(province: province, within: .country, budget: .joint(budget), now: now)
    // Only an inventory warns of what its programmes already buy.
    plan.running = nil
    return (Data(try RankingJSON.encode(ranking)), try PlanJSON.encode(plan))
  }

  @Test(.timeLimit(.minutes(15)))
  func theNationIsThatOfOneFile() async throws {
    let whole = try ProvinceBench(nil, months: 24)
    let codes = try whole.reading().snapshot { try $0.provincesWithMeasures() }
    #expect(codes.count == 34)
    let nation = try NationBench()
    for code in codes {
      let province = try ProvinceBench([code], months: 24)
      try nation.publish(province)
      #expect(try nation.check(province).differences == [])
    }
    // As of the publication, and days later, when everything known is older.
    for days in [0.0, 2.5] {
      let now = ProvinceBench.now.addingTimeInterval(days * 86_400)
      let (published, own) = (
        try documents(nation, at: now), try await documents(whole.file.path, at: now)
      )
      #expect(published.ranking == own.ranking)
      #expect(published.plan == own.plan)
      #expect(own.ranking.count > 3_000_000)
    }
    let now = ProvinceBench.now
    let (published, own) = (
      try documents(nation, province: "51", at: now),
      try await documents(whole.file.path, province: "51", at: now)
    )
    #expect(published.ranking == own.ranking)
  }

  /// With computers that fall silent and accounts that expire in between: the measures' changes by
  /// time alone are published in advance.
  @Test func timeAloneMakesTheSameOfBoth() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "past-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "inventory.sqlite").path
    try Program.run(
      "fleet-simulator",
      [
        "--past-months", "2", "--database", file, "--province", "51", "--communes", "12",
        "--machines", "5", "--nights", "1",
      ]
    ).expectSuccess()
    let policy = try #require(NationBench.policy)
    let now = Date()
    let snapshot = try ProvinceSnapshot(
      InventoryReading(path: file), province: "51", policy: policy,
      policyDigest: ProvinceBench.policyDigest, moment: now)
    let nation = try NationBench()
    _ = try Publisher.publish(snapshot, to: nation.connect())
    var rankings: Set<Data> = []
    for hours in [0.0, 0.5, 20, 26, 30, 47, 71.9] {
      let later = now.addingTimeInterval(hours * 3600)
      let (published, own) = (
        try documents(nation, province: "51", at: later),
        try await documents(file, province: "51", at: later)
      )
      #expect(published.ranking == own.ranking, "after \(hours) h")
      #expect(published.plan == own.plan, "after \(hours) h")
      let values = String(decoding: own.ranking, as: UTF8.self)
        .replacing(/"(asOf|observedAt|lastReport)":"[^"]*"/, with: "")
      rankings.insert(Data(values.utf8))
    }
    // Time did change some measures.
    #expect(rankings.count > 1)
    let reading = try NationReading(
      nation.connect(), policy: policy, now: now.addingTimeInterval(73 * 3600))
    #expect(reading.overdue(at: now.addingTimeInterval(73 * 3600)).map(\.province) == ["51"])
    #expect(reading.overdue(at: now).isEmpty)
  }

  @Test func commandsSayTheSame() throws {
    let province = try ProvinceBench(["51"])
    let nation = try NationBench()
    try nation.publish(province)
    func json(_ command: [String], _ source: [String]) throws -> String {
      let done = try Program.run(
        "commune-inventory", command + ["--format", "json", "--province", "51"] + source)
      try done.expectSuccess()
      return done.output.replacing(/"asOf": ?"[^"]*"/, with: "")
    }
    let own = ["--database", province.file.path]
    for command in [
      ["rank"], ["plan", "--budget", "20000000000"], ["rank", "--explain", "21250"],
    ] {
      let published = try json(command, ["--from", nation.address])
      #expect(try json(command, own) == published)
      #expect(published.count > 1000)
    }
  }

  @Test func aPolicyOfOtherRulesIsRefused() throws {
    let nation = try NationBench()
    try nation.publish(ProvinceBench(["51"]))
    var policy = try #require(NationBench.policy)
    policy.adequacy.minimumThreads += 1
    #expect {
      try NationReading(nation.connect(), policy: policy, now: ProvinceBench.now)
    } throws: {
      ($0 as? NationError)?.code == .otherRules
    }
    #expect {
      try NationReading(
        nation.connect(), policy: try #require(NationBench.policy), province: "01",
        now: ProvinceBench.now)
    } throws: {
      ($0 as? NationError)?.code == .nothingPublished
    }
  }
}
