import Prioritization
import TestSupport
import Testing

/// Properties that hold for every catalogue, all communes and every budget.
@Suite struct PlanPropertyTests {
  @Test func feasibleAndCertified() throws {
    var random = Seeded(21)
    var improvable = 0
    for _ in 0..<1000 {
      let small = try SmallProvince(&random)
      guard let plan = try small.plan(small.budget) else { continue }
      try expectFeasible(plan, small.policy, small.communes)
      // Every basket of every commune, in every combination.
      let best = small.bestValue(small.budget, remoteSpent: plan.remoteShare?.spent) ?? -1
      #expect(plan.upperBound >= best - 1e-6)
      #expect(plan.value <= best + 1e-6)
      if plan.value < best * 0.999 { improvable += 1 }
    }
    // Three communes with coarse prices are hard for the greedy queue; the knapsack finds most.
    #expect(improvable < 100)
  }

  /// A larger budget never takes away what the queue gave.
  @Test func spendNeverFallsWhenTheBudgetRises() throws {
    var random = Seeded(22)
    for _ in 0..<1000 {
      let policy = try PlanExample.policy(
        PlanExample.Limits(
          floor: [0, 2_000_000, 7_500_000].randomElement(using: &random) ?? 0,
          cap: [nil, 40_000_000, 120_000_000].randomElement(using: &random) ?? nil,
          quota: [0, 0.3, 0.6, 0.9, 1].randomElement(using: &random) ?? 0, visit: 1_000_000))
      let communes = PlanExample.communes(8, unverified: 2, remote: 4, &random)
      var before: [String: Int] = [:]
      var budget = 110_000_000
      for _ in 0..<3 {
        let plan = try Plan(policy: policy, communes: communes, budget: budget)
        try expectFeasible(plan, policy, communes)
        let kept = Dictionary(
          uniqueKeysWithValues: plan.communes.map { ($0.code, $0.spend - $0.leftover) })
        for (code, spend) in before { #expect(kept[code, default: 0] >= spend) }
        for planned in plan.communes { #expect(planned.leftover >= 0) }
        before = kept
        budget += Int.random(in: 1...250_000_000, using: &random)
      }
    }
  }

  @Test func ignoresTheOrderOfInput() throws {
    var random = Seeded(23)
    for _ in 0..<50 {
      let policy = try PlanExample.policy(
        PlanExample.Limits(floor: 1_000_000, cap: 90_000_000, quota: 0.4, visit: 500_000))
      let communes = PlanExample.communes(20, unverified: 3, &random)
      let one = try Plan(policy: policy, communes: communes, budget: 700_000_000)
      let other = try Plan(
        policy: policy, communes: communes.shuffled(using: &random), budget: 700_000_000)
      #expect(one == other)
    }
  }
}
