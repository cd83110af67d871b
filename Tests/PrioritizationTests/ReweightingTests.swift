import Prioritization
import TestSupport
import Testing

/// Reweighting a finished ranking gives the same result as ranking again.
@Suite struct ReweightingTests {
  private func communes(_ random: inout Seeded, _ criteria: Int) -> [CommuneMeasures] {
    (0..<60).map { at in
      CommuneMeasures(
        code: "\(10_000 + at)",
        observations: (0..<criteria).map { _ in
          switch Int.random(in: 0..<5, using: &random) {
          case 0: return .unknown
          case 1:
            let low = Double.random(in: 0...0.5, using: &random)
            return .known(low: low, high: low + 0.3, ageDays: 3)
          default:
            let value = Double(Int.random(in: 0...4, using: &random)) / 4
            return .known(low: value, high: value, ageDays: 0)
          }
        }, context: [Bool.random(using: &random) ? 1 : nil])
    }
  }

  @Test(arguments: 0..<40)
  func equalsRankingAgain(_ seed: Int) throws {
    var random = Seeded(seed)
    let count = Int.random(in: 1...7, using: &random)
    let policy = try Example.gapPolicy(
      (0..<count).map { _ in Double.random(in: 0.1...3, using: &random) }, bonuses: [0.25])
    let communes = communes(&random, count)
    let ranking = Ranking(policy: policy, communes: communes)
    var weights = (0..<count).map { _ in Double.random(in: 0...9, using: &random) }
    if count > 1, seed % 3 == 0 { weights[0] = 0 }
    let found = try #require(Reweighting(ranking, weights: weights))
    let anew = Ranking(policy: try #require(policy.weighing(weights)), communes: communes)
    #expect(found.movements.map(\.code) == ranking.communes.map(\.standing.code))
    for movement in found.movements {
      let other = try #require(anew.communes.first { $0.standing.code == movement.code })
      #expect(movement.rankAfter == other.rank && movement.queueAfter == other.queue)
      #expect(movement.pointsAfter == other.standing.points)
    }
    #expect(abs(found.policy.criteria.reduce(0) { $0 + $1.share } - 1) < 1e-12)
  }

  @Test func equalWeightsChangeNothing() throws {
    var random = Seeded(7)
    let policy = try Example.gapPolicy([3, 2, 1], bonuses: [0.25])
    let ranking = Ranking(policy: policy, communes: communes(&random, 3))
    let found = try #require(Reweighting(ranking, weights: [3, 2, 1]))
    #expect(found.movers.isEmpty && found.changes(to: .verifyFirst) == 0)
    #expect(found.movements.allSatisfy { $0.rise == 0 && $0.pointsAfter == $0.pointsBefore })
    let (before, kept) = found.kept(top: 10)
    #expect(kept == before && before >= 10)
  }

  /// A swap calculated by hand: two communes that each lack one thing.
  @Test func aSwap() throws {
    let policy = try Example.gapPolicy([2, 1])
    func known(_ code: String, _ gaps: [Double]) -> CommuneMeasures {
      CommuneMeasures(
        code: code, observations: gaps.map { .known(low: $0, high: $0, ageDays: 0) }, context: [])
    }
    let ranking = Ranking(
      policy: policy, communes: [known("10001", [1, 0]), known("10002", [0, 1])])
    let found = try #require(Reweighting(ranking, weights: [1, 3]))
    #expect(found.movers.map(\.code) == ["10001", "10002"])
    #expect(found.movers.map(\.rise) == [-1, 1])
    #expect(found.movements.map(\.pointsAfter) == [250, 750])
    #expect(found.kept(top: 1) == (1, 0))
  }

  @Test(
    arguments: [
      [], [1], [1, 2, 3], [0, 0], [-1, 2], [.nan, 1], [.infinity, 1], [1e-9, 0], [1e300, 1e300],
    ] as [[Double]])
  func refusesInvalidWeights(_ weights: [Double]) throws {
    #expect(try Example.gapPolicy([1, 1]).weighing(weights) == nil)
  }
}
