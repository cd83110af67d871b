import Prioritization
import TestSupport
import Testing

@Suite struct ChangeTests {
  @Test func partsSumToTheChange() throws {
    var random = Seeded(61)
    for _ in 0..<1000 {
      let policy = try Example.randomPolicy(&random)
      let two = Example.randomCommunes(2, policy, &random)
      let (one, other) = (
        Standing(policy: policy, measures: two[0]), Standing(policy: policy, measures: two[1])
      )
      let change = try #require(PointsChange(from: one, to: other))
      #expect(change.parts.reduce(0) { $0 + $1.points } == change.points)
      #expect(change.after - change.before == change.points)
      for part in change.parts {
        #expect(part.fromGap + part.fromEmphasis == part.points)
        if part.cause == .none { #expect(part.points == 0) }
        if part.cause == .worsened { #expect(part.fromGap >= -1e-9) }
        if part.cause == .improved { #expect(part.fromGap <= 1e-9) }
      }
    }
  }

  @Test func causes() throws {
    let policy = try Example.gapPolicy([1, 1, 1, 1, 1], bonuses: [0.5])
    func standing(_ values: [(Double, Double)], remote: Double) -> Standing {
      Standing(
        policy: policy,
        measures: CommuneMeasures(
          code: "00001", observations: values.map { .known(low: $0.0, high: $0.1, ageDays: 0) },
          context: [remote]))
    }
    let before = standing([(0.5, 0.5), (0.5, 0.5), (0.5, 0.5), (0, 1), (0.5, 0.5)], remote: 0)
    let after = standing([(0.7, 0.7), (0.2, 0.2), (0.2, 0.9), (0.4, 0.4), (0.5, 0.5)], remote: 1)
    let change = try #require(PointsChange(from: before, to: after))
    #expect(
      change.parts.map(\.cause) == [
        .worsened, .improved, .lessCertain, .moreCertain, .emphasis,
      ])
    // 1000/5/1.5: a gap of 0.2 more is 26.7 points at the earlier emphasis.
    #expect(abs(change.parts[0].fromGap - 0.2 * 1000 / 7.5) < 1e-6)
    #expect(abs(change.parts[4].fromEmphasis - 0.5 * 0.5 * 1000 / 7.5) < 1e-6)
    #expect(change.parts[4].fromGap == 0)
    let same = try #require(PointsChange(from: before, to: before))
    #expect(same.points == 0 && same.parts.allSatisfy { $0.cause == .none })
    let other = Standing(
      policy: try Example.gapPolicy([1]),
      measures: CommuneMeasures(code: "00001", observations: [], context: []))
    #expect(PointsChange(from: before, to: other) == nil)
  }

  /// The basket found is sufficient, and no cheaper one is.
  @Test func reliefIsTheCheapest() throws {
    var random = Seeded(62)
    var found = 0
    for _ in 0..<1000 {
      let small = try SmallProvince(&random)
      let ranking = Ranking(policy: small.policy, communes: small.communes)
      let commune = small.communes[Int.random(in: small.communes.indices, using: &random)]
      let top = Int.random(in: 1...3, using: &random)
      let change = try #require(RankChange(ranking, measures: commune, top: top))
      let others = ranking.communes.map(\.standing).filter { $0.code != commune.code }
      let before = Standing(policy: small.policy, measures: commune).points
      let cheapest = small.everyBasket(commune).filter { basket in
        others.count { $0.points > before - basket.value + 1e-7 } >= top
      }.map(\.cost).min()
      guard change.rank <= top else {
        #expect(change.relief == nil)
        continue
      }
      guard let relief = change.relief else {
        #expect(cheapest == nil)
        continue
      }
      found += 1
      #expect(relief.rankAfter > top)
      let least = try #require(cheapest)
      // Prices without a common divisor are rounded up in the search.
      #expect(relief.cost >= least && Double(relief.cost) <= Double(least) * 1.001)
    }
    #expect(found > 100)
  }

  /// At the reported weight, the two communes have equal points.
  @Test func swapWeightsMakeATie() throws {
    var random = Seeded(63)
    var swaps = 0
    for _ in 0..<1000 {
      let weights = (0..<3).map { _ in Double.random(in: 0.5...3, using: &random) }
      let communes = (0..<4).map { at in
        CommuneMeasures(
          code: String(10000 + at),
          observations: weights.map { _ in
            let gap = Double.random(in: 0...1, using: &random)
            return Observation.known(low: gap, high: gap, ageDays: 0)
          }, context: [Double.random(in: 0...1, using: &random)])
      }
      let ranking = Ranking(
        policy: try Example.gapPolicy(weights, bonuses: [0.3]), communes: communes)
      let change = try #require(RankChange(ranking, measures: communes[0], top: 1))
      for swap in change.swapsAbove + change.swapsBelow where swap.swapWeight > 1e-3 {
        swaps += 1
        var moved = weights
        let at = try #require(ranking.policy.criteria.firstIndex { $0.id == swap.criterion })
        moved[at] = swap.swapWeight
        let policy = try Example.gapPolicy(moved, bonuses: [0.3])
        let other = try #require(communes.first { $0.code == swap.neighbour })
        let (one, two) = (
          Standing(policy: policy, measures: communes[0]).points,
          Standing(policy: policy, measures: other).points
        )
        #expect(abs(one - two) < 1e-6)
      }
      #expect(change.swapsAbove.isEmpty || change.rank > 1)
    }
    #expect(swaps > 1000)
    let nobody = try Ranking(policy: Example.gapPolicy([1]), communes: [])
    #expect(
      RankChange(
        nobody, measures: CommuneMeasures(code: "1", observations: [], context: []), top: 1) == nil)
  }
}
