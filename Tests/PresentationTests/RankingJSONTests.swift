import Foundation
import InventoryFixtures
import Presentation
import Prioritization
import Testing

@Suite struct RankingJSONTests {
  struct Decoded: Decodable {
    struct PolicyName: Decodable { var id: String, version: Int }
    struct Commune: Decodable {
      var code, name, kind, province, provinceName, queue, reporting: String
      var rank, bestRank, worstRank, machines: Int
      var points, pointsLow, pointsHigh, confidence: Double
      var pointsIfConfirmed: Double?
      var simulated: Bool
      var lastReportAt: Date?
      var context: [String: Double?]
      var contributions: [Contribution]
    }
    struct Contribution: Decodable {
      var criterion, unit: String
      var points, gapLow, gapHigh, standard: Double
      var value, valueHigh: Double?
      var observedAt: Date?
    }
    var policy: PolicyName
    var asOf: Date
    var communes: [Commune]
  }

  private func decode(_ document: RankingDocument) throws -> Decoded {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return try decoder.decode(Decoded.self, from: Data(try RankingJSON.encode(document)))
  }

  private func expectSame(_ decoded: Decoded, _ document: RankingDocument) throws {
    #expect(decoded.policy.id == document.policy.id)
    #expect(decoded.policy.version == document.policy.version)
    #expect(decoded.asOf == document.asOf)
    #expect(decoded.communes.count == document.entries.count)
    for (commune, entry) in zip(decoded.communes, document.entries) {
      let standing = entry.ranked.standing
      #expect(commune.code == standing.code)
      #expect(Array(commune.name.unicodeScalars) == Array(entry.name.unicodeScalars))
      #expect(commune.kind == entry.kind)
      #expect(commune.province == entry.province && commune.provinceName == entry.provinceName)
      #expect(commune.queue == entry.ranked.queue.rawValue)
      #expect(commune.rank == entry.ranked.rank)
      #expect(commune.bestRank == entry.ranked.bestRank)
      #expect(commune.worstRank == entry.ranked.worstRank)
      // Exact to the last bit.
      #expect(commune.points == standing.points)
      #expect(commune.pointsLow == standing.pointsLow)
      #expect(commune.pointsHigh == standing.pointsHigh)
      #expect(commune.pointsIfConfirmed == entry.pointsIfConfirmed)
      #expect(commune.confidence == standing.confidence)
      #expect(commune.contributions.map(\.points) == standing.contributions)
      #expect(commune.contributions.reduce(0) { $0 + $1.points } == commune.points)
      #expect(commune.contributions.map(\.gapLow) == standing.gapLow)
      #expect(commune.contributions.map(\.gapHigh) == standing.gapHigh)
      for (contribution, value) in zip(commune.contributions, entry.values) {
        #expect(contribution.value == value?.low)
        #expect(contribution.valueHigh == (value?.high == value?.low ? nil : value?.high))
      }
      #expect(commune.contributions.map(\.observedAt) == entry.observedAt)
      #expect(commune.contributions.map(\.criterion) == document.policy.criteria.map(\.id))
      #expect(commune.contributions.map(\.standard) == document.policy.criteria.map(\.standard))
      #expect(commune.contributions.map(\.unit) == document.policy.criteria.map(\.unit.en))
      #expect(commune.reporting == entry.reporting?.rawValue)
      #expect(commune.simulated == entry.simulated && commune.machines == entry.machines)
      #expect(commune.lastReportAt == entry.lastReport)
      for (bonus, value) in zip(document.policy.context, entry.context) {
        // Present, and null if unknown.
        let decoded = try #require(commune.context[bonus.id])
        #expect(decoded == value)
      }
      #expect(commune.context.count == document.policy.context.count)
    }
  }

  @Test func foundationReadsTheSame() throws {
    var document = try Example.document(Example.three)
    try expectSame(decode(document), document)
    document.entries[0] = document.entries[0].with(pointsIfConfirmed: 600.0625)
    try expectSame(decode(document), document)
  }

  @Test func hostileNames() throws {
    let document = try Example.document(
      Example.hostile.enumerated().map { at, name in
        .init(
          code: String(10000 + at), name: name, province: name,
          values: [Double(at) / 30, 0.3, 1, 1])
      })
    let bytes = try RankingJSON.encode(document)
    #expect(bytes.allSatisfy { $0 >= 0x20 })
    try expectSame(decode(document), document)
  }

  @Test func numbersOfEveryKind() throws {
    var document = try Example.document(Example.three)
    let numbers: [Double] = [
      0, -0.0, 1, -1, 0.1, 1.0 / 3, 1e-300, .leastNonzeroMagnitude, 1e16, 1e300,
      9_007_199_254_740_992, 123_456.75,
    ]
    for number in numbers {
      document.entries[0] = document.entries[0].with(values: [(number, number)])
      #expect(try decode(document).communes[0].contributions[0].value == number)
    }
    document.entries[0] = document.entries[0].with(
      values: [(.nan, .nan), (.infinity, 1)], lastReport: Date(timeIntervalSince1970: .infinity))
    let odd = try decode(document).communes[0]
    #expect(odd.contributions.map(\.value) == [nil, nil, nil, nil])
    #expect(odd.lastReportAt == nil)
  }

  @Test func sameDocumentSameBytes() throws {
    let one = try RankingJSON.encode(try Example.document(Example.three))
    let other = try RankingJSON.encode(try Example.document(Example.three.reversed()))
    #expect(one == other)
  }

  @Test func shape() throws {
    let document = try Example.document([Example.three[1]])
    let text = String(decoding: try RankingJSON.encode(document), as: UTF8.self)
    #expect(
      text.hasPrefix(
        """
        {"asOf":"2026-11-23T08:00:00Z","policy":{"id":"standard","version":1},"communes":[\
        {"code":"08227","name":"Xã Ba Gia","kind":"xã","province":"51",\
        "provinceName":"Tỉnh Quảng Ngãi","queue":"ranked","rank":1,"bestRank":1,"worstRank":1,
        """.replacing("\n", with: "")))
    #expect(text.contains("\"context\":{\"remote\":1,\"borderOrIsland\":null,\"workload\":500}"))
    #expect(text.contains("\"value\":0.1,\"valueHigh\":0.30000000000000004,\"standard\":0,"))
  }

  @Test func noCommunes() throws {
    let text = String(decoding: try RankingJSON.encode(Example.document([])), as: UTF8.self)
    #expect(text.hasSuffix("\"communes\":[]}"))
  }

  /// An explanation and a ranking agree about a commune.
  @Test func oneCommuneAsInTheRanking() throws {
    var communes = Example.three
    // Null in JSON, which has no such number.
    communes[0].values[1] = .infinity
    let document = try Example.document(communes)
    let rows = try #require(
      JSONSerialization.jsonObject(with: Data(RankingJSON.encode(document))) as? [String: Any])
    let listed = try #require(rows["communes"] as? [NSDictionary])
    #expect(listed.count == document.entries.count)
    for (entry, row) in zip(document.entries, listed) {
      let explanation = try #require(Explanation(of: entry.ranked.standing.code, in: document))
      let alone = try #require(
        JSONSerialization.jsonObject(with: ExplanationJSON.encode(explanation)) as? [String: Any])
      #expect(alone["commune"] as? NSDictionary == row)
    }
  }
}
