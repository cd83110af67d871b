import TestSupport
import Testing

@testable import Prioritization

@Suite struct PlanTests {
  private func commune(_ code: String, _ gaps: [Double?], remote: Double? = 0)
    -> CommuneMeasures
  {
    CommuneMeasures(
      code: code,
      observations: gaps.map { $0.map { .known(low: $0, high: $0, ageDays: 0) } ?? .unknown },
      context: [remote])
  }

  /// The values of three criteria are their gaps; one "a" closes half a gap, the line all of the
  /// third.
  private func policy(_ plan: String) throws -> Policy {
    var text = "id = \"p\"\nversion = 2\n"
    for (id, weight) in [("ca", 2.0), ("cb", 1), ("cl", 1)] {
      text += PolicyTables.criterion(id, standard: 0, floor: 1, weight: weight)
    }
    return try Policy(
      toml: text + PolicyTables.context("remote", bonus: 0.25)
        + PolicyTables.item("a", cost: 10_000_000, for: "ca", closes: 0.5)
        + PolicyTables.line("line", cost: 30_000_000, for: "cl", to: 0) + "[plan]\n" + plan)
  }

  @Test func matchesACalculationByHand() throws {
    // One unit of weight is 1000/4/1.25 = 200 points: an "a" closes 200, or 100 if a quarter of the
    // gap is left; the line closes 200.
    let plan = try Plan(
      policy: try policy("visitCost = 3_000_000"),
      communes: [
        commune("00001", [1, 0, 1]), commune("00002", [0.25, 1, 0]), commune("00003", [0, 1, 0]),
        commune("00004", [0, 0, 0]), commune("00005", [nil, nil, 0]),
      ], budget: 34_000_000)
    #expect(plan.policyId == "p" && plan.policyVersion == 2)
    #expect(plan.visits == [PlannedVisit(code: "00005", cost: 3_000_000)])
    #expect(plan.communes.map(\.code) == ["00001", "00002"])
    let first = try #require(plan.communes.first)
    #expect(first.purchases == [Purchase(item: "a", count: 2, cost: 20_000_000)])
    #expect(first.pointsBefore == 600 && first.pointsAfter == 200)
    #expect(plan.communes[1].pointsBefore == 300 && plan.communes[1].pointsAfter == 200)
    #expect(plan.spent == 33_000_000 && plan.value == 500)
    // The remaining million buys no whole item, and the search accounts for it.
    #expect(abs(plan.upperBound - 500) < 1e-6)
    #expect(abs((plan.cutoffPrice ?? 0) - 10) < 1e-9)
    #expect(plan.remoteShare == nil)
    #expect(
      plan.refusals.map(\.reason) == [
        .belowCutoff(pointsPerMillion: 200.0 / 30, lastFunded: 10), .nothingForSale,
        .nothingForSale, .nothingLacking,
      ])
    #expect(plan.refusals[0].purchases == [Purchase(item: "line", count: 1, cost: 30_000_000)])
    #expect(plan.refusals[0].cost == 30_000_000 && abs(plan.refusals[0].points - 200) < 1e-9)
    #expect(plan.refusals.map(\.code) == ["00001", "00002", "00003", "00004"])
  }

  /// A criterion with `counts = "nothing"` is shown; its gap is not a need for which nothing is for
  /// sale.
  @Test func gapThatCountsNothingIsNoNeed() throws {
    let text =
      "format = 2\nid = \"p\"\nversion = 2\n"
      + PolicyTables.criterion("ca", standard: 0, floor: 1, weight: 1)
      + PolicyTables.criterion(
        "cb", standard: 0, floor: 1, weight: nil, more: "counts = \"nothing\"")
      + PolicyTables.item(
        "a", cost: 10_000_000, for: "ca", closes: 0.5, more: "kind = \"capital\"\nyears = 5")
      + "[plan]\nhorizonYears = 5\n"
    let communes = [[0, 1], [0.5, 1]].enumerated().map { at, gaps in
      CommuneMeasures(
        code: "0000\(at)", observations: gaps.map { .known(low: $0, high: $0, ageDays: 0) },
        context: [])
    }
    let plan = try Plan(policy: try Policy(toml: text), communes: communes, budget: 100_000_000)
    #expect(plan.communes.map(\.code) == ["00001"])
    #expect(plan.refusals.map(\.reason) == [.nothingLacking])
    #expect(plan.refusals.map(\.code) == ["00000"])
  }

  @Test func nothingToSpend() throws {
    let plan = try Plan(
      policy: try policy("visitCost = 1\nremoteQuota = 0.5"),
      communes: [commune("00001", [1, 0, 0]), commune("00002", [nil, nil, nil])], budget: 0)
    #expect(plan.communes.isEmpty && plan.visits.isEmpty && plan.value == 0)
    #expect(plan.optimalityGap == 0 && plan.cutoffPrice == nil)
    #expect(
      plan.refusals.map(\.reason) == [
        .notEnoughLeft(pointsPerMillion: 20, left: 0), .visitNotFunded,
      ])
  }

  @Test func acceptsNoCommunes() throws {
    let plan = try Plan(policy: try policy(""), communes: [], budget: 5)
    #expect(plan.communes.isEmpty && plan.refusals.isEmpty && plan.spent == 0)
  }

  @Test func buysEverythingWithEnoughMoney() throws {
    let plan = try Plan(
      policy: try policy("remoteQuota = 0.9"),
      communes: [commune("00001", [1, 0, 1]), commune("00002", [1, 1, 0], remote: 1)],
      budget: Plan.maximumBudget)
    #expect(plan.communes.map(\.spend) == [20_000_000, 50_000_000])
    #expect(plan.remoteShare?.spent == 20_000_000)
    #expect(plan.optimalityGap < 1e-9)
    #expect(plan.refusals.isEmpty || plan.refusals.allSatisfy { $0.reason == .nothingForSale })
  }

  @Test func servesTheQuotaFirst() throws {
    let communes = [commune("00001", [1, 0, 1]), commune("00002", [0, 0, 1], remote: 1)]
    let free = try Plan(policy: try policy(""), communes: communes, budget: 50_000_000)
    #expect(free.communes.map(\.spend).sorted() == [20_000_000, 30_000_000])
    let less = try Plan(policy: try policy(""), communes: communes, budget: 30_000_000)
    #expect(less.communes.map(\.code) == ["00001"])
    let plan = try Plan(
      policy: try policy("remoteQuota = 0.5"), communes: communes, budget: 30_000_000)
    #expect(plan.communes.map(\.code) == ["00002"])
    #expect(plan.remoteShare?.required == 15_000_000 && plan.remoteShare?.spent == 30_000_000)
    #expect(plan.optimalityGap < 0.5)
  }

  @Test func reportsTheCapAsReason() throws {
    let plan = try Plan(
      policy: try policy("cap = 20_000_000"), communes: [commune("00001", [1, 0, 1])],
      budget: 90_000_000)
    #expect(plan.communes.map(\.spend) == [20_000_000])
    #expect(plan.refusals.map(\.reason) == [.capReached(cap: 20_000_000)])
    #expect(plan.optimalityGap < 1e-9)
  }

  @Test func refusesFloorsBeyondTheBudget() throws {
    let policy = try policy("floor = 10_000_000\nvisitCost = 2_000_000")
    let communes = [
      commune("00001", [1, 0, 0]), commune("00002", [1, 0, 0]), commune("00003", [nil, nil, nil]),
    ]
    let error = #expect(throws: PlanError.self) {
      try Plan(policy: policy, communes: communes, budget: 21_999_999)
    }
    #expect(error?.code == .floorsExceedBudget)
    #expect(
      error?.message == """
        the floor of 10000000 VND requires 20000000 VND for 2 communes, and visits cost 2000000; \
        raise the budget of 21999999 VND or lower [plan] floor
        """)
    let plan = try Plan(policy: policy, communes: communes, budget: 22_000_000)
    #expect(plan.spent == 22_000_000)
  }

  @Test(arguments: [-1, Plan.maximumBudget + 1, .min, .max]) func refusesABudgetOutOfRange(
    _ budget: Int
  )
    throws
  {
    let policy = try policy("")
    let error = #expect(throws: PlanError.self) {
      try Plan(policy: policy, communes: [], budget: budget)
    }
    #expect(error?.code == .budgetOutOfRange)
  }

  @Test func emptyCatalogue() throws {
    let policy = try Example.gapPolicy([1])
    let error = #expect(throws: PlanError.self) {
      try Plan(policy: policy, communes: [], budget: 1)
    }
    #expect(error?.code == .nothingForSale)
  }

  /// The largest figures that a policy may contain.
  @Test func neverOverflows() throws {
    var text = try Example.hugeCatalogue(items: 7)
    text += "\n[plan]\nfloor = 1000000000000000\nremoteQuota = 1\nvisitCost = 1000000000000000\n"
    let policy = try Policy(toml: text)
    let communes = (0..<6).map {
      CommuneMeasures(
        code: String(10000 + $0), observations: [.known(low: 0, high: 0, ageDays: 0)],
        context: [1], needs: [$0 % 2 == 0 ? 1e300 : 1e-300])
    }
    let error = #expect(throws: PlanError.self) {
      try Plan(policy: policy, communes: communes, budget: Plan.maximumBudget)
    }
    #expect(error?.code == .floorsExceedBudget)
    let free = try Policy(
      toml: text.replacing("floor = 1000000000000000\n", with: "").replacing("visit", with: "#"))
    let plan = try Plan(policy: free, communes: communes, budget: Plan.maximumBudget)
    #expect(plan.spent <= plan.budget)
  }
}
