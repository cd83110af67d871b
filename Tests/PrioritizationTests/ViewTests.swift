import Prioritization
import TestSupport
import Testing

@Suite struct ViewTests {
  static let preferences: [Preference] = [
    .usual, .uShape(indifference: 0.2), .vShape(preference: 0.5),
    .level(indifference: 0.1, preference: 0.4), .linear(indifference: 0.1, preference: 0.6),
    .linear(indifference: 0, preference: 0), .vShape(preference: -1),
  ]

  /// Brans and Vincke's functions, pair by pair.
  private func preference(_ difference: Double, _ function: Preference) -> Double {
    switch function {
    case .usual: difference > 0 ? 1 : 0
    case .uShape(let q): difference > q ? 1 : 0
    case .vShape(let p): difference > max(0, p) ? 1 : difference > 0 ? difference / p : 0
    case .level(let q, let p): difference > p ? 1 : difference > q ? 0.5 : 0
    case .linear(let q, let p):
      difference > p ? 1 : difference > q ? (difference - q) / (p - q) : 0
    }
  }

  @Test(arguments: preferences) func sortingMatchesPairwiseComparison(_ function: Preference) throws
  {
    var random = Seeded(31)
    for _ in 0..<150 {
      let count = Int.random(in: 2...12, using: &random)
      // Tenths, so that differences fall on the breakpoints of the functions.
      let columns = (0..<3).map { _ in
        (0..<count).map { _ in Double(Int.random(in: 0...8, using: &random)) / 8 }
      }
      let weights = [1.0, 2, 0.5]
      let flows = netFlows(
        columns, weights: weights, preferences: weights.map { _ in function })
      for at in 0..<count {
        var expected = 0.0
        for (column, weight) in zip(columns, weights) {
          for other in 0..<count where other != at {
            let difference = column[at] - column[other]
            expected +=
              weight / 3.5
              * (preference(difference, function) - preference(-difference, function))
              / Double(count - 1)
          }
        }
        #expect(abs(flows[at] - expected) < 1e-9)
      }
      #expect(abs(flows.reduce(0, +)) < 1e-9)
    }
  }

  @Test func viewsAtTheLimits() {
    let gaps = GapMatrix(weights: [3, 1], gaps: [[0, 0], [1, 1], [0.5, 0], [2, .nan], []])
    #expect(gaps.weights == [0.75, 0.25])
    let products = gaps.weightedProducts()
    #expect(products[0] == 1 && abs(products[1] - 2) < 1e-12)
    let distances = gaps.distancesFromIdeal()
    #expect(distances[0] == 0 && distances[1] == 1)
    // Invalid gaps are clamped.
    #expect(
      gaps.distancesFromIdeal()[3]
        == GapMatrix(weights: [3, 1], gaps: [[1, 0]]).distancesFromIdeal()[0])
    #expect(distances[4] == 0)
    #expect(GapMatrix(weights: [1], gaps: []).netFlows().isEmpty)
    #expect(GapMatrix(weights: [1], gaps: [[1]]).netFlows() == [0])
  }

  @Test func aLargerGapRaisesEveryView() throws {
    var random = Seeded(32)
    for _ in 0..<1000 {
      let weights = (0..<4).map { _ in Double.random(in: 0.1...3, using: &random) }
      var rows = (0..<5).map { _ in
        weights.map { _ in Double.random(in: 0...1, using: &random) }
      }
      let before = GapMatrix(weights: weights, gaps: rows)
      let at = Int.random(in: 0..<4, using: &random)
      rows[0][at] = Double.random(in: rows[0][at]...1, using: &random)
      let after = GapMatrix(weights: weights, gaps: rows)
      #expect(after.weightedProducts()[0] >= before.weightedProducts()[0] - 1e-12)
      #expect(after.distancesFromIdeal()[0] >= before.distancesFromIdeal()[0] - 1e-12)
      #expect(after.netFlows()[0] >= before.netFlows()[0] - 1e-12)
      // Views with a fixed reference change no other commune.
      #expect(after.weightedProducts().dropFirst() == before.weightedProducts().dropFirst())
      #expect(after.distancesFromIdeal().dropFirst() == before.distancesFromIdeal().dropFirst())
    }
  }

  @Test func silentCommunesDoNotLookHealthy() throws {
    let policy = try Example.gapPolicy([1, 1])
    let standings = [[0.0, 0.0], [nil, nil], [1, 0.5]].map { gaps in
      Standing(
        policy: policy,
        measures: CommuneMeasures(
          code: "00001",
          observations: gaps.map { $0.map { .known(low: $0, high: $0, ageDays: 0) } ?? .unknown },
          context: []))
    }
    let bounds = Deprivation.bounds(standings, policy: policy)
    #expect(abs(bounds.proven.headcount - 1.0 / 3) < 1e-12)
    #expect(abs(bounds.possible.headcount - 2.0 / 3) < 1e-12)
    #expect(bounds.proven.intensity == 1 && bounds.possible.adjustedGap > bounds.proven.adjustedGap)
    let nobody = Deprivation.bounds([], policy: policy).possible
    #expect(nobody.adjustedHeadcount == 0 && nobody.adjustedGap == 0)
  }
}
