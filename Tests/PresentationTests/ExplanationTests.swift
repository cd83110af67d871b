import Foundation
import InventoryFixtures
import Presentation
import Prioritization
import Testing

@Suite struct ExplanationTests {
  private func explanation(_ code: String = "08227") throws -> Explanation {
    var changed = Example.three
    changed[1].values = [0.3, 0.1, nil, 0.7]
    let before = try Example.document(changed)
    let entry = try #require(before.entries.first { $0.ranked.standing.code == code })
    func event(_ secondsAgo: Double, _ machine: String?, _ what: String) -> Explanation.Event {
      .init(time: Example.now.addingTimeInterval(-secondsAgo), machine: machine, what: what)
    }
    let movement = Explanation.Movement(
      since: Example.now.addingTimeInterval(-86_400 * 9), before: entry,
      events: [
        event(60, "M-1", "section.scanners"), event(120, nil, "register.imported"),
        event(180, "\u{1B}[2J", "new.\u{7}thing"),
      ])
    return try #require(
      Explanation(of: code, in: try Example.document(Example.three), movement: movement))
  }

  private func render(_ explanation: Explanation, _ language: Language) throws -> String {
    ExplanationTable.render(explanation, language, messages: try Example.messages())
  }

  @Test func whatItSays() throws {
    let table = try render(explanation(), .en)
    #expect(table.hasPrefix("Xã Ba Gia (08227), Tỉnh Quảng Ngãi\nPolicy standard, version 1;"))
    #expect(table.contains("Rank 2; possible range 2 to 3. Ranked."))
    #expect(table.contains("Share of old or underpowered computers: up to "))
    #expect(table.contains("The scanners detected by computer M-1 changed."))
    #expect(table.contains("The register was imported."))
    #expect(table.contains("unknown → 2") && table.contains(": more certain"))
    #expect(table.contains("Local assumption: "))
    for line in table.split(separator: "\n") {
      #expect(DisplayText.width(String(line)) <= 100, "\(line)")
    }
    #expect(!table.contains("\u{1B}") && !table.contains("\u{7}"))
  }

  @Test(arguments: Language.allCases) func whatAwaitsAConfirmation(_ language: Language) throws {
    var explanation = try explanation()
    #expect(
      try !render(explanation, language).contains(language == .en ? "Attested" : "tự xác nhận"))
    explanation.entry = explanation.entry.with(pointsIfConfirmed: 1000)
    let table = try render(explanation, language)
    #expect(
      table.contains(language == .en ? "1,000.0 points (+" : "điểm sẽ là 1.000,0 (+"))
    for line in table.split(separator: "\n") {
      #expect(DisplayText.width(String(line)) <= 100, "\(line)")
    }
  }

  @Test func inVietnamese() throws {
    let table = try render(explanation(), .vi)
    #expect(table.contains("Cơ sở tính điểm\n"))
    #expect(table.contains("Máy quét do máy M-1 phát hiện thay đổi."))
  }

  @Test func nothingUnknownNothingMoved() throws {
    var explanation = try explanation("21154")
    explanation.movement = nil
    let table = try render(explanation, .en)
    #expect(!table.contains("Unknown values") && !table.contains("Events since"))
  }

  @Test func asJSON() throws {
    struct Decoded: Decodable {
      struct Commune: Decodable {
        var code: String
        var points, pointsHigh: Double
      }
      struct Criterion: Decodable {
        var criterion, source: String
        var weight, floor, pointsHigh: Double
      }
      struct Context: Decodable {
        var context: String
        var value: Double?
        var counted, bonus: Double
      }
      struct Movement: Decodable {
        struct Criterion: Decodable { var pointsBefore, pointsAfter: Double }
        struct Event: Decodable {
          var machine: String?
          var what: String
        }
        var pointsBefore, pointsAfter: Double
        var criteria: [Criterion]
        var events: [Event]
      }
      var commune: Commune
      var emphasis: Double
      var criteria: [Criterion]
      var context: [Context]
      var movement: Movement
    }
    let explanation = try explanation()
    let decoded = try JSONDecoder().decode(
      Decoded.self, from: try ExplanationJSON.encode(explanation))
    #expect(decoded.commune.code == "08227" && decoded.criteria.count == 4)
    #expect(abs(decoded.criteria.reduce(0) { $0 + $1.weight } - 1) < 1e-12)
    // The possible points of all criteria add up to the commune's.
    let high = decoded.criteria.reduce(0) { $0 + $1.pointsHigh }
    #expect(abs(high - decoded.commune.pointsHigh) < 1e-6)
    let emphasis = 1 + decoded.context.reduce(0) { $0 + $1.bonus * $1.counted }
    #expect(abs(emphasis - decoded.emphasis) < 1e-12)
    #expect(decoded.movement.criteria.reduce(0) { $0 + $1.pointsAfter } == decoded.commune.points)
    #expect(decoded.movement.events.map(\.what).first == "section.scanners")
    #expect(decoded.movement.events[1].machine == nil)
  }

  @Test func noSuchCommune() throws {
    #expect(Explanation(of: "99999", in: try Example.document(Example.three)) == nil)
  }

  /// A ranking from a table has no data about reports, and names the table instead.
  @Test func tablesKnowNothingOfReports() throws {
    var document = try Example.document(Example.three)
    document.provenance = Provenance(asOf: nil, table: .init(name: "t.csv", digest: "00"))
    document.entries = document.entries.map { $0.withoutReporting() }
    let json = String(decoding: try RankingJSON.encode(document), as: UTF8.self)
    #expect(
      json.contains(
        #"{"asOf":null,"policy":{"id":"standard","version":1},"table":{"digest":"sha-256:00","name":"t.csv"}"#
      ))
    #expect(json.contains(#""reporting":null,"simulated":null,"machines":null"#))
    let table = RankingTable.render(document, .en, messages: try Example.messages())
    #expect(table.contains("from table t.csv\n") && !table.contains("fresh"))
    let explained = try #require(Explanation(of: "08227", in: document))
    #expect(!(try render(explained, .en)).contains("Reporting:"))
  }
}
