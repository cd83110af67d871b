import Foundation
import InventoryFixtures
import Presentation
import Prioritization
import Testing

@Suite struct PlanJSONTests {
  private struct Decoded: Decodable {
    struct PolicyName: Decodable {
      var id: String
      var version: Int
      var digest: String?
    }
    struct Item: Decodable {
      var item: String
      var count, cost: Int
    }
    struct Commune: Decodable {
      var code, name, province: String
      var remote: Bool
      var spend, leftover: Int
      var items: [Item]
      var pointsBefore, pointsAfter: Double
      var officials, spendPerOfficial: Int?
      var pointsPerOfficial: Double?
    }
    struct Visit: Decodable {
      var code: String
      var cost: Int
    }
    struct Refused: Decodable {
      var code, reason: String
      var items: [Item]
      var cost: Int
      var points: Double
      var pointsPerMillion, lastFunded: Double?
      var left, cap, visitShare: Int?
    }
    struct Remote: Decodable {
      var required, spent: Int
      var cutoffPrice: Double?
    }
    struct Table: Decodable { var name, digest: String }
    var policy: PolicyName
    var asOf: Date?
    var table: Table?
    var budget, spent: Int
    var value, upperBound, optimalityGap: Double
    var cutoffPrice: Double?
    var remoteShare: Remote?
    var items: [Item]
    var communes: [Commune]
    var visits: [Visit]
    var refused: [Refused]
  }

  private func decode(_ document: PlanDocument) throws -> Decoded {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return try decoder.decode(Decoded.self, from: try PlanJSON.encode(document))
  }

  @Test(arguments: [0, 18_999_999, 40_000_000, 400_000_000], ["", "remoteQuota = 0.5"])
  func foundationReadsTheSame(_ budget: Int, _ limits: String) throws {
    let document = try Example.plan(budget: budget, limits: limits)
    let (plan, decoded) = (document.plan, try decode(document))
    #expect(decoded.policy.id == "standard" && decoded.policy.version == 1)
    #expect(decoded.asOf == Example.now && decoded.table == nil)
    #expect(decoded.budget == budget && decoded.spent == plan.spent)
    #expect(decoded.value == plan.value && decoded.upperBound == plan.upperBound)
    #expect(decoded.optimalityGap == plan.optimalityGap)
    #expect(decoded.cutoffPrice == plan.cutoffPrice)
    #expect(decoded.remoteShare?.spent == plan.remoteShare?.spent)
    #expect(decoded.remoteShare?.required == plan.remoteShare?.required)
    #expect(decoded.communes.map(\.code) == plan.communes.map(\.code))
    #expect(decoded.communes.map(\.pointsAfter) == plan.communes.map(\.pointsAfter))
    #expect(decoded.communes.map(\.remote) == plan.communes.map(\.remote))
    for commune in decoded.communes {
      #expect(commune.spend == commune.items.reduce(0) { $0 + $1.cost })
    }
    // Totals, purchases and spending agree.
    let bought = decoded.communes.reduce(0) { $0 + $1.spend }
    #expect(decoded.items.reduce(0) { $0 + $1.cost } == bought)
    #expect(decoded.items.map(\.item) == ["scanner", "computer", "fibre"])
    #expect(bought + decoded.visits.reduce(0) { $0 + $1.cost } == decoded.spent)
    #expect(decoded.visits.map(\.code) == plan.visits.map(\.code))
    #expect(decoded.refused.map(\.code) == plan.refusals.map(\.code))
    for (one, refusal) in zip(decoded.refused, plan.refusals) {
      switch refusal.reason {
      case .belowCutoff(let price, let last):
        #expect(one.reason == "belowCutoff")
        #expect(one.pointsPerMillion == price && one.lastFunded == last)
      case .notEnoughLeft(_, let left, _):
        #expect(one.reason == "notEnoughLeft" && one.left == left)
      case .capReached(let cap): #expect(one.reason == "capReached" && one.cap == cap)
      case .nothingForSale: #expect(one.reason == "nothingForSale")
      case .nothingLacking: #expect(one.reason == "nothingLacking")
      case .visitNotFunded: #expect(one.reason == "visitNotFunded")
      case .visitShareSpent(let share):
        #expect(one.reason == "visitShareSpent" && one.visitShare == share)
      case .registerIncomplete: #expect(one.reason == "registerIncomplete")
      }
    }
  }

  @Test func tablesHaveNoTime() throws {
    let document = try Example.plan(
      provenance: Provenance(
        asOf: nil, table: .init(name: "a \"b\".csv", digest: "00ff"), policyDigest: "abcd"))
    let decoded = try decode(document)
    #expect(decoded.asOf == nil && decoded.policy.digest == "sha-256:abcd")
    #expect(decoded.table?.name == "a \"b\".csv" && decoded.table?.digest == "sha-256:00ff")
  }

