public import Foundation
public import InventoryStore
public import Presentation
public import Prioritization

/// What is asked of a forecast.
public struct ForecastParameters: Hashable, Sendable {
  public static let usualYears = 5

  /// 1…``ForecastPeriod/maximumYears``.
  public var years: Int
  /// nil for the next year.
  public var firstYear: Int?
  /// Two digits; nil for the caller's whole scope.
  public var province: String?
  /// A group's name or number; nil for every commune.
  public var group: String?
  /// Whole VND; nil for no plans.
  public var budgetPerYear: Int?

  public init(
    years: Int = usualYears, firstYear: Int? = nil, province: String? = nil,
    group: String? = nil, budgetPerYear: Int? = nil
  ) {
    self.years = years
    self.firstYear = firstYear
    self.province = province
    self.group = group
    self.budgetPerYear = budgetPerYear
  }

  /// - Throws: `ForecastError`, also for the budget.
  func period(now: Date) throws(ForecastError) -> ForecastPeriod {
    let period = try ForecastPeriod(today: CalendarDay(now), firstYear: firstYear, years: years)
    if let budgetPerYear { try period.check(budgetPerYear: budgetPerYear) }
    return period
  }
}

/// Forecasts made from the inventory as it stands.
public struct ForecastSource: Sendable {
  public let store: InventoryStore
  public let policy: Policy
  /// SHA-256 of the policy's text, if at hand.
  public let policyDigest: String?

  public init(store: InventoryStore, policy: Policy, policyDigest: String? = nil) {
    self.store = store
    self.policy = policy
    self.policyDigest = policyDigest
  }

  /// What a forecast is made for.
  struct Selection: Sendable {
    var situations: [CommuneSituation]
    /// The group's name.
    var group: String?
  }

  /// - Throws: `InventoryError` with `provinceUnknown` or `groupUnknown`, `ForecastError`,
  ///   `PlanError`.
  public func document(
    _ parameters: ForecastParameters, within scope: Scope, now: Date
  ) async throws -> ForecastDocument {
    // Before anything is read.
    _ = try parameters.period(now: now)
    return try documentBlocking(
      try await selection(parameters, within: scope, now: now), parameters, within: scope,
      now: now)
  }

  func selection(
    _ parameters: ForecastParameters, within scope: Scope, now: Date
  ) async throws -> Selection {
    let situations = try await store.situations.current(
      policy: policy, province: parameters.province, within: scope, now: now)
    guard let group = parameters.group else { return Selection(situations: situations) }
    let members = try await store.groups.members(of: group, within: scope)
    let codes = Set(members.codes)
    return Selection(
      situations: situations.filter { codes.contains($0.code) }, group: members.group.name)
  }

  /// Blocks the calling thread, for the country for seconds.
  func documentBlocking(
    _ selection: Selection, _ parameters: ForecastParameters, within scope: Scope, now: Date
  ) throws -> ForecastDocument {
    let period = try parameters.period(now: now)
    let situations = selection.situations
    let fleet = try store.fleet.communesBlocking(
      situations, policy: policy, province: parameters.province, within: scope, now: now)
    return ForecastDocument(
      policy: policy, provenance: Provenance(asOf: now, policyDigest: policyDigest),
      forecast: try Forecast(
        policy: policy, fleet: fleet, period: period, budgetPerYear: parameters.budgetPerYear),
      places: situations.places,
      budgetPerYear: parameters.budgetPerYear, group: selection.group)
  }
}
