public import Prioritization

/// A forecast with everything shown to people and programs; the input of the encoders here.
public struct ForecastDocument: Sendable {
  public struct Province: Sendable {
    /// Two digits.
    public var code: String
    public var name: String
    public var dues: CommuneDues
  }

  public var policy: Policy
  public var provenance: Provenance
  public var forecast: Forecast
  /// By commune code.
  public var places: [String: PlanDocument.Place]
  /// For each year, whole VND; nil for a forecast without plans.
  public var budgetPerYear: Int?
  /// The group to which all communes belong; nil if none was requested.
  public var group: String?
  /// What running programmes already buy of the plans' purchases; nil if nothing.
  public var running: ForecastRunning?
  /// By code.
  public let provinces: [Province]

  public init(
    policy: Policy, provenance: Provenance, forecast: Forecast,
    places: [String: PlanDocument.Place], budgetPerYear: Int? = nil, group: String? = nil
  ) {
    (self.policy, self.provenance, self.forecast) = (policy, provenance, forecast)
    (self.places, self.budgetPerYear, self.group) = (places, budgetPerYear, group)
    provinces = Dictionary(grouping: forecast.communes) { places[$0.code]?.province ?? "" }
      .sorted { $0.key < $1.key }.map { code, communes in
        Province(
          code: code, name: communes.first.flatMap { places[$0.code]?.provinceName } ?? "",
          dues: Forecast.sum(communes, code: code, forecast.period))
      }
  }

  /// The name of the province, if all communes belong to the same one.
  public var onlyProvince: String? {
    provinces.count == 1 && provinces.first?.name.isEmpty == false ? provinces.first?.name : nil
  }

  public var anySimulated: Bool { places.values.contains(where: \.simulated) }

  /// The displayed periods: places of the forecast, then everything together.
  public var periods: [ForecastColumn] {
    let period = forecast.period
    return [.today] + (period.hasTimeBefore ? [.before] : [])
      + period.yearPlaces.map { .year(period.year(ofPlace: $0)) } + [.through]
  }
}

/// A displayed period of a forecast.
public enum ForecastColumn: Sendable, Hashable {
  /// Already due today.
  case today
  /// From today to the end of the year before the first.
  case before
  case year(Int)
  /// Everything due from today to the end of the last year, including what is due already.
  case through

  /// The figures of this period; a year must be one of `period`.
  public func figures(of dues: CommuneDues, _ period: ForecastPeriod) -> DueFigures {
    switch self {
    case .today: dues.places[0]
    case .before: dues.places[1]
    case .year(let year): dues.places[year - period.firstYear + 2]
    case .through: dues.throughEnd
    }
  }

  /// The name for programs: `today`, `before`, `2027`, `through`.
  public var code: String {
    switch self {
    case .today: "today"
    case .before: "before"
    case .year(let year): "\(year)"
    case .through: "through"
    }
  }
}

/// The figures that a forecast counts.
public enum ForecastFigure: String, Sendable, CaseIterable {
  case computers, computersNeeded, byHardware, byAge, bySystem, certificates, certificatesNeeded
  case accounts, lines, cost

  public func range(_ figures: DueFigures) -> CountRange? {
    switch self {
    case .computers: figures.computers
    case .computersNeeded: figures.computersNeeded
    case .byHardware: figures.byHardware
    case .byAge: figures.byAge
    case .bySystem: figures.bySystem
    case .certificates: figures.certificates
    case .certificatesNeeded: figures.certificatesNeeded
    case .accounts: figures.accounts
    case .lines: figures.lines
    case .cost: figures.cost
    }
  }
}
