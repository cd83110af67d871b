import FoundationEssentials
public import Prioritization

/// A forecast in words, for terminals, workbooks and pages.
public struct ForecastText: Sendable {
  let language: Language
  let messages: Messages
  let document: ForecastDocument

  public init(_ document: ForecastDocument, _ language: Language, messages: Messages) {
    (self.document, self.language, self.messages) = (document, language, messages)
  }

  var format: PeopleFormat { PeopleFormat(language) }

  private var period: ForecastPeriod { document.forecast.period }

  public var title: String {
    messages(
      "forecast.title", language, ["first": "\(period.firstYear)", "last": "\(period.lastYear)"])
  }

  /// Includes the province or group, if there is one.
  public var heading: String {
    ([title] + [document.onlyProvince, document.group].compactMap(\.self))
      .map(DisplayText.neutralised).joined(separator: " – ")
  }

  public func label(_ column: ForecastColumn) -> String {
    switch column {
    case .today: messages("forecast.period.today", language)
    case .before:
      messages("forecast.period.before", language, ["year": "\(period.firstYear - 1)"])
    case .year(let year): "\(year)"
    case .through:
      messages("forecast.period.through", language, ["year": "\(period.lastYear)"])
    }
  }

  public func label(_ figure: ForecastFigure) -> String {
    messages("forecast.figure.\(figure.rawValue)", language)
  }

  public func meaning(_ figure: ForecastFigure) -> String {
    messages("forecast.meaning.\(figure.rawValue)", language)
  }

  /// `3–5`, or one number; `unknown` if nothing is known.
  public func range(_ range: CountRange?) -> String {
    range.map(format.range) ?? messages("value.unknown", language)
  }

  /// Money in millions, short enough for a page and a sheet of paper.
  public func millions(_ range: CountRange?) -> String {
    guard let range else { return messages("value.unknown", language) }
    return format.range(
      Double(range.low) / 1e6, Double(range.high) / 1e6, decimals: 1, trimmed: true)
  }

  public func day(_ day: CalendarDay) -> String {
    // Noon of that day in Vietnam.
    let text = "\(day)T12:00:00+07:00"
    return (try? Date(text, strategy: .iso8601)).map(format.date) ?? "\(day)"
  }

  /// Notes on the figures, as sentences.
  public var sentences: [String] {
    let forecast = document.forecast
    func sentence(_ key: String, _ count: Int) -> [String] {
      count > 0
        ? [messages("forecast." + key, language, ["count": format.number(count)])] : []
    }
    var sentences = [
      messages("forecast.intervals", language), messages("forecast.fromToday", language),
    ]
    sentences += needed(forecast.total.throughEnd)
    sentences += sentence("unknownComputers", forecast.unknown.computers)
    sentences += sentence("unknownSystems", forecast.unknownSystems)
    sentences += sentence("unknownCertificates", forecast.unknown.certificates)
    sentences += sentence("unknownAccounts", forecast.unknown.accounts)
    sentences += sentence("unknownLines", forecast.unknown.lines)
    if forecast.total.throughEnd.cost == nil, forecast.total.throughEnd.mayCost {
      sentences.append(messages("forecast.unknownCost", language))
    }
    return sentences
  }

  /// What of the things that fall due is priced, if some of it is spare.
  private func needed(_ due: DueFigures) -> [String] {
    [
      ("computers", due.computers, due.computersNeeded),
      ("certificates", due.certificates, due.certificatesNeeded),
    ].compactMap { what, all, needed in
      guard let all, let needed, all != needed else { return nil }
      return messages(
        "forecast.needed.\(what)", language,
        ["count": format.range(all), "needed": format.range(needed), "year": "\(period.lastYear)"])
    }
  }

  /// Notes on the plans, if there are any.
  public var planSentences: [String] {
    guard let budget = document.budgetPerYear, document.forecast.plans != nil else { return [] }
    return running + [
      messages("forecast.plans.given", language, ["budget": format.number(budget)]),
      messages("forecast.plans.carried", language),
    ]
  }

  /// The name, such as `Windows 10 22H2`, and whether the updates that end are paid for.
  public func system(_ cliff: SystemCliff) -> String {
    cliff.isPaid
      ? messages("forecast.paid", language, ["system": cliff.system]) : cliff.system
  }

  public func purchases(_ purchases: [Purchase]) -> String {
    PlanText(document.policy, language, messages: messages).purchases(purchases)
  }
}
