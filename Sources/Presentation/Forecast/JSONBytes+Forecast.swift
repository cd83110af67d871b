import Prioritization

/// The parts of a forecast that thousands of communes have: ``DocumentEncoder`` would take a hundred
/// times as long, and most of a gigabyte.
extension JSONBytes {
  /// `,"communes":[…]`.
  mutating func communes(of document: ForecastDocument) {
    let period = document.forecast.period
    raw(",\"communes\":[")
    for (at, dues) in document.forecast.communes.enumerated() {
      let place = document.places[dues.code]
      raw(at > 0 ? ",{\"code\":" : "{\"code\":")
      string(dues.code)
      raw(",\"name\":")
      string(place?.name ?? "")
      raw(",\"province\":")
      string(place?.province ?? "")
      raw(",\"simulated\":")
      truth(place?.simulated ?? false)
      raw(",\"due\":{\"today\":")
      figures(dues.places[0])
      raw(",\"before\":")
      if period.hasTimeBefore { figures(dues.places[1]) } else { raw("null") }
      raw(",\"years\":[")
      for place in period.yearPlaces {
        if place > period.yearPlaces.lowerBound { raw(",") }
        figures(dues.places[place])
      }
      raw("],\"through\":")
      figures(dues.throughEnd)
      raw("}}")
    }
    raw("]")
  }

  /// `,"plans":[…]`, or null.
  mutating func plans(_ plans: [YearPlan]?) {
    raw(",\"plans\":")
    guard let plans else { return raw("null") }
    raw("[")
    for (at, one) in plans.enumerated() {
      if at > 0 { raw(",") }
      plan(one)
    }
    raw("]")
  }

  private mutating func plan(_ plan: YearPlan) {
    raw("{\"year\":")
    integer(plan.year)
    raw(",\"budget\":")
    integer(plan.budget)
    raw(",\"spent\":")
    integer(plan.spent)
    raw(",\"left\":")
    integer(plan.left)
    raw(",\"visits\":")
    integer(plan.visits.count)
    raw(",\"linesEnding\":")
    integer(plan.linesEnding)
    raw(",\"pointsBefore\":")
    number(plan.pointsBefore)
    raw(",\"pointsAfter\":")
    number(plan.pointsAfter)
    raw(",\"optimalityGap\":")
    number(plan.optimalityGap)
    raw(",\"purchases\":")
    purchases(plan.purchases)
    raw(",\"lacking\":")
    purchases(plan.lacking)
    raw(",\"lackingCost\":")
    integer(plan.lackingCost)
    raw(",\"communes\":[")
    for (at, commune) in plan.communes.enumerated() {
      raw(at > 0 ? ",{\"code\":" : "{\"code\":")
      string(commune.code)
      raw(",\"spend\":")
      integer(commune.spend)
      raw(",\"purchases\":")
      purchases(commune.purchases)
      raw("}")
    }
    raw("]}")
  }

  private mutating func purchases(_ purchases: [Purchase]) {
    raw("[")
    for (at, purchase) in purchases.enumerated() {
      raw(at > 0 ? ",{\"item\":" : "{\"item\":")
      string(purchase.item)
      raw(",\"count\":")
      integer(purchase.count)
      raw(",\"cost\":")
      integer(purchase.cost)
      raw("}")
    }
    raw("]")
  }

  private mutating func figures(_ figures: DueFigures) {
    raw("{\"computers\":")
    range(figures.computers)
    raw(",\"byHardware\":")
    range(figures.byHardware)
    raw(",\"byAge\":")
    range(figures.byAge)
    raw(",\"bySystem\":")
    range(figures.bySystem)
    raw(",\"certificates\":")
    range(figures.certificates)
    raw(",\"accounts\":")
    range(figures.accounts)
    raw(",\"lines\":")
    range(figures.lines)
    raw(",\"cost\":")
    range(figures.cost)
    raw("}")
  }

  private mutating func range(_ range: CountRange?) {
    guard let range else { return raw("null") }
    raw("{\"low\":")
    integer(range.low)
    raw(",\"high\":")
    integer(range.high)
    raw("}")
  }
}
