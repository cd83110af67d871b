import Prioritization
import Testing

/// The index of a single commune.
@Suite struct DefaultIndexTests {
  /// SPOTIS measures the weighted distance to the best of given bounds; with those bounds as
  /// standard and floor it is our need. Example of Dezert, Tchamova, Han, Tacnet: The SPOTIS Rank
  /// Reversal Free Method for Multi-Criteria Decision-Making Support, FUSION 2020.
  @Test func publishedExample() throws {
    let matrix = [[10.5, -3.1, 1.7], [-4.7, 0, 3.4], [8.1, 0.3, 1.3], [3.2, 7.3, -5.3]]
    let expected = [0.1989, 0.3705, 0.3063, 0.7491]
    // More is better, less is better, more is better.
    let policy = try Example.policy([(12, -5, 0.2, 0), (-6, 10, 0.3, 0), (5, -8, 0.5, 0)])
    for (row, need) in zip(matrix, expected) {
      let standing = Standing(
        policy: policy,
        measures: CommuneMeasures(
          code: "00001", observations: row.map { .known(low: $0, high: $0, ageDays: 9) },
          context: []))
      #expect(abs(standing.points / 1000 - need) <= 6e-5)
      #expect(standing.pointsHigh == standing.pointsLow)
      #expect(standing.confidence == 1)
    }
  }

  @Test func gapServesBothDirections() throws {
    let policy = try Example.policy([(2, 0, 1, 0), (0, 1, 1, 0)])
    #expect([-1, 0, 0.5, 1, 2, 9].map(policy.criteria[0].gap) == [1, 1, 0.75, 0.5, 0, 0])
    #expect([-1, 0, 0.25, 1, 9].map(policy.criteria[1].gap) == [0, 0, 0.25, 1, 1])
    #expect(policy.criteria[0].gap(of: 2).sign == .plus)
    #expect(policy.criteria[1].gap(of: -0.0).sign == .plus)
    #expect(policy.criteria[1].gap(of: .greatestFiniteMagnitude) == 1)
  }

  @Test func pointsByHand() throws {
    // N = (3·0.5 + 1·1)/4 = 0.625, E = 1 + 0.3·0.5 = 1.15, E_max = 1.4.
    let policy = try Example.gapPolicy([3, 1], bonuses: [0.3, 0.1])
    let standing = Standing(
      policy: policy,
      measures: CommuneMeasures(
        code: "00001",
        observations: [
          .known(low: 0.5, high: 0.5, ageDays: 0), .known(low: 1, high: 1, ageDays: 0),
        ], context: [0.5, nil]))
    #expect(standing.emphasis == 1.15)
    #expect(abs(standing.points - 1000 * 0.625 * 1.15 / 1.4) < 1e-8)
    #expect(abs(standing.contributions[0] - 1000 * 0.375 * 1.15 / 1.4) < 1e-8)
  }

  @Test func lackingEverythingIsAThousandPoints() throws {
    let policy = try Example.gapPolicy([3, 2, 2, 1], bonuses: [0.25, 0.15, 0.1])
    let standing = Standing(
      policy: policy,
      measures: CommuneMeasures(
        code: "00001",
        observations: Array(repeating: .known(low: 1, high: 1, ageDays: 0), count: 4),
        context: [7, 1, 1]))
    #expect(standing.points == 1000)
  }

  @Test func oldValuesLoseCertainty() throws {
    let policy = try Example.policy([(0, 1, 1, 0.01)])
    func gaps(_ value: Double, _ days: Double) -> [Double] {
      let standing = Standing(
        policy: policy,
        measures: CommuneMeasures(
          code: "00001", observations: [.known(low: value, high: value, ageDays: days)],
          context: []))
      return [standing.gapLow[0], standing.gapHigh[0]]
    }
    #expect(gaps(0.5, 0) == [0.5, 0.5])
    #expect(gaps(0.5, 25) == [0.25, 0.75])
    #expect(gaps(0.9, 25) == [0.65, 1])
    #expect(gaps(0.5, 1e300) == [0, 1])
    // A clock that is ahead does not raise certainty.
    #expect(gaps(0.5, -25) == [0.5, 0.5])
  }

  @Test(arguments: [
    Observation.known(low: .nan, high: 1, ageDays: 0), .known(low: 0, high: .infinity, ageDays: 0),
    .known(low: -.infinity, high: 0, ageDays: 0), .known(low: 0, high: 0, ageDays: .nan), .unknown,
  ]) func whatIsNoNumberIsUnknown(_ observation: Observation) throws {
    let policy = try Example.gapPolicy([1], bonuses: [0.5])
    let standing = Standing(
      policy: policy,
      measures: CommuneMeasures(code: "00001", observations: [observation], context: [.nan]))
    #expect(standing.gapLow == [0] && standing.gapHigh == [1])
    #expect(standing.confidence == 0)
    #expect(standing.emphasis == 1)
    #expect(standing.pointsLow == 0)
  }

  @Test func acceptsIntervalEndsInEitherOrder() throws {
    let policy = try Example.policy([(2, 0, 1, 0)])
    for (low, high) in [(0.0, 1.0), (1.0, 0.0)] {
      let standing = Standing(
        policy: policy,
        measures: CommuneMeasures(
          code: "00001", observations: [.known(low: low, high: high, ageDays: 0)], context: []))
      #expect(standing.gapLow == [0.5] && standing.gapHigh == [1])
    }
  }

  @Test func missingObservationsAreUnknown() throws {
    let policy = try Example.gapPolicy([1, 1], bonuses: [0.1, 0.1])
    let standing = Standing(
      policy: policy, measures: CommuneMeasures(code: "00001", observations: [], context: []))
    #expect(standing.gapHigh == [1, 1])
    let more = Standing(
      policy: policy,
      measures: CommuneMeasures(
        code: "00001",
        observations: Array(repeating: .known(low: 1, high: 1, ageDays: 0), count: 9),
        context: Array(repeating: 1, count: 9)))
    #expect(abs(more.points - 1000) < 1e-6)
  }

  @Test func reportingStates() {
    let limits = ReportingLimits()
    #expect(limits.state(enrolled: false, daysSinceLastReport: 1) == .neverEnrolled)
    #expect(limits.state(enrolled: true, daysSinceLastReport: nil) == .silent)
    #expect(limits.state(enrolled: true, daysSinceLastReport: .nan) == .silent)
    #expect(limits.state(enrolled: true, daysSinceLastReport: -1) == .fresh)
    #expect(limits.state(enrolled: true, daysSinceLastReport: 3) == .fresh)
    #expect(limits.state(enrolled: true, daysSinceLastReport: 3.1) == .ageing)
    #expect(limits.state(enrolled: true, daysSinceLastReport: 14) == .ageing)
    #expect(limits.state(enrolled: true, daysSinceLastReport: 14.1) == .silent)
  }
}
