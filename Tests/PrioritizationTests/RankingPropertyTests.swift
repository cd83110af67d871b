import Prioritization
import TestSupport
import Testing

/// Properties that hold for every policy and all communes.
@Suite struct RankingPropertyTests {
  static let cases = 1000

  /// Checks a property for each of many random policies; the same seed gives the same.
  private func forRandomPolicies(
    seed: Int, _ check: (Policy, inout Seeded) throws -> Void
  ) throws {
    var random = Seeded(seed)
    for _ in 0..<Self.cases { try check(try Example.randomPolicy(&random), &random) }
  }

  @Test func contributionsSumToPoints() throws {
    try forRandomPolicies(seed: 1) { policy, random in
      for commune in Example.randomCommunes(3, policy, &random) {
        let standing = Standing(policy: policy, measures: commune)
        // Exactly, in any order.
        #expect(standing.contributions.reduce(0, +) == standing.points)
        #expect(standing.contributions.shuffled(using: &random).reduce(0, +) == standing.points)
        #expect(standing.pointsLow <= standing.pointsHigh)
        #expect(standing.pointsHigh <= 1000 + 1e-6 && standing.pointsLow >= 0)
        // They match the formula within 1e-9.
        for (at, criterion) in policy.criteria.enumerated() {
          let formula =
            1000 * criterion.share * standing.gapLow[at] * standing.emphasis
            / policy.maximumEmphasis
          #expect(abs(formula - standing.contributions[at]) < 1e-9)
        }
      }
    }
  }

  @Test func raisingAGapNeverLowersPoints() throws {
    try forRandomPolicies(seed: 2) { policy, random in
      var commune = Example.randomCommunes(1, policy, &random)[0]
      let at = Int.random(in: 0..<policy.criteria.count, using: &random)
      let criterion = policy.criteria[at]
      let better = Double.random(in: -80...80, using: &random)
      let toFloor = criterion.floor > criterion.standard ? 1.0 : -1
      let worse = better + toFloor * Double.random(in: 0...30, using: &random)
      commune.observations[at] = .known(low: better, high: better, ageDays: 0)
      let before = Standing(policy: policy, measures: commune)
      commune.observations[at] = .known(low: worse, high: worse, ageDays: 0)
      let after = Standing(policy: policy, measures: commune)
      #expect(after.points >= before.points)
      #expect(after.pointsHigh >= before.pointsHigh)
      if after.gapLow[at] > before.gapLow[at] + 1e-6 { #expect(after.points > before.points) }
    }
  }

  @Test func removingACommuneMovesNoOther() throws {
    try forRandomPolicies(seed: 3) { policy, random in
      var communes = Example.randomCommunes(6, policy, &random)
      let all = Ranking(policy: policy, communes: communes)
      let gone = communes.remove(at: Int.random(in: 0..<6, using: &random))
      let fewer = Ranking(policy: policy, communes: communes)
      let kept = all.communes.filter { $0.standing.code != gone.code }
      #expect(fewer.communes.map(\.standing) == kept.map(\.standing))
      #expect(fewer.communes.map(\.queue) == kept.map(\.queue))
    }
  }

  /// However the unknown values turn out, the resulting rank lies within the interval.
  @Test func intervalHoldsEveryCompletion() throws {
    try forRandomPolicies(seed: 4) { policy, random in
      let communes = Example.randomCommunes(7, policy, &random)
      let ranking = Ranking(policy: policy, communes: communes)
      for commune in ranking.communes {
        #expect(commune.bestRank <= commune.rank && commune.rank <= commune.worstRank)
      }
      for _ in 0..<3 {
        let completed = ranking.communes.map { commune -> Double in
          let standing = commune.standing
          var need = 0.0
          for (at, criterion) in policy.criteria.enumerated() {
            // The ends of the interval are the hard cases.
            let ends = [standing.gapLow[at], standing.gapHigh[at]]
            let gap =
              Bool.random(using: &random)
              ? ends[Int.random(in: 0...1, using: &random)]
              : Double.random(in: ends[0]...ends[1], using: &random)
            need += criterion.share * gap
          }
          return 1000 * need * standing.emphasis / policy.maximumEmphasis
        }
        for (at, commune) in ranking.communes.enumerated() {
          // Points that differ only by rounding are ties and count both ways.
          let ahead = completed.count { $0 > completed[at] + 1e-7 }
          let notBehind = completed.count { $0 > completed[at] - 1e-7 }
          #expect(commune.bestRank <= notBehind)
          #expect(commune.worstRank >= ahead + 1)
        }
      }
    }
  }

  @Test func everyCommuneIsInOneQueue() throws {
    try forRandomPolicies(seed: 5) { policy, random in
      let communes = Example.randomCommunes(Int.random(in: 0...9, using: &random), policy, &random)
      let ranking = Ranking(policy: policy, communes: communes)
      #expect(ranking.communes.map(\.standing.code).sorted() == communes.map(\.code).sorted())
      for commune in ranking.communes {
        #expect(
          (commune.queue == .ranked) == (commune.standing.confidence + 1e-9 >= policy.confidence))
      }
      let first = ranking.communes.prefix { $0.queue == .ranked }
      #expect(ranking.communes.dropFirst(first.count).allSatisfy { $0.queue == .verifyFirst })
    }
  }

  @Test func unseenCommunesAreNotRanked() throws {
    try forRandomPolicies(seed: 6) { policy, random in
      let unseen = CommuneMeasures(
        code: "00001", observations: policy.criteria.map { _ in .unknown },
        context: policy.context.map { _ in Double.random(in: 0...1, using: &random) })
      let ranking = Ranking(policy: policy, communes: [unseen])
      #expect(ranking.communes[0].standing.confidence == 0)
      #expect(ranking.communes[0].standing.confidence < policy.confidence)
      #expect(ranking.communes[0].queue == .verifyFirst)
    }
  }

  @Test func ignoresTheOrderOfInput() throws {
    try forRandomPolicies(seed: 8) { policy, random in
      let communes = Example.randomCommunes(8, policy, &random)
      let one = Ranking(policy: policy, communes: communes)
      let other = Ranking(policy: policy, communes: communes.shuffled(using: &random))
      #expect(one.communes == other.communes)
    }
  }

  /// The sorted search gives the same result as the definition.
  @Test func ranksByDefinition() throws {
    var random = Seeded(9)
    for _ in 0..<Self.cases {
      let weights = [1.0, 1, 2]
      let policy = try Example.gapPolicy(weights, confidence: 0.5)
      // Few distinct values, so that there are ties of every kind.
      let communes = (0..<9).map { at in
        CommuneMeasures(
          code: String(10000 + at),
          observations: weights.map { _ in
            let low = Double(Int.random(in: 0...2, using: &random)) / 2
            return Bool.random(using: &random)
              ? .known(low: low, high: low, ageDays: 0) : .known(low: low, high: 1, ageDays: 0)
          }, context: [])
      }
      let ranked = Ranking(policy: policy, communes: communes).communes
      for (at, commune) in ranked.enumerated() {
        let (low, high) = (commune.standing.pointsLow, commune.standing.pointsHigh)
        let others = ranked.enumerated().filter { $0.offset != at }.map(\.element.standing)
        #expect(commune.bestRank == 1 + others.count { $0.pointsLow > high })
        #expect(commune.worstRank == 1 + others.count { $0.pointsHigh > low })
        #expect(
          commune.rank
            == 1 + others.count { ($0.pointsLow, $0.pointsHigh) > (low, high) })
      }
    }
  }
}
