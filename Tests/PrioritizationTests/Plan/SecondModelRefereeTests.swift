import Foundation
import Prioritization
import TestSupport
import Testing

/// Compares plans under the standard policy with integer programmes: items that require computers,
/// a horizon, visits, and criteria that are proven although the commune is not.
@Suite struct SecondModelRefereeTests {
  struct Instance {
    let policy: Policy
    let communes: [CommuneMeasures]
    let budget: Int

    init(_ seed: Int) throws {
      var random = Seeded(77_000 + seed)
      let count = [10, 15, 25, 40, 70, 102, 150][seed % 7]
      communes = (0..<count).map { ModelState.random($0, &random) }.map { state in
        var state = state
        if seed % 2 == 0 { state.days = 0 }
        return state
      }.map { [policy = try Policy(toml: Example.standardPolicy())] in $0.measures(policy) }
      var policy = try Policy(toml: Example.standardPolicy())
      policy.plan?.remoteQuota = [0, 0.2, 0.4][seed % 3]
      policy.plan?.cap = [nil, 150_000_000, 90_000_000][seed / 3 % 3]
      if seed % 5 == 0 { policy.plan?.horizonYears = nil }
      // Every other catalogue has prices without a common divisor.
      if seed % 2 == 1 {
        for at in policy.items.indices {
          policy.items[at].cost += (policy.items[at].cost / 7 * 3) % 99_991
        }
        for at in policy.lines.indices {
          policy.lines[at].cost += (policy.lines[at].cost / 7 * 3) % 99_991
        }
      }
      self.policy = policy
      let each = [1_000_000, 3_000_000, 9_000_000, 20_000_000, 50_000_000][seed / 7 % 5]
      budget = count * each + 2_000_000 + seed * 1_234_567
    }

    func plan() throws -> Plan { try Plan(policy: policy, communes: communes, budget: budget) }

    func model(_ plan: Plan) -> String {
      SecondReferee(
        policy: policy, communes: communes, budget: budget,
        visits: plan.visits.reduce(0) { $0 + $1.cost }
      ).model
    }
  }

  /// `PLAN_MODELS=folder` writes 200 models with their plans there, for another solver.
  static let folder = ProcessInfo.processInfo.environment["PLAN_MODELS"]

  @Test(arguments: 0..<(folder == nil ? 21 : 200)) func noPlanIsBetterThanItsBound(
    _ seed: Int
  ) throws {
    let instance = try Instance(seed)
    let plan = try instance.plan()
    #expect(plan.optimalityGap <= 0.001, "\(seed): \(plan.optimalityGap)")
    // What is closed is a part of what could be bought for, the second queue included.
    let before = plan.communes.reduce(0) { $0 + $1.pointsBefore }
    #expect(plan.provenNeed ?? 0 >= before - 1e-9 && before >= plan.pointsClosed)
    let isShort = plan.remoteShare.map { $0.spent < $0.required } ?? false
    if let folder = Self.folder {
      let model = URL(filePath: folder).appending(path: "\(seed).lp")
      try instance.model(plan).write(to: model, atomically: true, encoding: .utf8)
      let figures = "\(instance.communes.count),\(plan.value),\(plan.upperBound),\(isShort)\n"
      try Data(figures.utf8).write(to: model.deletingPathExtension().appendingPathExtension("csv"))
    }
    // If remote communes lack too little to use up the quota, there is no feasible programme.
    if isShort { return }
    let referee: Referee.Answer
    do {
      referee = try Referee.solve(instance.model(plan), seconds: 5)
    } catch {
      // A large model may take longer; a small one must be solved.
      if instance.communes.count <= 25 { throw error }
      return
    }
    #expect(plan.upperBound >= referee.found * (1 - 1e-6), "\(seed)")
    #expect(plan.value >= referee.found * (1 - 0.0005), "\(seed)")
  }
}
