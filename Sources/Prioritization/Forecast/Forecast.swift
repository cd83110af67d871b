/// What falls due in the coming years, and what a yearly budget would do about it.
///
/// All figures are counted from what exists today: future purchases, which would wear out in turn,
/// enter only the plans of the years.
public struct Forecast: Sendable {
  public let period: ForecastPeriod
  /// In the order of the input.
  public let communes: [CommuneDues]
  /// The sum over all communes, by place; a commune's unknown figures are left out.
  public let total: CommuneDues
  /// The number of communes for which a figure is unknown.
  public let unknown: UnknownCommunes
  /// Ends of support up to the last year, including past ones, by day.
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

  /// - Parameter budgetPerYear: Whole VND, above 0, at most ``Plan/maximumBudget`` over all years
  ///   together; nil for no plans.
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

  /// The sum of several communes' dues.
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
