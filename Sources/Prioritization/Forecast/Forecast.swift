/// What falls due in the years to come, and what a yearly budget would do about it.
///
/// Everything is counted from what is there today: what would be bought to replace it, and would
/// itself wear out, enters the plans of the years only.
public struct Forecast: Sendable {
  public let period: ForecastPeriod
  /// In the order of the input.
  public let communes: [CommuneDues]
  /// Of all communes, by place; what is unknown of a commune is missing in the sum.
  public let total: CommuneDues
  /// In how many communes nothing is known of what a figure counts.
  public let unknown: UnknownCommunes
  /// Ends of support up to the last year, those that have passed too, by day.
  public let cliffs: [SystemCliff]
  /// Computers whose system is unknown, or not in the table of life cycles.
  public let unknownSystems: Int
  /// nil without a budget.
  public let plans: [YearPlan]?

  public struct UnknownCommunes: Sendable, Equatable {
    public var computers = 0
    public var certificates = 0
    public var accounts = 0
    public var lines = 0
  }

  /// - Parameter budgetPerYear: Whole VND, above 0; nil for no plans. All years together stay
  ///   below ``Plan/maximumBudget``.
  /// - Throws: ``ForecastError`` or ``PlanError``.
  public init(
    policy: Policy, fleet: [FleetCommune], period: ForecastPeriod, budgetPerYear: Int? = nil
  ) throws {
    if let budgetPerYear { try period.check(budgetPerYear: budgetPerYear) }
    let prices = ForecastPrices(policy)
    let events = fleet.map { CommuneEvents($0, policy, period) }
    let dues = zip(fleet, events).map { $1.dues($0.measures.code, period, prices) }
    self.period = period
    communes = dues
    total = Self.sum(dues, code: "", period)
    unknown = UnknownCommunes(
      computers: fleet.count { $0.computers == nil },
      certificates: fleet.count { $0.signatures == nil },
      accounts: fleet.count { $0.services == nil }, lines: fleet.count { $0.lineRents == nil })
    cliffs = SystemCliff.all(fleet, period)
    unknownSystems = fleet.reduce(0) { sum, commune in
      sum + (commune.computers?.count { $0.system == nil } ?? 0)
    }
    guard let budgetPerYear else {
      plans = nil
      return
    }
    var planner = YearlyPlanner(policy, fleet, events, period)
    plans = try planner.plans(budget: budgetPerYear)
  }

  /// The dues of several communes together.
  public static func sum(
    _ communes: some Sequence<CommuneDues>, code: String, _ period: ForecastPeriod
  ) -> CommuneDues {
    var sum = CommuneDues(
      code: code, places: .init(repeating: DueFigures(), count: period.later),
      throughEnd: DueFigures())
    for commune in communes {
      for place in sum.places.indices { sum.places[place] += commune.places[place] }
      sum.throughEnd += commune.throughEnd
    }
    return sum
  }
}
