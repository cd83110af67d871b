import Foundation
import Prioritization
import Testing

/// Twenty provinces of 102 communes, against a general solver.
@Suite(.serialized) struct PlanRefereeTests {
  @Test(arguments: 0..<20) func nearTheOptimum(_ seed: Int) throws {
    var random = Seeded(100 + seed)
    let communes = PlanExample.communes(102, remote: seed % 4 + 3, &random)
    let limits = PlanExample.Limits(
      floor: [0, 5_000_000, 12_000_000][seed % 3],
      cap: [nil, 150_000_000, 250_000_000, 90_000_000][seed % 4],
      quota: [0.2, 0.4, 0.6][seed / 3 % 3])
    let policy = try PlanExample.policy(limits)
    let budget = [4_000_000_000, 2_500_000_000, 7_300_000_000][seed / 2 % 3] + seed * 1_234_567
    let plan = try Plan(policy: policy, communes: communes, budget: budget)
    try expectFeasible(plan, policy, communes, strictly: true)
    if seed == 11 {
      let r = Referee(policy: policy, communes: communes, budget: budget)
      try r.model.write(toFile: "/tmp/h/seed11.lp", atomically: true, encoding: .utf8)
      var fix = ""
      for (i, c) in communes.enumerated() {
        for (k, item) in policy.items.enumerated() {
          let n = plan.communes.first { $0.code == c.code }?.purchases.first { $0.item == item.id }?.count ?? 0
          fix += "x\(i)_\(k) \(n)\n"
        }
        for (k, item) in policy.lines.enumerated() {
          let n = plan.communes.first { $0.code == c.code }?.purchases.first { $0.item == item.id }?.count ?? 0
          fix += "y\(i)_\(k) \(n)\n"
        }
      }
      try fix.write(toFile: "/tmp/h/seed11.fix", atomically: true, encoding: .utf8)
    }
    let referee = try Referee(policy: policy, communes: communes, budget: budget)
      .answer(seconds: 20)
    print(
      seed, plan.value, referee.found, referee.bound, "short", 1 - plan.value / referee.found,
      "certified", plan.optimalityGap, "spent", plan.budget - plan.spent,
      plan.communes.reduce(0) { $0 + $1.leftover })
    #expect(plan.value >= referee.found * (1 - 0.001))
    // The certificate holds: nothing that anybody found is better than it says.
    #expect(plan.upperBound >= referee.found * (1 - 1e-7))
    #expect(plan.value <= referee.bound * (1 + 1e-6))
  }
}
