import Foundation
import Prioritization
import TestSupport
import Testing

/// Attempts to game the standard policy, with the figures of MODEL.md.
@Suite struct ModelTests {
  let policy: Policy

  init() throws { policy = try Policy(toml: Example.standardPolicy()) }

  private func points(_ state: ModelState) -> Double {
    Standing(policy: policy, measures: state.measures(policy)).points
  }

  /// The previous version keeps its meaning, and shows the figures that were objected to.
  @Test func theThirdVersionKeepsItsMeaning() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "standard-3.toml")
    let old = try Policy(toml: String(contentsOf: file, encoding: .utf8))
    #expect(old.format == 1 && old.version == 3)
    func points(_ computers: Double, _ share: Observation) -> Double {
      Standing(
        policy: old,
        measures: CommuneMeasures(
          code: "00001",
          observations: [
            .known(low: computers, high: computers, ageDays: 0), share,
            .known(low: 2, high: 2, ageDays: 0), .known(low: 1, high: 1, ageDays: 0),
            .known(low: 5e7, high: 5e7, ageDays: 0), .known(low: 1, high: 1, ageDays: 0),
            .known(low: 2, high: 2, ageDays: 0),
          ], context: [])
      ).points
    }
    #expect(abs(points(0, .unknown) - 153.8) < 0.05)
    #expect(abs(points(0.1, .known(low: 1, high: 1, ageDays: 0)) - 241.0) < 0.05)
  }

  /// M1: one old computer raised the need of ten officials from 153.8 to 241.0 points.
  @Test func anOldComputerIsBetterThanNone() {
    var state = ModelState(scanners: 2, services: 5, signatures: 2, line: 5e7)
    let none = points(state)
    state.old = 1
    let one = points(state)
    state.old = 10
    let allOld = points(state)
    state.adequate = 1
    let oneNew = points(state)
    #expect(none > one && one > allOld && allOld > oneNew)
    #expect(abs(none - 277.8) < 0.05 && abs(one - 263.9) < 0.05 && abs(allOld - 138.9) < 0.05)
  }

  /// Adding equipment never raises the points, and removing it never lowers them.
  @Test func equipmentNeverRaisesTheNeed() {
    var random = Seeded(141)
    for at in 0..<2000 {
      let state = ModelState.random(at, &random)
      let before = points(state)
      let gifts: [(inout ModelState) -> Void] = [
        { $0.adequate += 1 }, { $0.old += 1 }, { $0.scanners += 1 },
        { $0.services = min(5, $0.services + 1) }, { $0.signatures += 1 }, { $0.line += 1e6 },
        { if $0.old > 0 { ($0.old, $0.adequate) = ($0.old - 1, $0.adequate + 1) } },
      ]
      for give in gifts {
        var richer = state
        give(&richer)
        #expect(points(richer) <= before)
      }
    }
  }

  /// M6: silent computers add no points.
  @Test func coverageMakesNoPoints() {
    var random = Seeded(142)
    for at in 0..<500 {
      var state = ModelState.random(at, &random)
      let before = points(state)
      state.coverage = Double.random(in: 0...1, using: &random)
      #expect(points(state) == before)
      state.days += Double.random(in: 0...90, using: &random)
      #expect(points(state) <= before)
    }
  }

  /// M5: the standard for scanners grows with the number of dossiers.
  @Test func moreDossiersNeedMoreScanners() {
    func lacking(_ workload: Double?) -> Double {
      let state = ModelState(
        adequate: 10, scanners: 2, services: 5, signatures: 2, line: 5e7, workload: workload)
      return points(state)
    }
    #expect(lacking(nil) == 0 && lacking(100) == 0 && lacking(2000) == 0)
    #expect(lacking(6000) > 0)
  }

  /// M2: a plan's value equals the change in points of the resulting state, commune by commune.
  @Test func aPlansValueIsTheChangeOfTheIndex() throws {
    var random = Seeded(143)
    let horizon = try #require(policy.plan?.horizonYears)
    for round in 0..<40 {
      let states = (0..<25).map { ModelState.random(round * 100 + $0, &random) }
      let plan = try Plan(
        policy: policy, communes: states.map { $0.measures(policy) },
        budget: Int.random(in: 0...2_000_000_000, using: &random))
      var value = 0.0
      for bought in plan.communes {
        let state = try #require(states.first { $0.code == bought.code })
        #expect(abs(points(state) - bought.pointsBefore) < 1e-6)
        #expect(abs(points(state.buying(bought.purchases)) - bought.pointsAfter) < 1e-6)
        // For each year, with what lasts that long.
        for year in 1...Int(horizon) {
          let lasting = bought.purchases.filter { purchase in
            let terms =
              policy.items.first { $0.id == purchase.item }?.terms
              ?? policy.lines.first { $0.id == purchase.item }?.terms
            return terms?.years ?? horizon >= Double(year)
          }
          value += (points(state) - points(state.buying(lasting))) / horizon
        }
      }
      #expect(abs(value - plan.value) < 1e-6 * max(1, value))
      #expect(plan.value <= plan.upperBound)
      #expect(plan.optimalityGap < 0.02 || plan.value < 2000)
    }
  }

  /// M3: a commune that lacks everything gets a computer before anything that requires one.
  @Test func buysComputersBeforeWhatRequiresThem() throws {
    var random = Seeded(144)
    let empty = (0..<20).map { ModelState(code: String(10000 + $0)) }
    for budget in [600_000, 9_000_000, 14_999_999, 15_000_000, 40_000_000, 900_000_000] {
      let plan = try Plan(
        policy: policy, communes: empty.map { $0.measures(policy) }, budget: budget)
      if budget < 15_000_000 { #expect(plan.communes.isEmpty) }
      for bought in plan.communes { expectUsable(ModelState(), bought.purchases) }
    }
    for round in 0..<40 {
      let states = (0..<20).map { at in
        var state = ModelState.random(round * 100 + at, &random)
        state.days = 0
        return state
      }
      let plan = try Plan(
        policy: policy, communes: states.map { $0.measures(policy) },
        budget: Int.random(in: 0...900_000_000, using: &random))
      for bought in plan.communes {
        let state = try #require(states.first { $0.code == bought.code })
        if state.knowsOfficials { expectUsable(state, bought.purchases) }
      }
    }
  }

  /// No item may outnumber the computers until every official has one.
  private func expectUsable(_ state: ModelState, _ purchases: [Purchase]) {
    func count(_ item: String) -> Int { purchases.first { $0.item == item }?.count ?? 0 }
    let computers = min(state.officials, state.adequate + state.old) + count("computer")
    guard computers < state.officials else { return }
    for (item, there) in [
      ("scanner", state.scanners), ("accountSetup", state.services),
      ("signatureToken", state.signatures),
    ] where count(item) > 0 {
      #expect(there + count(item) <= computers, "\(state) \(purchases)")
    }
    if purchases.contains(where: { $0.item.hasPrefix("fibre") }) { #expect(computers >= 1) }
  }

  /// Compares the plan for one commune with an exhaustive search over all baskets.
  @Test func matchesAnExhaustiveSearchForOneCommune() throws {
    var random = Seeded(145)
    for round in 0..<60 {
      var state = ModelState.random(round, &random)
      state.knowsOfficials = true
      state.knowsLine = true
      state.coverage = 1
      state.days = 0
      state.officials = Int.random(in: 1...4, using: &random)
      state.adequate = min(state.adequate, state.officials)
      state.old = min(state.old, state.officials)
      let budget = Int.random(in: 0...120_000_000, using: &random)
      var limited = policy
      limited.plan?.remoteQuota = 0
      let plan = try Plan(policy: limited, communes: [state.measures(policy)], budget: budget)
      let best = bestValue(state, budget)
      #expect(plan.value <= best + 1e-6)
      #expect(plan.value >= best - 1e-6, "\(state) \(budget)")
      #expect(plan.upperBound >= best - 1e-6)
    }
  }

  private func bestValue(_ state: ModelState, _ budget: Int) -> Double {
    let prices = Dictionary(
      uniqueKeysWithValues: policy.items.map { ($0.id, $0.cost) }
        + policy.lines.map { ($0.id, $0.cost) })
    let lasting = ["computer": 1.0, "scanner": 1, "accountSetup": 0.6, "signatureToken": 0.6]
    let before = points(state)
    var best = 0.0
    for computers in 0...max(0, state.officials - state.adequate) {
      let there = min(state.officials, state.adequate + state.old) + computers
      let most = [
        "scanner": max(0, there - state.scanners), "accountSetup": max(0, there - state.services),
        "signatureToken": max(0, there - state.signatures),
      ]
      var value = 0.0
      // Criteria are additive, so the value of each is independent of the others.
      func worth(_ item: String, _ count: Int) -> Double {
        guard count > 0 else { return 0 }
        let after = state.buying([Purchase(item: item, count: count, cost: 0)])
        return (lasting[item] ?? 0.2) * (before - points(after))
      }
      value = worth("computer", computers)
      let spent = computers * (prices["computer"] ?? 0)
      for scanners in 0...6
      where scanners == 0 || there >= state.officials || scanners <= most["scanner"] ?? 0 {
        for accounts in 0...5
        where accounts == 0 || there >= state.officials || accounts <= most["accountSetup"] ?? 0 {
          for tokens in 0...2
          where tokens == 0 || there >= state.officials || tokens <= most["signatureToken"] ?? 0 {
            for line in ["", "fibre20", "fibre35", "fibre50"] where line.isEmpty || there >= 1 {
              let cost =
                spent + scanners * (prices["scanner"] ?? 0) + accounts
                * (prices["accountSetup"] ?? 0) + tokens * (prices["signatureToken"] ?? 0)
                + (prices[line] ?? 0)
              guard cost <= budget else { continue }
              let lineWorth =
                line.isEmpty || state.line >= 50e6
                ? 0 : max(0, worth(line, 1))
              best = max(
                best,
                value + worth("scanner", scanners) + worth("accountSetup", accounts)
                  + worth("signatureToken", tokens) + lineWorth)
            }
          }
        }
      }
    }
    return best
  }

  /// M4: over a five-year horizon, a one-year rent is compared with a computer that lasts five.
  @Test func aYearsRentIsNotWorthAComputer() throws {
    let states = (0..<10).map {
      ModelState(
        code: String(10000 + $0), officials: 10, adequate: 5, scanners: 2, services: 5,
        signatures: 2)
    }
    var limited = policy
    limited.plan?.remoteQuota = 0
    let communes = states.map { $0.measures(policy) }
    func first(_ policy: Policy) throws -> String? {
      try Plan(policy: policy, communes: communes, budget: 30_000_000).communes
        .flatMap(\.purchases).max { $0.cost < $1.cost }?.item
    }
    #expect(try first(limited) == "computer")
    limited.plan?.horizonYears = nil
    #expect(try first(limited)?.hasPrefix("fibre") == true)
  }

  /// M7: visits take their share of the budget and no more.
  @Test func visitsStayWithinTheirShare() throws {
    let silent = (0..<1000).map {
      CommuneMeasures(code: String(10000 + $0), observations: [], context: [])
    }
    let known = ModelState(code: "09999", adequate: 5)
    let plan = try Plan(
      policy: policy, communes: silent + [known.measures(policy)], budget: 1_000_000_000)
    #expect(plan.visits.count == 33)
    #expect(plan.communes.map(\.code) == ["09999"])
    let refused = plan.refusals.filter { $0.reason == .visitShareSpent(share: 100_000_000) }
    #expect(refused.count == 967 && refused.allSatisfy { $0.cost == 3_000_000 })
    #expect(plan.spent < 900_000_000, "money is left")
    // Without a budget there is no share of it.
    let none = try Plan(policy: policy, communes: silent, budget: 0)
    #expect(none.refusals.allSatisfy { $0.reason == .visitNotFunded && $0.cost == 3_000_000 })
  }

  /// M8: nothing was bought because the register lacked the number of officials, although the lack
  /// of scanners and accounts was proven.
  @Test func buysForProvenGapsOfUncertainCommunes() throws {
    let state = ModelState(adequate: 5, knowsOfficials: false, knowsLine: false)
    let measures = state.measures(policy)
    let ranking = Ranking(policy: policy, communes: [measures])
    #expect(ranking.communes[0].queue == .verifyFirst)
    let plan = try Plan(policy: policy, communes: [measures], budget: 100_000_000)
    #expect(
      plan.communes.flatMap(\.purchases).map(\.item) == [
        "scanner", "accountSetup", "signatureToken",
      ])
    #expect(plan.visits.isEmpty)
    #expect(plan.refusals.map(\.reason) == [.registerIncomplete])
    // None of this applies to policies of the first model.
    let old = try PlanExample.policy(PlanExample.Limits(visit: 1))
    let unknown = CommuneMeasures(
      code: "00001", observations: [.unknown, .unknown, .known(low: 0, high: 0, ageDays: 0)],
      context: [])
    let before = try Plan(policy: old, communes: [unknown], budget: 100_000_000)
    #expect(before.communes.isEmpty && before.visits.count == 1)
  }

  /// Two kinds of money, with a budget for each or one for both.
  @Test func keepsKindsOfMoneyApart() throws {
    var random = Seeded(146)
    for round in 0..<20 {
      let communes = (0..<15).map { ModelState.random(round * 100 + $0, &random).measures(policy) }
      let money = Money(
        capital: Int.random(in: 0...300_000_000, using: &random),
        recurrent: Int.random(in: 0...100_000_000, using: &random))
      var limited = policy
      limited.plan?.remoteQuota = 0
      let apart = try Plan(policy: limited, communes: communes, budget: .apart(money))
      let spent = try #require(apart.spentByKind)
      #expect(spent.capital <= money.capital && spent.recurrent <= money.recurrent)
      let joint = try Plan(policy: limited, communes: communes, budget: money.total)
      #expect(apart.value <= joint.upperBound + 1e-6)
      let kinds = joint.communes.flatMap(\.purchases).reduce(into: Money()) { sum, purchase in
        let kind = policy.items.first { $0.id == purchase.item }?.terms.kind ?? .recurrent
        if kind == .capital { sum.capital += purchase.cost } else { sum.recurrent += purchase.cost }
      }
      #expect(joint.spentByKind?.capital == kinds.capital)
      #expect(
        joint.spentByKind?.recurrent
          == kinds.recurrent + joint.visits.reduce(0) { $0 + $1.cost })
    }
  }

  /// No officials, very many machines, and figures at the limits of their types.
  @Test func extremes() throws {
    for value in [0, 1e18, 1e-300, -1e18, Double(Int.max)] {
      for officials in [0, 1, 1_000_000] {
        var measures = ModelState().measures(policy)
        measures.observations = policy.criteria.map { _ in
          .known(low: value, high: value, ageDays: 1e9)
        }
        measures.needs = policy.criteria.map { _ in Double(officials) }
        measures.vacancies = policy.criteria.map { _ in Double(officials) }
        measures.factors = policy.criteria.map { _ in 1e12 }
        let standing = Standing(policy: policy, measures: measures)
        #expect((0...1000).contains(standing.points) && (0...1000).contains(standing.pointsHigh))
        for budget in [0, 1, 10_000_000_000] {
          let plan = try Plan(policy: policy, communes: [measures], budget: budget)
          #expect(plan.spent <= budget && plan.value.isFinite && plan.upperBound.isFinite)
        }
      }
    }
  }
}
