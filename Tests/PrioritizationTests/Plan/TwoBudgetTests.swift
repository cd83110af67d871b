import Testing

@testable import Prioritization
import TestSupport

/// Compares plans with separate capital and recurrent budgets against an exhaustive search.
@Suite struct TwoBudgetTests {
  private func problem(_ random: inout Seeded, quota: Bool) -> SearchProblem {
    // Round prices, prices without a common divisor, tiny and huge ones, and many ties.
    let scale = random.one(of: [1_000_000, 999_983, 1, 1_000_000_000_000])
    let tied = random.one(of: [false, false, true])
    func amount(_ random: inout Seeded) -> Int {
      tied ? scale : Int.random(in: 0...9, using: &random) * scale
    }
    let floor = random.one(of: [0, 0, 3])
    let offers = (0..<Int.random(in: 1...3, using: &random)).map { _ in
      Offer(
        choices: (0..<Int.random(in: 1...2, using: &random)).map { _ in
          let options = (0..<Int.random(in: 1...4, using: &random)).map { number in
            PurchaseGroup.Option(
              parts: [PurchaseGroup.Part(entry: number, count: 1)],
              cost: Money(capital: amount(&random) + 1, recurrent: amount(&random)),
              points: tied ? 5 : Double.random(in: 0...100, using: &random))
          }
          return PurchaseGroup(options, apart: true)
        }, remote: Bool.random(using: &random))
    }
    let budget = Spend(
      first: Int.random(in: 0...30, using: &random) * scale,
      second: Int.random(in: 0...20, using: &random) * scale)
    let most = offers.map { $0.choices.reduce(0) { $0 + $1.costs[$1.last] } }
    return SearchProblem(
      offers: offers, budget: budget, apart: true,
      quota: quota ? budget.total / random.one(of: [2, 4, 10]) : 0,
      least: most.map { min(floor * scale, $0) }, cap: random.one(of: [.max, 40 * scale]))
  }

  /// The value of the best plan.
  private func best(_ problem: SearchProblem) -> Double? {
    var plans: [(spend: Spend, remote: Int, points: Double)] = [(Spend(), 0, 0)]
    for (at, offer) in problem.offers.enumerated() {
      var baskets: [(spend: Spend, points: Double)] = [(Spend(), 0)]
      for choice in offer.choices {
        baskets = baskets.flatMap { basket in
          (0...choice.last).map {
            (basket.spend + problem.spend(choice, $0), basket.points + choice.values[$0])
          }
        }
      }
      baskets = baskets.filter {
        $0.spend.total >= problem.least[at] && $0.spend.total <= problem.cap
      }
      plans = plans.flatMap { plan in
        baskets.map {
          (
            plan.spend + $0.spend, plan.remote + (offer.remote ? $0.spend.total : 0),
            plan.points + $0.points
          )
        }
      }
    }
    return plans.filter {
      $0.spend.first <= problem.budget.first && $0.spend.second <= problem.budget.second
        && $0.remote >= problem.quota
    }.map(\.points).max()
  }

  private func search(_ problem: SearchProblem, work: Int) -> PlanSearch {
    let relaxation = Relaxation(problem, prices: PriceFinder(problem).prices(), hint: nil)
    let start = GreedyFill(problem, relaxation).selection.flatMap {
      $0.isFeasible(problem) ? $0 : nil
    }
    return PlanSearch(problem, relaxation, start: start, work: work)
  }

  @Test(arguments: [false, true]) func exact(_ quota: Bool) {
    var random = Seeded(quota ? 41 : 40)
    for _ in 0..<400 {
      let problem = problem(&random, quota: quota)
      let search = search(problem, work: PlanSearch.maximumWork)
      let best = best(problem)
      guard let best else {
        #expect(search.selection == nil)
        continue
      }
      #expect(abs((search.selection?.points ?? -1) - best) <= 1e-9 * best)
      #expect(search.bound >= best * (1 - 1e-9) && search.bound <= best * (1 + 1e-9))
      #expect(search.selection?.isFeasible(problem) == true)
    }
  }

  /// The bound holds even if the search is cut short.
  @Test func honestWhenCutShort() {
    var random = Seeded(42)
    for _ in 0..<400 {
      let problem = problem(&random, quota: Bool.random(using: &random))
      guard let best = best(problem) else { continue }
      let search = search(problem, work: Int.random(in: 0...40, using: &random))
      #expect(search.bound >= best * (1 - 1e-9))
      #expect(search.selection?.points ?? 0 <= best * (1 + 1e-9))
    }
  }

  /// A quota that is more than remote communes would buy makes no plan worse: with the quota that
  /// was set, none closes more.
  @Test func precedenceBuysNothingOnlyBecauseItIsDear() {
    var random = Seeded(43)
    for _ in 0..<300 {
      let wanted = problem(&random, quota: true)
      let share = Double(wanted.quota) / Double(max(1, wanted.budget.total))
      var free = wanted
      free.quota = 0
      guard let most = best(free) else {
        #expect(QuotaSearch(wanted, share: share) == nil)
        continue
      }
      guard let search = QuotaSearch(wanted, share: share) else {
        Issue.record("no plan")
        continue
      }
      let best = best(search.problem) ?? -1
      #expect(search.selection.isFeasible(search.problem))
      #expect(search.problem.quota <= wanted.quota)
      #expect(abs(search.selection.points - best) <= 1e-9 * best)
      #expect(search.bound >= best * (1 - 1e-9))
      // Less than the free plan only where others would otherwise get more than their part.
      if search.selection.points < most * (1 - 1e-9) {
        #expect(search.problem.quota > 0)
        #expect(wanted.offers.contains { !$0.remote })
      }
    }
  }

  /// If all communes are remote, the quota asks for nothing, and more money never closes less.
  @Test func moreMoneyNeverMakesAWorsePlan() {
    var random = Seeded(44)
    for _ in 0..<150 {
      let one = problem(&random, quota: true)
      let offers = one.offers.map { Offer(choices: $0.choices, remote: true) }
      let step = max(1, one.budget.total / 4)
      var before = -1.0
      for round in 0..<5 {
        let budget = Spend(
          first: one.budget.first + (round + 1) / 2 * step,
          second: one.budget.second + round / 2 * step)
        let wanted = SearchProblem(
          offers: offers, budget: budget, apart: true, quota: Int(0.3 * Double(budget.total)),
          least: one.least, cap: one.cap)
        var free = wanted
        free.quota = 0
        guard let search = QuotaSearch(wanted, share: 0.3) else {
          #expect(best(free) == nil && before < 0)
          continue
        }
        let most = best(free) ?? -1
        #expect(abs(search.selection.points - most) <= 1e-9 * most)
        #expect(search.selection.points >= before * (1 - 1e-9))
        before = search.selection.points
      }
    }
  }
}
