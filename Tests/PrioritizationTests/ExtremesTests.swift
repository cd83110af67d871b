import Foundation
import Prioritization
import TestSupport
import Testing

/// Extreme values in policies, registers and reports: no crash, no points outside 0…1,000 or NaN,
/// and a message for everything that is refused.
@Suite struct ExtremesTests {
  let policy: Policy

  init() throws { policy = try Policy(toml: Example.standardPolicy()) }

  private func expectSound(
    _ policy: Policy, _ communes: [CommuneMeasures],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let ranking = Ranking(policy: policy, communes: communes)
    #expect(ranking.communes.count == communes.count, sourceLocation: sourceLocation)
    for commune in ranking.communes {
      let standing = commune.standing
      for points in [standing.points, standing.pointsHigh] + standing.contributions {
        #expect((0...1000.000001).contains(points), sourceLocation: sourceLocation)
      }
      #expect(standing.points <= standing.pointsHigh, sourceLocation: sourceLocation)
      #expect((0...1).contains(standing.confidence), sourceLocation: sourceLocation)
      #expect(
        standing.contributions.reduce(0, +) == standing.points, sourceLocation: sourceLocation)
      #expect(
        (1...communes.count).contains(commune.bestRank) && commune.bestRank <= commune.rank
          && commune.rank <= commune.worstRank && commune.worstRank <= communes.count,
        sourceLocation: sourceLocation)
    }
  }

  @discardableResult private func expectSound(
    _ policy: Policy, _ communes: [CommuneMeasures], budget: PlanBudget,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Plan {
    let plan = try Plan(policy: policy, communes: communes, budget: budget)
    #expect((0...plan.budget).contains(plan.spent), sourceLocation: sourceLocation)
    #expect(plan.value.isFinite && plan.value >= 0, sourceLocation: sourceLocation)
    #expect(
      plan.upperBound.isFinite && plan.upperBound >= plan.value, sourceLocation: sourceLocation)
    #expect((0...1).contains(plan.optimalityGap), sourceLocation: sourceLocation)
    for commune in plan.communes {
      #expect(commune.spend > 0, sourceLocation: sourceLocation)
      #expect(commune.purchases.allSatisfy { $0.count > 0 && $0.cost > 0 })
      #expect(
        0 <= commune.pointsAfter && commune.pointsAfter <= commune.pointsBefore,
        sourceLocation: sourceLocation)
    }
    return plan
  }

  /// Without officials there is no ratio per official, and no division by zero.
  @Test func noOfficials() throws {
    for needed in [0.0, -1, .nan, .infinity, 1e-300] {
      var measures = ModelState(knowsOfficials: false).measures(policy)
      let at = try #require(policy.criteria.firstIndex { $0.id == "computers" })
      measures.needs[at] = needed
      measures.vacancies[at] = needed
      for observation in [
        Observation.unknown, .known(low: 0, high: 0, ageDays: 0),
        .known(low: .nan, high: .infinity, ageDays: 0),
      ] {
        measures.observations[at] = observation
        expectSound(policy, [measures])
        try expectSound(policy, [measures], budget: .joint(200_000_000))
      }
    }
  }

  /// A rate of zero, and one that no cable can carry.
  @Test(arguments: [0, 1, 5e7, 1e18, 0x1p63, .greatestFiniteMagnitude, .infinity, -1, .nan])
  func lines(_ rate: Double) throws {
    var state = ModelState(adequate: 10, scanners: 2, services: 5, signatures: 2)
    state.line = rate
    let measures = state.measures(policy)
    expectSound(policy, [measures])
    let plan = try expectSound(policy, [measures], budget: .joint(100_000_000))
    let standing = Standing(policy: policy, measures: measures)
    if rate.isFinite {
      #expect((standing.points == 0) == (rate >= 5e7))
      #expect(plan.communes.isEmpty == (rate >= 5e7))
    } else {
      #expect(standing.points == 0 && standing.pointsHigh > 0, "NaN counts as unknown")
    }
  }

  /// With more computers than officials nothing is lacking, and the gap never falls below 0.
  @Test func tenThousandComputers() throws {
    for (adequate, old) in [(10_000, 0), (0, 10_000), (10_000, 10_000)] {
      for officials in [1, 40, 10_000, 1_000_000] {
        let state = ModelState(officials: officials, adequate: adequate, old: old)
        let measures = state.measures(policy)
        expectSound(policy, [measures])
        let computers = try #require(policy.criteria.firstIndex { $0.id == "computers" })
        let gap = Standing(policy: policy, measures: measures).gapLow[computers]
        #expect((gap == 0) == (adequate >= officials))
        try expectSound(policy, [measures], budget: .joint(1_000_000_000_000))
      }
    }
  }

  /// Items at both ends of the price range, together and alone.
  @Test(arguments: [
    [1], [1_000_000_000_000_000], [1, 1_000_000_000_000_000],
    [999_999_999_999_989, 1, 3, 1_000_000_000_000_000],
  ])
  func prices(_ costs: [Int]) throws {
    var extreme = policy
    extreme.plan?.cap = nil
    for at in extreme.items.indices { extreme.items[at].cost = costs[at % costs.count] }
    for at in extreme.lines.indices { extreme.lines[at].cost = costs[at % costs.count] }
    let communes = (0..<12).map { at -> CommuneMeasures in
      var state = ModelState(code: String(10000 + at), adequate: at % 3, old: at % 5)
      (state.scanners, state.services) = (at % 2, at % 6)
      (state.line, state.remote) = (Double(at) * 1e7, at % 4 == 0 ? 1 : 0)
      return state.measures(policy)
    }
    expectSound(extreme, communes)
    for budget in [0, 1, 2, 40, 1_000_000_000, 999_999_999_999_999, 1_000_000_000_000_000] {
      try expectSound(extreme, communes, budget: .joint(budget))
      try expectSound(extreme, communes, budget: .apart(Money(capital: budget, recurrent: 0)))
      try expectSound(extreme, communes, budget: .apart(Money(capital: 0, recurrent: budget)))
    }
  }

  /// A quota of 0 and of 1 for remote communes, with none, some and all communes remote.
  @Test(arguments: [0.0, 1], [0, 1, 5, 10]) func quotas(_ quota: Double, _ remote: Int) throws {
    var extreme = policy
    extreme.plan?.remoteQuota = quota
    let communes = (0..<10).map { at in
      ModelState(code: String(10000 + at), remote: at < remote ? 1 : 0).measures(policy)
    }
    for budget in [0, 1, 15_000_000, 300_000_000, 100_000_000_000] {
      let plan = try expectSound(extreme, communes, budget: .joint(budget))
      if quota == 0 { #expect(plan.remoteShare?.required ?? 0 == 0) }
      // With a quota of 1, others get nothing until remote communes lack nothing.
      if quota == 1, remote > 0, plan.communes.contains(where: { !$0.remote }) {
        let share = try #require(plan.remoteShare)
        let all = try Plan(
          policy: extreme, communes: Array(communes.prefix(remote)),
          budget: 100_000_000_000)
        #expect(share.spent == all.spent, "\(budget)")
      }
    }
  }

  /// The reader refuses it and names key and line; values that bypass the reader do no harm.
  @Test func floorAboveCap() throws {
    let text = try Example.standardPolicy()
      .replacing("floor = 0\ncap = 500_000_000", with: "floor = 500_000_001\ncap = 500_000_000")
    let error = #expect(throws: PolicyError.self) { try Policy(toml: text) }
    #expect(error?.line != nil)
    #expect(error?.message.contains("\"cap\"") == true)
    #expect(error?.message.contains("500000001") == true)
    var extreme = policy
    extreme.plan?.floor = 40_000_000
    extreme.plan?.cap = 30_000_000
    let communes = (0..<5).map { ModelState(code: String(10000 + $0)).measures(policy) }
    for budget in [0, 100_000_000, 10_000_000_000] {
      do {
        let plan = try expectSound(extreme, communes, budget: .joint(budget))
        #expect(plan.communes.allSatisfy { $0.spend <= 30_000_000 })
      } catch let error as PlanError {
        #expect(!error.message.isEmpty)
      }
    }
    // A floor equal to the whole budget.
    extreme.plan?.floor = 1_000_000_000_000_000
    extreme.plan?.cap = nil
    for budget in [0, 1_000_000_000_000_000] {
      do {
        try expectSound(extreme, communes, budget: .joint(budget))
      } catch let error as PlanError {
        #expect(error.code == .floorsExceedBudget)
      }
    }
  }

  /// Values that the policy reader must refuse, naming the key.
  @Test(arguments: [
    (
      "cost = 15_000_000",
      ["0", "-1", "1_000_000_000_000_001", "9_223_372_036_854_775_807", "1e15"]
    ),
    ("closes = 1.0", ["0.0", "inf", "nan"]), ("to = 20_000_000.0", ["1e18", "nan"]),
    ("standard = 50_000_000.0", ["inf"]), ("weight = 5.0", ["0.0", "nan", "inf"]),
    ("remoteQuota = 0.3", ["1.0000001", "-0.1", "nan"]), ("cap = 500_000_000", ["-1"]),
    ("visitCost = 3_000_000", ["9_223_372_036_854_775_807"]),
    ("minimumMemoryBytes = 7_516_192_768", ["9_223_372_036_854_775_807"]),
    ("oldCounts = 0.5", ["nan"]), ("years = 5.0", ["1e-320"]),
    ("per = \"workload / 2000\"", ["\"workload / 1e-320\""]), ("full = 2000.0", ["0.0"]),
  ])
  func refuses(_ line: String, _ values: [String]) throws {
    for value in values { try Example.refuses(value, in: line, of: Example.standardPolicy()) }
  }

  /// If the standard equals the floor, the error names the floor.
  @Test func refusesAStandardAtTheFloor() throws {
    try Example.refuses(
      "0.0", in: "standard = 50_000_000.0", of: Example.standardPolicy(), naming: "floor")
  }

  /// Values at the limits that the reader must accept.
  @Test(arguments: [
    ("cost = 15_000_000", "cost = 1"), ("cost = 15_000_000", "cost = 1_000_000_000_000_000"),
    ("standard = 50_000_000.0", "standard = 1e15"), ("to = 20_000_000.0", "to = 1e15"),
    ("standard = 50_000_000.0", "standard = 5e-324"),
    ("standard = 50_000_000.0", "standard = -1e15"),
    ("weight = 5.0", "weight = 1e-300"), ("weight = 5.0", "weight = 1e15"),
    ("weight = 5.0", "weight = 1e300"),
    ("closes = 1.0", "closes = 1e-9"), ("closes = 1.0", "closes = 1e15"),
    ("remoteQuota = 0.3", "remoteQuota = 1"), ("remoteQuota = 0.3", "remoteQuota = 0"),
    ("floor = 0\ncap = 500_000_000", "floor = 500_000_000\ncap = 500_000_000"),
    ("cap = 500_000_000", "cap = 0"), ("visitShare = 0.1", "visitShare = 1.0"),
    ("years = 5.0", "years = 1e-9"), ("full = 2000.0", "full = 1e-300"),
    ("per = \"workload / 2000\"", "per = \"workload / 0.000001\""),
    ("oldCounts = 0.5", "oldCounts = 1.0"), ("oldCounts = 0.5", "oldCounts = 0.0"),
  ])
  func acceptsValuesAtTheLimits(_ line: String, _ with: String) throws {
    let standard = try Example.standardPolicy()
    let range = try #require(standard.range(of: line))
    let extreme: Policy
    do {
      extreme = try Policy(toml: standard.replacingCharacters(in: range, with: with))
    } catch {
      // A refusal is acceptable too if it names what is wrong.
      #expect(error.line != nil && error.message.contains("\""))
      return
    }
    var random = Seeded(5)
    let communes = (0..<10).map { ModelState.random($0, &random) }.map { $0.measures(extreme) }
    expectSound(extreme, communes)
    for budget in [0, 1, 200_000_000, 1_000_000_000_000_000] {
      do {
        try expectSound(extreme, communes, budget: .joint(budget))
      } catch let error as PlanError {
        #expect(error.code == .floorsExceedBudget)
      }
    }
  }

  /// Identical communes share a rank, have an interval of one rank if everything is known, and are
  /// bought for in the order of their codes.
  @Test(arguments: [1, 2, 10, 300]) func identicalCommunesTie(_ count: Int) throws {
    for state in [ModelState(), ModelState(officials: 4, adequate: 2, old: 1, scanners: 1)] {
      let communes = (0..<count).map { at in
        var one = state
        one.code = String(10000 + at)
        return one.measures(policy)
      }
      let ranking = Ranking(policy: policy, communes: communes.shuffled())
      #expect(ranking.communes.allSatisfy { $0.rank == 1 && $0.bestRank == 1 })
      #expect(ranking.communes.allSatisfy { $0.worstRank == 1 })
      #expect(ranking.communes.map(\.standing.code) == communes.map(\.code))
      for budget in [0, 15_000_000, 16_000_000, 300_000_000] {
        let plan = try expectSound(policy, communes, budget: .joint(budget))
        let other = try Plan(
          policy: policy, communes: communes.reversed(), budget: budget)
        #expect(plan == other)
      }
    }
  }

  /// Communes of which nothing is known are tied.
  @Test func unknownCommunesTie() throws {
    let communes = (0..<50).map {
      CommuneMeasures(code: String(10000 + $0), observations: [], context: [])
    }
    let ranking = Ranking(policy: policy, communes: communes)
    #expect(
      ranking.communes.allSatisfy { $0.rank == 1 && $0.bestRank == 1 && $0.worstRank == 50 })
    for budget in [0, 1, 30_000_000, 1_000_000_000_000_000] {
      let plan = try expectSound(policy, communes, budget: .joint(budget))
      #expect(plan.communes.isEmpty && plan.spent <= max(0, budget / 10))
    }
  }

  /// A commune's table may hold any number.
  @Test func acceptsAnyNumber() throws {
    let figures: [Double] = [
      0, -0.0, 1, -1, .leastNonzeroMagnitude, 1e15, 1e18, 0x1p63, -1e300, .greatestFiniteMagnitude,
      .infinity,
      -.infinity, .nan,
    ]
    var random = Seeded(9)
    for round in 0..<400 {
      let communes = (0..<4).map { at -> CommuneMeasures in
        var measures = ModelState.random(at, &random).measures(policy)
        for place in policy.criteria.indices where Bool.random(using: &random) {
          measures.observations[place] = .known(
            low: random.one(of: figures), high: random.one(of: figures),
            ageDays: random.one(of: figures))
        }
        measures.context = policy.context.map { _ in random.one(of: figures) }
        measures.needs = policy.criteria.map { _ in random.one(of: figures) }
        measures.factors = policy.criteria.map {
          $0.per?.factor(random.one(of: figures)) ?? 1
        }
        if Bool.random(using: &random) {
          measures.vacancies = policy.criteria.map { _ in random.one(of: figures) }
        }
        return measures
      }
      expectSound(policy, communes)
      try expectSound(
        policy, communes, budget: .joint([0, 1, 50_000_000, 1_000_000_000_000_000][round % 4]))
    }
  }
}
