import Prioritization

/// The parts of a forecast that thousands of communes have: ``DocumentEncoder`` would take a hundred
/// times as long, and most of a gigabyte.
extension JSONBytes {
  mutating func communes(of document: ForecastDocument) {
    let period = document.forecast.period
    name("communes")
    raw("[")
    for dues in document.forecast.communes {
      let place = document.places[dues.code]
      open()
      member("code", dues.code)
      member("name", place?.name ?? "")
      member("province", place?.province ?? "")
      member("simulated", place?.simulated ?? false)
      name("due")
      open()
      member("today", dues.places[0])
      member("before", period.hasTimeBefore ? dues.places[1] : nil)
      name("years")
      raw("[")
      for place in period.yearPlaces { figures(dues.places[place]) }
      raw("]")
      member("through", dues.throughEnd)
      raw("}}")
    }
    raw("]")
  }

  mutating func plans(_ plans: [YearPlan]?) {
    name("plans")
    guard let plans else { return raw("null") }
    raw("[")
    for one in plans { plan(one) }
    raw("]")
  }

  private mutating func plan(_ plan: YearPlan) {
    open()
    member("year", plan.year)
    member("budget", plan.budget)
    member("spent", plan.spent)
    member("left", plan.left)
    member("visits", plan.visits.count)
    member("linesEnding", plan.linesEnding)
    member("pointsBefore", plan.pointsBefore)
    member("pointsAfter", plan.pointsAfter)
    member("optimalityGap", plan.optimalityGap)
    member("purchases", plan.purchases)
    member("lacking", plan.lacking)
    member("lackingCost", plan.lackingCost)
    name("communes")
    raw("[")
    for commune in plan.communes {
      open()
      member("code", commune.code)
      member("spend", commune.spend)
      member("purchases", commune.purchases)
      raw("}")
    }
    raw("]}")
  }

  private mutating func member(_ name: StaticString, _ purchases: [Purchase]) {
    self.name(name)
    raw("[")
    for purchase in purchases {
      open()
      member("item", purchase.item)
      member("count", purchase.count)
      member("cost", purchase.cost)
      raw("}")
    }
    raw("]")
  }

  private mutating func member(_ name: StaticString, _ figures: DueFigures?) {
    self.name(name)
    if let figures { self.figures(figures) } else { raw("null") }
  }

  private mutating func figures(_ figures: DueFigures) {
    open()
    for (name, range) in DueFigures.members { member(name, figures[keyPath: range]) }
    raw("}")
  }

  private mutating func member(_ name: StaticString, _ range: CountRange?) {
    self.name(name)
    guard let range else { return raw("null") }
    open()
    member("low", range.low)
    member("high", range.high)
    raw("}")
  }
}
