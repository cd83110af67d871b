public import Foundation
public import InventoryStore
public import Presentation
import Prioritization

/// Forecasts for the present communes.
extension DocumentSource {
  /// The communes of a forecast.
  struct ForecastSelection: Sendable {
    var situations: [CommuneSituation]
    /// What running programmes buy; empty for a forecast without plans.
    var running: [RunningPurchase]
    /// The group's name.
    var group: String?
  }

  /// - Throws: `InventoryError` with `provinceUnknown` or `groupUnknown`, `ForecastError`,
  ///   `PlanError`.
  public func forecast(
    _ parameters: ForecastParameters, within scope: Scope, now: Date
  ) async throws -> ForecastDocument {
    // Checked before anything is read.
    _ = try parameters.period(now: now)
    return try forecastBlocking(
      try await forecastSelection(parameters, within: scope, now: now), parameters, within: scope,
      now: now)
  }

  func forecastSelection(
    _ parameters: ForecastParameters, within scope: Scope, now: Date
  ) async throws -> ForecastSelection {
    let situations = try await store.situations.current(
      policy: policy, province: parameters.province, within: scope, now: now)
    let running =
      parameters.budgetPerYear == nil ? [] : try await store.programmes.running(within: scope)
    guard let group = parameters.group else {
      return ForecastSelection(situations: situations, running: running)
    }
    let members = try await store.groups.members(of: group, within: scope)
    let codes = Set(members.codes)
    return ForecastSelection(
      situations: situations.filter { codes.contains($0.code) }, running: running,
      group: members.group.name)
  }

  /// Blocks the calling thread; for the country, for seconds.
  func forecastBlocking(
    _ selection: ForecastSelection, _ parameters: ForecastParameters, within scope: Scope, now: Date
  ) throws -> ForecastDocument {
    let period = try parameters.period(now: now)
    let situations = selection.situations
    let fleet = try store.fleet.communesBlocking(
      situations, policy: policy, province: parameters.province, within: scope, now: now)
    var document = ForecastDocument(
      policy: policy, provenance: provenance(asOf: nil, now: now),
      forecast: try Forecast(
        policy: policy, fleet: fleet, period: period, budgetPerYear: parameters.budgetPerYear),
      places: situations.places,
      budgetPerYear: parameters.budgetPerYear, group: selection.group)
    document.running = ForecastRunning(
      document.forecast.plans ?? [],
      running: selection.running.map { ($0.commune, $0.item, $0.programme, $0.units) })
    return document
  }
}