  @Test func samePlanSameBytes() throws {
    #expect(try PlanJSON.encode(Example.plan()) == PlanJSON.encode(Example.plan()))
  }

  /// A computer for one of four officials closes as much as ten for forty: beside the points, the
  /// plan says what each official gets.
  @Test func perOfficialServed() throws {
    var document = try Example.plan(budget: 400_000_000)
    document.places["21154"]?.officials = 4
    let decoded = try decode(document)
    let served = try #require(decoded.communes.first { $0.code == "21154" })
    #expect(served.officials == 4)
    #expect(served.spendPerOfficial == (served.spend + 2) / 4)
    #expect(served.pointsPerOfficial == (served.pointsBefore - served.pointsAfter) / 4)
    // Figures that the register lacks are null.
    let others = decoded.communes.filter { $0.code != "21154" }
    #expect(!others.isEmpty && others.allSatisfy { $0.officials == nil })
    #expect(others.allSatisfy { $0.spendPerOfficial == nil && $0.pointsPerOfficial == nil })
    #expect(document.officialsServed == (4, false))
    var nobody = document
    nobody.places["21154"]?.officials = 0
    #expect(try decode(nobody).communes.allSatisfy { $0.officials == nil })
    let csv = String(
      decoding: PlanCSV.encode(document, .en, messages: try Example.messages()), as: UTF8.self)
    #expect(
      csv.contains(#""Officials","Purchases per official (VND)","Points closed per official""#))
    #expect(csv.contains(",4,\((served.spend + 2) / 4),"))
  }

  /// A program that acts on a plan learns from every format what its reader would learn: whose
  /// figures are invented, for which group it is, what programmes buy already, and which limits are
  /// not the policy's.
  @Test func saysWhatTheReaderIsTold() throws {
    var document = try Example.plan(simulated: ["21154"])
    func text() throws -> (json: String, csv: String) {
      (
        String(decoding: try PlanJSON.encode(document), as: UTF8.self),
        String(
          decoding: PlanCSV.encode(document, .en, messages: try Example.messages()), as: UTF8.self)
      )
    }
    let plain = try text()
    #expect(plain.json.contains(#""group":null"#) && plain.json.contains(#""running":null"#))
    #expect(plain.json.contains(#""adjustments":{"limits":[],"without":[]}"#))
    #expect(plain.json.contains(#""simulated":true"#) && plain.json.contains(#""simulated":false"#))
    let row = try #require(plain.csv.split(separator: "\r\n").first { $0.contains("21154") })
    #expect(row.hasSuffix(#","yes",,,"#), "\(row)")
    document.group = "Huyện Trà Bồng (cũ)"
    document.running = RunningProgrammes(
      document.plan, running: [("21154", "scanner", "Đợt 1", 1)])
    document.writtenPolicy = document.policy
    document.policy = document.policy.planning(
      PlanLimits(floor: 0, cap: 20_000_000, visitCost: 3_000_000), without: ["fibre"])
    let said = try text()
    #expect(said.json.contains(#""group":"Huyện Trà Bồng (cũ)""#))
    #expect(
      said.json.contains(
        #""running":{"communes":[{"code":"21154","units":1}],"cost":8000000,"#
          + #""programmes":["Đợt 1"],"units":1}"#), "\(said.json)")
    #expect(
      said.json.contains(
        #""limits":[{"limit":"cap","value":20000000,"written":null}],"without":["fibre"]"#),
      "\(said.json)")
    let now = try #require(said.csv.split(separator: "\r\n").first { $0.contains("21154") })
    #expect(now.contains(#","yes",1,"Huyện Trà Bồng (cũ)","This plan only: "#), "\(now)")
  }

  /// A planner's table does not say whether its figures are real.
  @Test func tablesDoNotSayWhatIsSimulated() throws {
    let document = try Example.plan(
      provenance: Provenance(asOf: nil, table: .init(name: "a.csv", digest: "00")))
    let json = String(decoding: try PlanJSON.encode(document), as: UTF8.self)
    #expect(json.contains(#""simulated":null"#) && !json.contains(#""simulated":false"#))
  }

  @Test func asCSV() throws {
    let csv = String(
      decoding: PlanCSV.encode(
        try Example.plan(names: Array(Example.hostile.prefix(5))), .en,
        messages: try Example.messages()), as: UTF8.self)
    let lines = csv.split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(lines.count == 7 && lines[6].isEmpty)
    #expect(lines[0].contains(#""Scanner","Computer","Fibre","Reason","Simulated""#))
    #expect(lines[1].hasPrefix(#""buy","21154","'=HYPERLINK("#))
    #expect(lines.contains { $0.hasPrefix(#""visit","21205","#) })
  }
}
