import Foundation
import Prioritization
import Testing

/// The two worked examples of `inventory/policies/README.md`, read from the file itself.
@Suite struct DocumentedExampleTests {
  private func blocks(_ language: String) throws -> [String] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appending(path: "inventory/policies/README.md"), encoding: .utf8)
    return text.components(separatedBy: "```\(language)\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
  }

  private func communes(_ computers: [Double?], needs: [Double?]) -> [CommuneMeasures] {
    zip(["05152", "21250", "21439"], zip(computers, [0.0, 1, 2])).enumerated().map {
      at, commune in
      CommuneMeasures(
        code: commune.0,
        observations: [
          commune.1.0.map { .known(low: $0, high: $0, ageDays: 0) } ?? .unknown,
          .known(low: commune.1.1, high: commune.1.1, ageDays: 0),
        ], context: [at == 0 ? 1 : 0], needs: [needs[at], nil])
    }
  }

  @Test func pointsByWeights() throws {
    let policy = try Policy(toml: try #require(blocks("toml").first))
    let ranking = Ranking(
      policy: policy, communes: communes([0.5, 1, nil], needs: [nil, nil, nil]))
    #expect(ranking.communes.map(\.standing.code) == ["05152", "21250", "21439"])
    #expect(ranking.communes.map { $0.standing.points.rounded() } == [625, 100, 0])
    #expect(ranking.communes[0].standing.contributions.map { $0.rounded() } == [375, 250])
    #expect(ranking.communes[2].standing.pointsHigh.rounded() == 600)
    #expect(ranking.communes.map(\.queue) == [.ranked, .ranked, .verifyFirst])
  }

  @Test func planByComparisons() throws {
    let toml = try blocks("toml")
    try #require(toml.count == 3)
    let parts = toml[0].replacing("weight = 3\n", with: "").replacing("weight = 1\n", with: "")
      .components(separatedBy: "\n[[criteria]]")
    let text =
      parts[0] + toml[1] + parts.dropFirst().map { "\n[[criteria]]" + $0 }.joined() + toml[2]
    let policy = try Policy(toml: text)
    #expect(policy.criteria.map { ($0.share * 1000).rounded() } == [750, 250])
    let plan = try Plan(
      policy: policy, communes: communes([0.5, 1, nil], needs: [20, 16, 12]), budget: 100_000_000)
    #expect(plan.visits.map(\.code) == ["21439"])
    #expect(plan.spent == 87_000_000 && plan.value.rounded() == 500)
    #expect(
      plan.communes.map(\.purchases) == [
        [
          Purchase(item: "pc", count: 4, cost: 60_000_000),
          Purchase(item: "scanner", count: 2, cost: 16_000_000),
        ], [Purchase(item: "scanner", count: 1, cost: 8_000_000)],
      ])
    #expect(abs(plan.upperBound - 500) < 1e-6)
  }
}
