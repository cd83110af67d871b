import Prioritization

/// The parts of a forecast that exist for each of thousands of communes: ``DocumentEncoder`` would
/// take a hundred times as long, and most of a gigabyte.
extension JSONBytes {
  mutating func communes(of document: ForecastDocument) {
    let period = document.forecast.period
    objects("communes", document.forecast.communes) { json, dues in
      let place = document.places[dues.code]
      json.member("code", dues.code)
      json.member("name", place?.name ?? "")
      json.member("province", place?.province ?? "")
      json.member("simulated", place?.simulated ?? false)
      json.name("due")
      json.open()
      json.member("today", dues.places[0])
      json.member("before", period.hasTimeBefore ? dues.places[1] : nil)
      json.name("years")
      json.raw("[")
      for place in period.yearPlaces { json.figures(dues.places[place]) }
      json.raw("]")
      json.member("through", dues.throughEnd)
      json.raw("}")
    }
  }

  mutating func plans(_ plans: [YearPlan]?) {
    guard let plans else {
      name("plans")
      return raw("null")
    }
    objects("plans", plans) { json, plan in json.members(of: plan) }
  }

  private mutating func members(of plan: YearPlan) {
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
    objects("communes", plan.communes) { json, commune in
      json.member("code", commune.code)
      json.member("spend", commune.spend)
      json.member("purchases", commune.purchases)
    }
  }

  private mutating func member(_ name: StaticString, _ purchases: [Purchase]) {
    objects(name, purchases) { json, purchase in
      json.member("item", purchase.item)
      json.member("count", purchase.count)
      json.member("cost", purchase.cost)
    }
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
