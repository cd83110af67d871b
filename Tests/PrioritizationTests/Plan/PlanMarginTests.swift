import Prioritization
import TestSupport
import Testing

/// Small budgets for 10 to 150 communes: the hard case, where single purchases matter.
@Suite struct PlanMarginTests {
  @Test(arguments: 0..<60) func nearlyProvenBest(_ seed: Int) throws {
    var random = Seeded(1000 + seed)
    let count = [10, 15, 25, 40, 70, 102, 150][seed % 7]
    let communes = PlanExample.communes(
      count, unverified: seed % 3 == 0 ? 2 : 0, remote: seed % 4 + 2, &random)
    let floor = [0, 0, 5_000_000, 12_000_000][seed / 2 % 4]
    // Every other catalogue has prices without a common divisor.
    let policy = try PlanExample.policy(
      PlanExample.Limits(
        floor: floor, cap: [nil, 150_000_000, 250_000_000, 90_000_000, nil][seed % 5],
        quota: [0, 0.2, 0.4, 0.6][seed / 3 % 4]),
      costs: { seed % 2 == 1 ? $0 + ($0 / 7 * 3) % 99_991 : $0 })
    let each = [2_000_000, 6_000_000, 13_000_000, 25_000_000, 60_000_000][seed / 5 % 5]
    let budget = count * (each + floor * 2) + 2_000_000 + seed * 1_234_567
    let plan = try Plan(policy: policy, communes: communes, budget: budget)
    try expectFeasible(plan, policy, communes)
    #expect(plan.optimalityGap <= 0.001)
    // A feasible plan cannot beat the optimum. cbc's own bound is not used: after so short a time
    // it lies below plans that HiGHS proves feasible. If the quota exceeds what can be bought, the
    // referee has no plan to compare.
    if let share = plan.remoteShare, share.spent < share.required { return }
    guard
      let referee = try? Referee(policy: policy, communes: communes, budget: budget)
        .answer(seconds: 1)
    else { return }
    #expect(plan.upperBound >= referee.found * (1 - 1e-6))
    #expect(plan.value >= referee.found * (1 - 0.0005))
  }
}
