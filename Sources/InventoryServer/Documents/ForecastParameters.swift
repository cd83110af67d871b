import Foundation
import InventoryStore
import Prioritization

/// Parameters of a forecast.
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
    (self.years, self.firstYear, self.province) = (years, firstYear, province)
    (self.group, self.budgetPerYear) = (group, budgetPerYear)
  }

  /// - Throws: `ForecastError`, also for the budget.
  func period(now: Date) throws(ForecastError) -> ForecastPeriod {
    let period = try ForecastPeriod(today: CalendarDay(now), firstYear: firstYear, years: years)
    if let budgetPerYear { try period.check(budgetPerYear: budgetPerYear) }
    return period
  }
}
