import Prioritization
import TestSupport
import Testing

/// A floor never makes a plan buy what closes nothing.
@Suite struct FloorTests {
  private func plan(
    _ policy: String, _ values: [Double], floor: Int, cap: Int? = nil, budget: PlanBudget
  ) throws -> Plan {
    let limits = "[plan]\nfloor = \(floor)\n" + (cap.map { "cap = \($0)\n" } ?? "")
    return try Plan(
      policy: Policy(toml: "id = \"f\"\nversion = 1\nformat = 2\n" + policy + limits),
      communes: [
        CommuneMeasures(
          code: "10007",
          observations: values.map { .known(low: $0, high: $0, ageDays: 0) }, context: [])
      ], budget: budget)
  }

  private static let budgets: [PlanBudget] = [
    .joint(40_000_000), .apart(Money(capital: 20_000_000, recurrent: 20_000_000)),
  ]

  /// A set of two scanners costs less than a single one, and less than the floor.
  private static let scanners =
    PolicyTables.criterion("scanners", standard: 3, weight: 1)
    + PolicyTables.item("pair", cost: 800_000, for: "scanners", closes: 2)
    + PolicyTables.item("one", cost: 2_000_000, for: "scanners", closes: 1)

  @Test(arguments: budgets) func cheapestWayToCloseEverythingIsEnough(
    _ budget: PlanBudget
  ) throws {
    let plan = try self.plan(Self.scanners, [1], floor: 1_000_000, budget: budget)
    #expect(
      plan.communes.map(\.purchases) == [[Purchase(item: "pair", count: 1, cost: 800_000)]])
    #expect(plan.communes.map(\.pointsAfter) == [0] && plan.optimalityGap == 0)
  }

  /// Two lines beyond the standard close the same.
  @Test(arguments: budgets) func dearerLineOfEqualEffectIsNotBought(_ budget: PlanBudget) throws {
    let policy =
      PolicyTables.criterion("line", standard: 100, weight: 1)
      + PolicyTables.line("dear", cost: 700_000, for: "line", to: 300)
      + PolicyTables.line("cheap", cost: 500_000, for: "line", to: 100)
    let plan = try self.plan(policy, [10], floor: 600_000, budget: budget)
    #expect(
      plan.communes.map(\.purchases) == [[Purchase(item: "cheap", count: 1, cost: 500_000)]])
  }

  /// With something else lacking, the floor is spent on that, not on a second set.
  @Test(arguments: budgets) func floorIsSpentOnWhatIsOfUse(_ budget: PlanBudget) throws {
    let policy =
      PolicyTables.criterion("scanners", standard: 3, weight: 1)
      + PolicyTables.criterion("computers", standard: 1, weight: 1)
      + PolicyTables.item("pair", cost: 800_000, for: "scanners", closes: 2)
      + PolicyTables.item("one", cost: 2_000_000, for: "scanners", closes: 1)
      + PolicyTables.item("computer", cost: 15_000_000, for: "computers", closes: 1)
    let plan = try self.plan(policy, [1, 0], floor: 1_000_000, budget: budget)
    #expect(plan.communes.map(\.spend) == [15_800_000])
    // If the cap leaves nothing of use that reaches the floor, what is of use is bought.
    let capped = try self.plan(
      policy, [1, 0], floor: 1_000_000, cap: 2_900_000, budget: budget)
    #expect(capped.communes.flatMap(\.purchases).map(\.item) == ["pair"])
  }
}
