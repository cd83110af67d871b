import Prioritization
import Testing

/// The examples at their tolerances. Where the method is not ours (VIKOR, COPRAS, a sum of
/// normalised values), its parts are: each is made of additive indices against given references,
/// which is what the default index is.
@Suite struct PublishedExampleTests {
  /// The need of each row, 0…1, by the default index with given references.
  private func needs(
    _ rows: [[Double]], _ references: [(standard: Double, floor: Double)], _ weights: [Double]
  ) throws -> [Standing] {
    let policy = try Example.policy(
      zip(references, weights).map { ($0.standard, $0.floor, $1, 0) })
    return rows.enumerated().map { at, row in
      Standing(
        policy: policy,
        measures: CommuneMeasures(
          code: String(10000 + at),
          observations: row.map { .known(low: $0, high: $0, ageDays: 0) }, context: []))
    }
  }

  private func expect(_ found: [Double], _ example: PublishedExample) {
    let expected = example.expected ?? []
    #expect(found.count == expected.count && !found.isEmpty)
    for (one, other) in zip(found, expected) {
      #expect(abs(one - other) <= example.tol ?? 0, "\(example.name)")
    }
  }

  @Test func spotis() throws {
    let example = try PublishedExample.named("SPOTIS")
    let references = zip(example.bounds ?? [], example.types ?? []).map { bounds, type in
      type > 0 ? (bounds[1], bounds[0]) : (bounds[0], bounds[1])
    }
    let standings = try needs(example.rows, references, example.weights ?? [])
    expect(standings.map { $0.points / 1000 }, example)
  }

  /// The ideal and the anti-ideal are the extremes of the data; the norm of a column is part of the
  /// weight.
  @Test(arguments: [("TOPSIS Tzeng", true), ("TOPSIS minmax", false)])
  func topsis(_ name: String, vectorNorm: Bool) throws {
    let example = try PublishedExample.named(name)
    let range = example.range
    let weights = (example.weights ?? []).enumerated().map { at, weight in
      let length = example.column(at).reduce(0) { $0 + $1 * $1 }.squareRoot()
      return vectorNorm ? weight * abs(range[at].best - range[at].worst) / length : weight
    }
    let gaps = example.rows.map { row in
      row.enumerated().map { ($1 - range[$0].best) / (range[$0].worst - range[$0].best) }
    }
    expect(GapMatrix(weights: weights, gaps: gaps).distancesFromIdeal().map { 1 - $0 }, example)
  }

  @Test(arguments: [
    ("PROMETHEE II linear", Preference.linear(indifference: 1, preference: 2)),
    ("PROMETHEE II usual", .usual),
  ]) func promethee(_ name: String, preference: Preference) throws {
    let example = try PublishedExample.named(name)
    let weights = example.weights ?? []
    let flows = netFlows(
      weights.indices.map(example.column), weights: weights,
      preferences: weights.map { _ in preference })
    expect(flows, example)
  }

  /// S is the need, R the largest contribution to it.
  @Test(arguments: [("VIKOR Q", 0.5), ("VIKOR Opricovic", 0.5), ("VIKOR v=0.625", 0.625)])
  func vikor(_ name: String, v: Double) throws {
    let example = try PublishedExample.named(name)
    let standings = try needs(
      example.rows, example.range.map { ($0.best, $0.worst) }, example.weights ?? [])
    let s = standings.map(\.points)
    let r = standings.map { $0.contributions.max() ?? 0 }
    func scaled(_ values: [Double]) -> [Double] {
      let (least, most) = (values.min() ?? 0, values.max() ?? 0)
      return values.map { most > least ? ($0 - least) / (most - least) : 0 }
    }
    expect(zip(scaled(s), scaled(r)).map { v * $0 + (1 - v) * $1 }, example)
  }

  /// A value over the sum of its column is a gap with standard 0 and that sum as floor.
  @Test func sumOfNormalisedValues() throws {
    let example = try PublishedExample.named("WSM")
    let rows = example.rows.map { row in
      zip(row, example.types ?? []).map { $1 > 0 ? $0 : 1 / $0 }
    }
    let references = rows[0].indices.map { at in (0.0, rows.reduce(0) { $0 + $1[at] }) }
    let standings = try needs(rows, references, example.weights ?? [])
    expect(standings.map { $0.points / 1000 }, example)
  }

  /// The published figures treat all five criteria as benefits, so the ratio of costs does not
  /// enter; with the types that the file states, no variant of the method reproduces them.
  @Test func copras() throws {
    let example = try PublishedExample.named("COPRAS")
    let references = (example.types ?? []).indices.map { at in
      (0.0, example.column(at).reduce(0, +))
    }
    let points = try needs(example.rows, references, example.weights ?? []).map(\.points)
    expect(points.map { $0 / (points.max() ?? 1) }, example)
  }

  @Test func hierarchy() throws {
    for name in ["AHP drinks", "AHP 4x4"] {
      let example = try PublishedExample.named(name)
      let comparison = try #require(PairwiseComparison(example.rows))
      for (one, other) in zip(comparison.weights, example.weights ?? []) {
        #expect(abs(one - other) < 1e-9)
      }
      if let eigenvalue = example.lambdaMax {
        #expect(abs(comparison.eigenvalue - eigenvalue) < 1e-9)
      }
      #expect(
        abs(comparison.consistencyRatio - (example.ratio ?? 0.01610868948440318)) < 1e-9)
    }
  }

  @Test func rankOrderCentroid() throws {
    let example = try PublishedExample.named("ROC")
    for expected in [example.m4 ?? [], example.m6 ?? []] {
      #expect(expected.count >= 4)
      for (one, other) in zip(rankOrderCentroids(expected.count), expected) {
        #expect(abs(one - other) < 1e-12)
      }
    }
  }

  @Test func alkireFoster() throws {
    let example = try PublishedExample.named("Alkire")
    let lines = example.lines ?? []
    let gaps = (example.deprivation ?? []).map { row in
      zip(row, lines).map { max(0, ($1 - $0) / $1) }
    }
    let found = Deprivation(
      GapMatrix(weights: lines.map { _ in 1 }, gaps: gaps),
      cutoff: (example.cutoff ?? 0) / Double(lines.count))
    #expect(abs(found.headcount - (example.headcount ?? 0)) < 1e-12)
    #expect(abs(found.intensity - (example.intensity ?? 0)) < 1e-12)
    #expect(abs(found.adjustedHeadcount - (example.adjustedHeadcount ?? 0)) < 1e-12)
    #expect(abs(found.adjustedGap - (example.adjustedGap ?? 0)) < 1e-12)
  }
}
