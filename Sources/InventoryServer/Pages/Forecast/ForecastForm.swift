import InventoryStore
import Prioritization

/// The form of a forecast: its fields as typed, their faults, and the resulting parameters.
struct ForecastForm {
  enum Field: String, CaseIterable { case years, from, budget }

  /// As typed; without blank fields.
  let typed: [Field: String]
  let province: String?
  /// A group's number, in digits.
  let group: String?
  /// Faults of fields, by their messages' keys.
  private(set) var faults: [Field: String] = [:]
  /// nil if there is a fault.
  private(set) var parameters: ForecastParameters?

  /// - Parameter value: Returns the form's value for a name; nil if blank.
  init(today: CalendarDay, _ value: (String) -> String?) {
    typed = Field.typed(value)
    province = value("province")
    group = value("group").map { String($0.prefix(20)) }
    var asked = ForecastParameters(province: province, group: group)
    if let years = whole(.years) { asked.years = years }
    asked.firstYear = whole(.from)
    if let text = typed[.budget] {
      do {
        asked.budgetPerYear = try MoneyInput.amount(text)
      } catch {
        faults[.budget] = "money.\(error.reason.rawValue)"
      }
    }
    do {
      let period = try ForecastPeriod(
        today: today, firstYear: asked.firstYear, years: asked.years)
      if let budget = asked.budgetPerYear { try period.check(budgetPerYear: budget) }
    } catch {
      switch error.code {
      case .yearsOutOfRange: faults[.years] = "forecastPage.fault.years"
      case .firstYearOutOfRange: faults[.from] = "forecastPage.fault.from"
      case .budgetOutOfRange:
        faults[.budget] =
          asked.budgetPerYear == 0 ? "planPage.fault.zero" : "forecastPage.fault.budget"
      }
    }
    if faults.isEmpty { parameters = asked }
  }

  private mutating func whole(_ field: Field) -> Int? {
    guard let text = typed[field] else { return nil }
    let digits = text.filter { !$0.isWhitespace }
    guard digits.utf8.count <= 9, digits.utf8.allSatisfy({ 48...57 ~= $0 }),
      let number = Int(digits)
    else {
      faults[field] = "forecastPage.fault.\(field.rawValue)"
      return nil
    }
    return number
  }
}
