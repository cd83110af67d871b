import Prioritization

/// The yearly plans in a forecast's CSV: columns after the figures, and rows after the areas.
struct ForecastCSVPlans {
  private let plans: [YearPlan]
  private let document: ForecastDocument
  private let language: Language
  private let messages: Messages

  init(
    _ plans: [YearPlan], _ document: ForecastDocument, _ language: Language, _ messages: Messages
  ) {
    (self.plans, self.document) = (plans, document)
    (self.language, self.messages) = (language, messages)
  }

  private static let totals = [
    "forecast.column.budget", "forecast.column.spent", "forecast.column.left",
    "forecast.column.communes", "forecast.column.visits", "forecast.column.linesEnding",
    "column.pointsBefore", "column.pointsAfter", "forecast.column.optimalityGap",
  ]

  /// For each entry of the catalogue, the units bought; then, for each, those still lacking.
  private static let counts = ["forecast.bought", "forecast.lacking"]

  /// What running programmes already buy of it.
  private static let running = ["forecast.column.runningUnits", "forecast.column.runningCost"]

  private var items: [String] { document.policy.catalogue.map(\.id) }

  func headings(to csv: inout CSVBytes) {
    for total in Self.totals { csv.text(messages(total, language)) }
    for count in Self.counts {
      for entry in document.policy.catalogue {
        csv.text(messages(count, language, ["item": entry.label[language]]))
      }
    }
    csv.text(messages("forecast.column.lacking", language))
    for column in Self.running { csv.text(messages(column, language)) }
  }

  /// For rows that are not about a plan.
  func emptyCells(to csv: inout CSVBytes) {
    for _ in 0..<(Self.totals.count + Self.counts.count * items.count + 1 + Self.running.count) {
      csv.empty()
    }
  }

  /// A row for each year, followed by its communes'.
  func rows(to csv: inout CSVBytes) {
    for plan in plans {
      row("plan", of: plan.year, "", name: "", document.onlyProvince ?? "", nil, to: &csv)
      for money in [plan.budget, plan.spent, plan.left] { csv.integer(money) }
      csv.integer(plan.communes.count)
      csv.integer(plan.visits.count)
      csv.integer(plan.linesEnding)
      csv.number(plan.pointsBefore)
      csv.number(plan.pointsAfter)
      csv.number(plan.optimalityGap)
      units(of: plan.purchases, to: &csv)
      units(of: plan.lacking, to: &csv)
      csv.integer(plan.lackingCost)
      running(document.running?.part(in: plan.year), to: &csv)
      csv.endRow()
      for commune in plan.communes { row(commune, of: plan.year, to: &csv) }
    }
  }

  private func row(_ commune: PlannedCommune, of year: Int, to csv: inout CSVBytes) {
    let place = document.places[commune.code]
    row(
      "planCommune", of: year, commune.code, name: place?.name ?? "", place?.provinceName ?? "",
      place?.simulated, to: &csv)
    csv.empty()
    csv.integer(commune.spend)
    for _ in 2..<Self.totals.count { csv.empty() }
    units(of: commune.purchases, to: &csv)
    for _ in 0...items.count { csv.empty() }
    running(document.running?.part(of: commune.code, in: year), to: &csv)
    csv.endRow()
  }

  /// What every row begins with, and empty figures.
  private func row(
    _ level: String, of year: Int, _ code: String, name: String, _ province: String,
    _ simulated: Bool?, to csv: inout CSVBytes
  ) {
    csv.text(messages("forecast.level.\(level)", language))
    csv.text(code)
    csv.text(name)
    csv.text(province)
    csv.text(simulated.map { messages($0 ? "value.yes" : "value.no", language) } ?? "")
    csv.text("\(year)")
    for _ in ForecastFigure.allCases {
      csv.empty()
      csv.empty()
    }
  }

  private func running(_ part: ForecastRunning.Part?, to csv: inout CSVBytes) {
    csv.integer(part?.units ?? 0)
    csv.integer(part?.cost ?? 0)
  }

  private func units(of purchases: [Purchase], to csv: inout CSVBytes) {
    for item in items {
      csv.integer(purchases.reduce(0) { $0 + ($1.item == item ? $1.count : 0) })
    }
  }
}
