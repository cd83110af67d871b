import Prioritization
import TestSupport
import Testing

@Suite struct SensitivityTests {
  private func ranking(_ random: inout Seeded, _ count: Int = 30) throws -> Ranking {
    let policy = try Example.randomPolicy(&random)
    return Ranking(policy: policy, communes: Example.randomCommunes(count, policy, &random))
  }

  @Test func sameSeedSameResult() throws {
    var random = Seeded(51)
    let ranking = try ranking(&random)
    #expect(Sensitivity(ranking, top: 5, seed: 7) == Sensitivity(ranking, top: 5, seed: 7))
    #expect(
      Sensitivity(ranking, top: 5, samples: 50, seed: 7)
        != Sensitivity(ranking, top: 5, samples: 50, seed: 8))
  }

  /// With fixed weights, every vector gives the same ranks.
  @Test func withoutSpreadRanksAreThoseOfProvenPoints() throws {
    var random = Seeded(52)
    for _ in 0..<1000 {
      let ranking = try ranking(&random, Int.random(in: 0...40, using: &random))
      let found = Sensitivity(ranking, top: 3, samples: 2, spread: 0)
      let points = ranking.communes.map(\.standing.points)
      for (at, commune) in found.communes.enumerated() {
        // Points that differ only by rounding may rank either way.
        let ahead = points.count { $0 > points[at] + 1e-6 }
        let notBehind = points.count { $0 > points[at] - 1e-6 }
        #expect(commune.rankLow == commune.rankHigh)
        #expect((ahead + 1...max(ahead + 1, notBehind)).contains(commune.rankLow))
        #expect(commune.topProbability == (commune.rankLow <= 3 ? 1 : 0))
        #expect(commune.code == ranking.communes[at].standing.code)
      }
    }
  }

  @Test func intervalsAndProbabilities() throws {
    // The first lacks everything, the last nothing; the two between depend on the weights.
    let policy = try Example.gapPolicy([1, 1])
    let ranking = Ranking(
      policy: policy,
      communes: [[1, 1], [0.9, 0.1], [0.1, 0.9], [0, 0]].enumerated().map { at, gaps in
        CommuneMeasures(
          code: String(10000 + at),
          observations: gaps.map { .known(low: $0, high: $0, ageDays: 0) }, context: [])
      })
    let found = Sensitivity(ranking, top: 2)
    #expect(found.communes.map(\.rankLow) == [1, 2, 2, 4])
    #expect(found.communes.map(\.rankHigh) == [1, 3, 3, 4])
    #expect(found.communes[0].topProbability == 1 && found.communes[3].topProbability == 0)
    #expect(abs(found.communes[1].topProbability - 0.5) < 0.06)
    #expect(abs(found.communes[1].topProbability + found.communes[2].topProbability - 1) < 1e-9)
    #expect(found.samples == 1000 && found.spread == 0.25 && found.top == 2)
  }

  @Test func clampsParameters() throws {
    var random = Seeded(53)
    let ranking = try ranking(&random)
    #expect(Sensitivity(ranking, top: -1, samples: -5, spread: .nan).samples == 1)
    #expect(Sensitivity(ranking, top: .max, samples: 3, spread: 9).spread == 1)
  }
}
