import Prioritization
import TestSupport
import Testing

/// Each year's plan, given the plans of earlier years.
@Suite struct YearPlanTests {
  private func fleet(_ seed: Int, _ policy: Policy, certain: Bool = true) -> [FleetCommune] {
    var random = Seeded(seed)
    return (0..<10).map {
      RandomFleet.commune("0000\($0)", &random, policy: policy, certain: certain)
    }
  }

  /// If nothing changes with time, a year's plan equals today's plan, and the next year starts from
  /// what it leaves.
  @Test(arguments: 0..<12)
  func startsWhereThePreviousYearEnded(seed: Int) throws {
    // Nothing that is bought expires within the period.
    let policy = try Policy(
      toml: Example.standardPolicy().replacing("years = 1.0", with: "years = 50.0")
        .replacing("years = 3.0", with: "years = 50.0")
        .replacing("years = 5.0", with: "years = 50.0"))
    let period = try ForecastPeriod(today: RandomFleet.today, years: 4)
    let still = fleet(seed, policy).map { commune in
      var commune = commune
      commune.computers = commune.computers?.map { computer in
        var computer = computer
        let isGood = ReferenceForecast.verdict(computer, policy, on: RandomFleet.today) == true
        computer.ageEnds = .never
        computer.isSufficient = isGood
        computer.system?.canUpgrade = true
        return computer
      }
      commune.signatures = nil
      commune.services = nil
      return commune
    }
    let budget = 60_000_000
    let plans = try #require(
      try Forecast(policy: policy, fleet: still, period: period, budgetPerYear: budget).plans)
    let today = try Plan(policy: policy, communes: still.map(\.measures), budget: budget)
    #expect(plans[0].spent == today.spent)
    #expect(abs(plans[0].pointsBefore - plans[0].pointsAfter - today.pointsClosed) < 1e-6)
    for (year, next) in zip(plans, plans.dropFirst()) {
      #expect(abs(year.pointsAfter - next.pointsBefore) < 1e-6)
      #expect(next.pointsAfter <= next.pointsBefore + 1e-9)
    }
  }

  @Test(arguments: 0..<12)
  func keepsToItsBudgetAndCountsTheRemainder(seed: Int) throws {
    let policy = try RandomFleet.policy()
    let period = try ForecastPeriod(today: RandomFleet.today, years: 6)
    let budget = 40_000_000
    let forecast = try Forecast(
      policy: policy, fleet: fleet(seed, policy, certain: seed % 2 == 0), period: period,
      budgetPerYear: budget)
    let plans = try #require(forecast.plans)
    #expect(plans.map(\.year) == Array(2027...2032))
    for plan in plans {
      let bought = plan.communes.reduce(0) { $0 + $1.spend }
      #expect(plan.spent == bought + plan.visits.reduce(0) { $0 + $1.cost })
      #expect(plan.spent <= budget && plan.left == budget - plan.spent)
      #expect(plan.purchases.reduce(0) { $0 + $1.cost } == bought)
      #expect(plan.lackingCost == plan.lacking.reduce(0) { $0 + $1.cost })
    }
    // A one-year rent ends in the following year.
    let lines = Set(policy.lines.map(\.id))
    for (year, next) in zip(plans, plans.dropFirst()) {
      let rented = year.purchases.filter { lines.contains($0.item) }.reduce(0) { $0 + $1.count }
      #expect(next.linesEnding == rented)
    }
  }

  /// With too little money for any purchase, each year's points are those of the same computers on
  /// the last day of that year.
  @Test(arguments: 0..<12)
  func agesAsTheInventoryWould(seed: Int) throws {
    let policy = try RandomFleet.policy()
    let period = try ForecastPeriod(today: RandomFleet.today, years: 6)
    let fleet = fleet(seed, policy, certain: seed % 3 > 0).map { commune in
      var commune = commune
      commune.signatures = nil
      commune.services = nil
      return commune
    }
    let plans = try #require(
      try Forecast(policy: policy, fleet: fleet, period: period, budgetPerYear: 1).plans)
    for plan in plans {
      let then = CalendarDay(year: plan.year + 1, month: 1, day: 1)
      let measures = fleet.map { commune in
        guard let computers = commune.computers, let officials = commune.officials else {
          return commune.measures
        }
        return RandomFleet.measures(
          commune.measures.code, officials: officials, computers: computers, policy: policy,
          on: then)
      }
      let points = measures.reduce(0) { $0 + Standing(policy: policy, measures: $1).points }
      #expect(plan.spent == 0 && plan.pointsAfter == plan.pointsBefore)
      #expect(abs(plan.pointsBefore - points) < 1e-6)
    }
  }

  /// With enough money, every gap that can be closed is closed each year.
  @Test func lacksNothingWithEnoughMoney() throws {
    let policy = try Policy(
      toml: Example.standardPolicy().replacing("cap = 500_000_000", with: "cap = 50_000_000_000")
        .replacing("remoteQuota = 0.3", with: "remoteQuota = 0.0"))
    let period = try ForecastPeriod(today: RandomFleet.today, years: 6)
    let fleet = fleet(3, policy)
    let forecast = try Forecast(
      policy: policy, fleet: fleet, period: period, budgetPerYear: 100_000_000_000)
    let plans = try #require(forecast.plans)
    for plan in plans { #expect(plan.lacking.isEmpty && plan.pointsAfter < 1e-6) }
    // From the second year on, as many computers are bought as fall below the policy, provided that
    // all are needed.
    let officials = fleet.reduce(0) { $0 + ($1.officials ?? 0) }
    let bought = plans.map { $0.purchases.first { $0.item == "computer" }?.count ?? 0 }
    #expect(bought.reduce(0, +) <= officials)
    let small = fleet.allSatisfy { ($0.computers?.count ?? 0) <= $0.officials ?? 0 }
    if small {
      for (at, plan) in plans.enumerated().dropFirst() {
        let falls = forecast.total.places[at + 2].computers
        #expect(plan.purchases.first { $0.item == "computer" }?.count ?? 0 == falls?.low)
      }
    }
  }

  /// Communes of which a visit knows what their reports do not: nothing, old computers, or both.
  private func visited(_ seed: Int, _ policy: Policy) -> [FleetCommune] {
    var random = Seeded(seed)
    return fleet(seed, policy, certain: seed % 3 > 0).map { commune in
      var commune = commune
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        commune.measures.observations[0] = .known(low: 0, high: 0, ageDays: 0)
        commune.measures.vacancies = [Double(commune.officials ?? 0)]
        commune.computers = random.happens(onceIn: 2) ? [] : nil
      case 1:
        let count = Int.random(in: 1...14, using: &random)
        let officials = Double(commune.officials ?? 1)
        let share = 0.5 * min(1, Double(count) / officials)
        commune.measures.observations[0] = .known(
          low: share, high: share, ageDays: Double.random(in: 0...200, using: &random))
        commune.measures.vacancies = [max(0, officials - Double(count))]
        commune.computers = Array(repeating: .unseen, count: count)
      default: break
      }
      return commune
    }
  }

  /// What a year's plan buys closes in the forecast what it closes in the plan, whatever is known of
  /// the computers.
  @Test(arguments: 0..<24)
  func purchasesCloseWhatPlansPromise(seed: Int) throws {
    let policy = try RandomFleet.policy()
    let forecast = try Forecast(
      policy: policy, fleet: visited(seed, policy),
      period: ForecastPeriod(today: RandomFleet.today, years: 10),
      budgetPerYear: 30_000_000 * (1 + seed % 4))
    for plan in try #require(forecast.plans) {
      let promised = plan.communes.reduce(0) { $0 + $1.pointsBefore - $1.pointsAfter }
      #expect(abs(plan.pointsBefore - plan.pointsAfter - promised) < 1e-6, "\(plan.year)")
    }
  }

  /// A smaller budget spreads the purchases over more years; it does not make fewer of them.
  @Test(arguments: 0..<24)
  func smallBudgetsNeedNoFewerComputers(seed: Int) throws {
    let policy = try Policy(
      toml: Example.standardPolicy().replacing("cap = 500_000_000", with: "cap = 50_000_000_000")
        .replacing("remoteQuota = 0.3", with: "remoteQuota = 0.0"))
    let fleet = visited(seed, policy)
    // No computer that is bought becomes too old.
    let period = try ForecastPeriod(today: RandomFleet.today, years: 6)
    func needed(_ budget: Int) throws -> Int {
      let plans = try #require(
        try Forecast(policy: policy, fleet: fleet, period: period, budgetPerYear: budget).plans)
      func computers(_ purchases: [Purchase]) -> Int {
        purchases.reduce(0) { $0 + ($1.item == "computer" ? $1.count : 0) }
      }
      return plans.reduce(0) { $0 + computers($1.purchases) }
        + computers(plans.last?.lacking ?? [])
    }
    let all = try needed(100_000_000_000)
    for budget in [20_000_000, 75_000_000, 300_000_000] {
      #expect(try needed(budget) == all, "\(budget)")
    }
  }

  /// Ten officials: without any computer, or with ten old ones that only a visit has seen.
  @Test(arguments: [nil, 0, 10] as [Int?])
  func tenOfficialsGetTenComputersOnce(unseen: Int?) throws {
    let policy = try RandomFleet.policy()
    var random = Seeded(1)
    var commune = RandomFleet.commune("00001", &random, policy: policy, certain: true)
    let hasOld = unseen ?? 0 > 0
    commune.officials = 10
    commune.computers = unseen.map { Array(repeating: .unseen, count: $0) }
    let share = hasOld ? 0.5 : 0
    commune.measures.observations[0] = .known(low: share, high: share, ageDays: 0)
    commune.measures.needs[0] = 10
    commune.measures.vacancies = [hasOld ? 0 : 10]
    commune.measures.observations[7] = .known(low: 2, high: 2, ageDays: 0)
    (commune.signatures, commune.services) = (nil, nil)
    for budget in [60_000_000, 600_000_000] {
      let plans = try #require(
        try Forecast(
          policy: policy, fleet: [commune],
          period: ForecastPeriod(today: RandomFleet.today, years: 5), budgetPerYear: budget
        ).plans)
      let bought = plans.map { $0.purchases.first { $0.item == "computer" }?.count ?? 0 }
      #expect(bought.reduce(0, +) == 10, "\(bought)")
      #expect(plans.last?.lacking.contains { $0.item == "computer" } == false)
    }
  }

  @Test func aTokenExpiresAgainAfterItsLife() throws {
    let policy = try RandomFleet.policy()
    var random = Seeded(1)
    var commune = RandomFleet.commune("00001", &random, policy: policy, certain: true)
    commune.computers = (0..<10).map { _ in
      FleetComputer(
        isHeard: true, isSufficient: true, ageEnds: .never,
        system: FleetSystem(
          name: "x", ends: [.init(lastDay: RandomFleet.today, isPaid: false)], canUpgrade: true))
    }
    let ends = CalendarDay(year: 2027, month: 6, day: 1)
    commune.signatures = [
      [FleetRight(isCertain: true, ends: .day(ends))],
      [FleetRight(isCertain: true, ends: .day(ends))],
    ]
    commune.measures.observations = [
      .known(low: 1, high: 1, ageDays: 0), .unknown, .unknown,
      .known(low: 9, high: 9, ageDays: 0), .known(low: 1, high: 1, ageDays: 0),
      .known(low: 1e9, high: 1e9, ageDays: 0), .known(low: 1, high: 1, ageDays: 0),
      .known(low: 2, high: 2, ageDays: 0),
    ]
    commune.services = nil
    let forecast = try Forecast(
      policy: policy, fleet: [commune],
      period: ForecastPeriod(today: RandomFleet.today, years: 7), budgetPerYear: 10_000_000)
    let tokens = try #require(forecast.plans).map {
      $0.purchases.first { $0.item == "signatureToken" }?.count ?? 0
    }
    // Both expire in 2027; what is bought then lasts three years.
    #expect(tokens == [2, 0, 0, 2, 0, 0, 2])
    #expect(forecast.total.places[2].certificates == CountRange(low: 2, high: 2))
    #expect(forecast.total.places[3].certificates == .zero)
  }
}
