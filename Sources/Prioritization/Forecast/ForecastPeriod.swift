/// The years of a forecast, and the time before and after them.
///
/// Everything that happens falls in one *place*: 0 is before today, 1 from today to the end of the
/// year before the first, then one for each year, and ``later`` for what comes after the last year
/// or never.
public struct ForecastPeriod: Sendable, Hashable {
  public static let maximumYears = 50

  public let today: CalendarDay
  public let firstYear: Int
  public let years: Int

  /// - Parameters:
  ///   - firstYear: From this year to ``maximumYears`` years later; nil for the next year, the
  ///     first whose budget can still be decided.
  ///   - years: 1…``maximumYears``.
  /// - Throws: ``ForecastError``.
  public init(
    today: CalendarDay, firstYear: Int? = nil, years: Int
  ) throws(ForecastError) {
    guard 1...Self.maximumYears ~= years else {
      throw ForecastError(
        code: .yearsOutOfRange,
        message:
          "a forecast covers 1 to \(Self.maximumYears) years, not \(years); choose a number between"
      )
    }
    let first = firstYear ?? today.year + 1
    let latest = today.year + Self.maximumYears
    guard today.year...latest ~= first else {
      throw ForecastError(
        code: .firstYearOutOfRange,
        message:
          "a forecast begins between \(today.year) and \(latest), not in \(first); choose a year between"
      )
    }
    self.today = today
    self.firstYear = first
    self.years = years
  }

  public var lastYear: Int { firstYear + years - 1 }

  /// The place of anything after the last year, or that never happens.
  public var later: Int { years + 2 }

  /// Whether any time lies between today and the first year.
  public var hasTimeBefore: Bool { firstYear > today.year }

  /// Places of the years, in their order.
  public var yearPlaces: Range<Int> { 2..<later }

  /// The year of a place in ``yearPlaces``.
  public func year(ofPlace place: Int) -> Int { firstYear + place - 2 }

  /// The place in which something falls whose last day is the given one.
  public func place(after lastDay: CalendarDay) -> Int {
    if lastDay < today { return 0 }
    if lastDay.year < firstYear { return 1 }
    return min(lastDay.year - firstYear + 2, later)
  }

  /// - Parameter budgetPerYear: Whole VND; above 0, and all years together at most
  ///   ``Plan/maximumBudget``.
  /// - Throws: ``ForecastError`` with `budgetOutOfRange`.
  public func check(budgetPerYear: Int) throws(ForecastError) {
    let most = Plan.maximumBudget / years
    guard 1...most ~= budgetPerYear else {
      throw ForecastError(
        code: .budgetOutOfRange,
        message: """
          the yearly budget is \(budgetPerYear) VND; it must be from 1 to \(most) for \(years) \
          years, or be left out
          """)
    }
  }

  func places(of lastDay: LastDay) -> PlaceSet {
    switch lastDay {
    case .day(let day): .only(place(after: day))
    case .never: .only(later)
    case .unknown: .all(through: later)
    }
  }
}

/// Why a forecast cannot be made, and what to do.
public struct ForecastError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    case yearsOutOfRange, firstYearOutOfRange, budgetOutOfRange
  }

  public let code: Code
  /// The problem, then what to do.
  public let message: String

  public var description: String { message }
}
