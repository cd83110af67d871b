import Prioritization
import TestSupport
import Testing

/// Compares plans with a general solver: twenty provinces of 102 communes with lines, floors, caps
/// and a quota.
@Suite(.serialized) struct PlanRefereeTests {
  @Test(arguments: 0..<20) func nearTheOptimum(_ seed: Int) throws {
    var random = Seeded(100 + seed)
    let communes = PlanExample.communes(102, remote: seed % 4 + 3, &random)
    let policy = try PlanExample.policy(
      PlanExample.Limits(
        floor: [0, 5_000_000, 12_000_000][seed % 3],
        cap: [nil, 150_000_000, 250_000_000, 90_000_000][seed % 4],
        quota: [0.2, 0.4, 0.6][seed / 3 % 3]))
    let budget = [4_000_000_000, 2_500_000_000, 7_300_000_000][seed / 2 % 3] + seed * 1_234_567
    let plan = try Plan(policy: policy, communes: communes, budget: budget)
    try expectFeasible(plan, policy, communes, strictly: true)
    let referee = try Referee(policy: policy, communes: communes, budget: budget)
      .answer(seconds: 2)
    // No plan exceeds the bound, so this is within 0.1 % of the optimum.
    #expect(plan.value >= referee.bound * (1 - 0.001))
    #expect(plan.value <= referee.bound * (1 + 1e-6))
    // The certificate holds: the solver found nothing above the bound.
    #expect(plan.upperBound >= referee.found * (1 - 1e-7))
  }
}
