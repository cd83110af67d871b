import Prioritization
import TestSupport
import Testing

/// A value beyond the floor counts no worse than the floor, but takes more to repair: what a plan
/// promises must be what is measured once it is carried out.
@Suite struct BeyondFloorTests {
  private func measures(_ values: [Double]) -> CommuneMeasures {
    CommuneMeasures(
      code: "10007", observations: values.map { .known(low: $0, high: $0, ageDays: 0) },
      context: [])
  }

  private func policy(_ tables: String) throws -> Policy {
    try Policy(toml: "id = \"b\"\nversion = 1\nformat = 2\n" + tables)
  }

  @Test func firstUnitsOnlyReachTheFloor() throws {
    let policy = try policy(
      PolicyTables.criterion("scanners", standard: 3, floor: 1)
        + PolicyTables.item("one", cost: 2_000_000, for: "scanners"))
    let plan = try Plan(policy: policy, communes: [measures([0])], budget: 20_000_000)
    #expect(
      plan.communes.map(\.purchases) == [[Purchase(item: "one", count: 3, cost: 6_000_000)]])
    #expect(plan.communes.map(\.pointsAfter) == [0])
    // One scanner changes nothing, so it is not bought; with two, half remains.
    let poor = try Plan(policy: policy, communes: [measures([0])], budget: 3_999_999)
    #expect(poor.communes.isEmpty)
    let half = try Plan(policy: policy, communes: [measures([0])], budget: 5_999_999)
    #expect(half.communes.map(\.pointsAfter) == [500] && half.optimalityGap == 0)
  }

  /// Buy what the plan lists, measure again, and the points are those predicted, whichever direction
  /// is better and however many items serve the criterion.
  @Test(arguments: 0..<300) func measuredPointsAreThosePredicted(_ seed: Int) throws {
    var random = Seeded(9_100 + seed)
    let isLess = Bool.random(using: &random)
    let (standard, floor) = isLess ? (1.0, 4.0) : (5.0, 2.0)
    let closes = (0..<Int.random(in: 1...2, using: &random)).map { _ in
      Double(Int.random(in: 1...3, using: &random))
    }
    let limit = random.one(of: [0, 3_000_000])
    let policy = try policy(
      PolicyTables.criterion("a", standard: standard, floor: floor)
        + PolicyTables.criterion("b", standard: 2)
        + closes.enumerated().map { at, closes in
          PolicyTables.item(
            "i\(at)", cost: Int.random(in: 1...9, using: &random) * 1_000_000, for: "a",
            closes: closes)
        }.joined()
        + PolicyTables.item("other", cost: 2_000_000, for: "b")
        + "[plan]\nfloor = \(limit)\n")
    let value = Double(Int.random(in: 0...8, using: &random))
    let before = measures([value, Double(Int.random(in: 0...2, using: &random))])
    let budget = Int.random(in: 9...60, using: &random) * 1_000_000
    let money: PlanBudget =
      Bool.random(using: &random)
      ? .joint(budget) : .apart(Money(capital: budget, recurrent: 1_000_000))
    let plan: Plan
    do {
      plan = try Plan(policy: policy, communes: [before], budget: money)
    } catch {
      #expect(error.code == .floorsExceedBudget && limit > 0)
      return
    }
    for planned in plan.communes {
      var (a, b) = (value, 0.0)
      if case .known(let low, _, _) = before.observations[1] { b = low }
      for purchase in planned.purchases {
        if purchase.item == "other" {
          b += Double(purchase.count)
        } else if let at = Int(purchase.item.dropFirst()) {
          a += Double(purchase.count) * closes[at] * (isLess ? -1 : 1)
        }
      }
      let after = Standing(policy: policy, measures: measures([a, b]))
      #expect(abs(after.points - planned.pointsAfter) < 1e-6, "\(seed): \(planned)")
    }
  }
}
