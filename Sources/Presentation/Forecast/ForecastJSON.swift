public import FoundationEssentials
import Prioritization

/// A forecast for programs: what `forecast --format json` prints and `/api/v1/forecast` answers.
public struct ForecastJSON: Encodable {
  /// - Returns: One JSON object in UTF-8 without white space; equal documents give equal bytes.
  public static func encode(_ document: ForecastDocument) throws -> Data {
    try DocumentEncoder.encode(
      ProvenanceJSON(document.provenance, document.policy), ForecastJSON(document))
  }

  /// Least and most; a whole member is null if nothing is known.
  struct Figures: Encodable {
    @Nullable var computers: CountRange?
    @Nullable var byHardware: CountRange?
    @Nullable var byAge: CountRange?
    @Nullable var bySystem: CountRange?
    @Nullable var certificates: CountRange?
    @Nullable var accounts: CountRange?
    @Nullable var lines: CountRange?
    /// Whole VND.
    @Nullable var cost: CountRange?

    init(_ figures: DueFigures) {
      computers = figures.computers
      byHardware = figures.byHardware
      byAge = figures.byAge
      bySystem = figures.bySystem
      certificates = figures.certificates
      accounts = figures.accounts
      lines = figures.lines
      cost = figures.cost
    }
  }

  struct Dues: Encodable {
    var today: Figures
    /// nil if the first year is this one.
    @Nullable var before: Figures?
    /// By year, in their order.
    var years: [Figures]
    var through: Figures

    init(_ dues: CommuneDues, _ period: ForecastPeriod) {
      today = Figures(dues.places[0])
      before = period.hasTimeBefore ? Figures(dues.places[1]) : nil
      years = period.yearPlaces.map { Figures(dues.places[$0]) }
      through = Figures(dues.throughEnd)
    }
  }

  struct Place: Encodable {
    var code, name: String
    /// Of a commune.
    var province: String?
    var simulated: Bool?
    var due: Dues
  }

  struct Cliff: Encodable {
    var system, lastDay: String
    var paid: Bool
    var computers, toReplace, toUpgrade: CountRange
  }

  struct Unknown: Encodable {
    /// Communes of which nothing is known, by what is counted.
    var computers, certificates, accounts, lines: Int
    /// Computers whose system is unknown.
    var systems: Int
  }

  var years: [Int]
  @Nullable var budgetPerYear: Int?
  @Nullable var group: String?
  var unknown: Unknown
  var total: Dues
  var systems: [Cliff]
  var provinces, communes: [Place]
  @Nullable var plans: [ForecastPlanJSON]?

  init(_ document: ForecastDocument) {
    let forecast = document.forecast
    let period = forecast.period
    years = period.yearPlaces.map(period.year)
    budgetPerYear = document.budgetPerYear
    group = document.group
    unknown = Unknown(
      computers: forecast.unknown.computers, certificates: forecast.unknown.certificates,
      accounts: forecast.unknown.accounts, lines: forecast.unknown.lines,
      systems: forecast.unknownSystems)
    total = Dues(forecast.total, period)
    systems = forecast.cliffs.map {
      Cliff(
        system: $0.system, lastDay: "\($0.lastDay)", paid: $0.isPaid, computers: $0.computers,
        toReplace: $0.toReplace, toUpgrade: $0.toUpgrade)
    }
    provinces = document.provinces.map {
      Place(code: $0.code, name: $0.name, due: Dues($0.dues, period))
    }
    communes = forecast.communes.map { dues in
      let place = document.places[dues.code]
      return Place(
        code: dues.code, name: place?.name ?? "", province: place?.province ?? "",
        simulated: place?.simulated ?? false, due: Dues(dues, period))
    }
    plans = forecast.plans.map { $0.map(ForecastPlanJSON.init) }
  }
}

/// One year's plan of a forecast, for programs.
struct ForecastPlanJSON: Encodable {
  struct Commune: Encodable {
    var code: String
    var spend: Int
    var purchases: [Purchase]
  }

  /// Money in whole VND.
  var year, budget, spent, left, visits, linesEnding, lackingCost: Int
  var pointsBefore, pointsAfter, optimalityGap: Double
  var purchases, lacking: [Purchase]
  var communes: [Commune]

  init(_ plan: YearPlan) {
    year = plan.year
    budget = plan.budget
    spent = plan.spent
    left = plan.left
    visits = plan.visits.count
    linesEnding = plan.linesEnding
    lackingCost = plan.lackingCost
    pointsBefore = plan.pointsBefore
    pointsAfter = plan.pointsAfter
    optimalityGap = plan.optimalityGap
    purchases = plan.purchases
    lacking = plan.lacking
    communes = plan.communes.map {
      Commune(code: $0.code, spend: $0.spend, purchases: $0.purchases)
    }
  }
}
