import Foundation
import InventoryFixtures
import Presentation
import Prioritization
import TestSupport
import Testing

/// A standard that grows with a workload is shown as it applies to the commune: three scanners of
/// two, of which half are lacking, explain nothing.
@Suite struct ScaledStandardTests {
  private func document() throws -> RankingDocument {
    let policy = try Policy(
      toml: "id = \"s\"\nversion = 1\nformat = 2\n"
        + PolicyTables.criterion("scanners", standard: 2, more: "per = \"dossiersPerMonth / 2000\"")
        + PolicyTables.criterion("computers", standard: 1))
    func measures(_ code: String, factor: Double) -> CommuneMeasures {
      var measures = CommuneMeasures(
        code: code,
        observations: [3, 0.5].map { .known(low: $0, high: $0, ageDays: 0) }, context: [])
      measures.factors = [factor, 1]
      return measures
    }
    let ranking = Ranking(
      policy: policy, communes: [measures("21025", factor: 3), measures("21028", factor: 1)])
    return RankingDocument(
      policy: policy, asOf: Example.now,
      entries: ranking.communes.map { ranked in
        .init(
          ranked: ranked,
          facts: .init(
            name: "Xã", province: "51", provinceName: "Tỉnh Quảng Ngãi", kind: "xã",
            reporting: .fresh, simulated: false, machines: 1, lastReport: nil,
            values: [(3, 3), (0.5, 0.5)], observedAt: [nil, nil], context: []))
      })
  }

  /// The gap follows from the value and the standard, in every output.
  @Test func programsSeeTheStandardThatApplies() throws {
    struct Ranking: Decodable {
      struct Commune: Decodable {
        struct Contribution: Decodable { var gapLow, value, standard: Double }
        var code: String
        var contributions: [Contribution]
      }
      var communes: [Commune]
    }
    let document = try document()
    let ranking = try JSONDecoder().decode(
      Ranking.self, from: Data(try RankingJSON.encode(document)))
    let standards = Dictionary(
      uniqueKeysWithValues: ranking.communes.map { ($0.code, $0.contributions.map(\.standard)) })
    #expect(standards == ["21025": [6, 1], "21028": [2, 1]])
    for contribution in ranking.communes.flatMap(\.contributions) {
      let gap = max(0, (contribution.standard - contribution.value) / contribution.standard)
      #expect(abs(gap - contribution.gapLow) < 1e-9)
    }
    let explanation = try #require(Explanation(of: "21025", in: document, movement: nil))
    let json = String(decoding: try ExplanationJSON.encode(explanation), as: UTF8.self)
    #expect(json.contains(#""standard":6"#) && !json.contains(#""standard":2"#))
    let csv = String(
      decoding: RankingCSV.encode(document, .en, messages: try Example.messages()), as: UTF8.self)
    #expect(csv.contains("scanners: the commune's standard (units)"))
    #expect(csv.split(separator: "\r\n").contains { $0.contains("21025") && $0.hasSuffix(",6") })
  }

  @Test(arguments: [
    (Language.en, #"Standard 6: 2 for every 2,000 of "Dossiers per month", which is 6,000 here"#),
    (.vi, #"Mức chuẩn 6: 2 cho mỗi 2.000 của "Số hồ sơ mỗi tháng", tại đơn vị là 6.000"#),
  ]) func peopleAreToldWhy(_ language: Language, _ reason: String) throws {
    let (document, messages) = (try document(), try Example.messages())
    let text = StandardText(document.policy, language, messages: messages)
    for entry in document.entries {
      let standing = entry.ranked.standing
      #expect(text.reason(0, standing) == (standing.code == "21025" ? reason : nil))
      #expect(text.reason(1, standing) == nil)
      let explanation = try #require(Explanation(of: standing.code, in: document, movement: nil))
      let table = ExplanationTable.render(explanation, language, messages: messages)
      #expect(table.contains("scanners: \(reason)") == (standing.code == "21025"), "\(table)")
    }
  }
}
