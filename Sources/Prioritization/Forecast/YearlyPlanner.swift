/// Makes the plans of several years, each given those before it.
struct YearlyPlanner {
  private let policy: Policy
  private let period: ForecastPeriod
  private let basis: AgeingBasis
  private let catalogue: PlanCatalogue
  private var communes: [AgedCommune]
  private let places: [String: Int]

  init(
    _ policy: Policy, _ fleet: [FleetCommune], _ events: [CommuneEvents], _ period: ForecastPeriod
  ) {
    self.policy = policy
    self.period = period
    basis = AgeingBasis(policy)
    catalogue = PlanCatalogue(policy, index: NeedIndex(policy))
    communes = zip(fleet, events).map { AgedCommune($0, $1, policy) }
    places = Dictionary(
      communes.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// - Parameter budget: Of each year, whole VND.
  /// - Throws: ``PlanError``.
  mutating func plans(budget: Int) throws(PlanError) -> [YearPlan] {
    var plans: [YearPlan] = []
    for place in period.yearPlaces { plans.append(try plan(at: place, budget: budget)) }
    return plans
  }

  private mutating func plan(at place: Int, budget: Int) throws(PlanError) -> YearPlan {
    let linesEnding = communes.reduce(0) { $0 + $1.owned.linesEnding(at: place, basis.lives) }
    let before = measures(at: place)
    let plan = try Plan(policy: policy, communes: before, budget: budget)
    for commune in plan.communes {
      guard let at = places[commune.code] else { continue }
      communes[at].owned.add(commune.purchases, at: place, basis.lives)
    }
    let after = measures(at: place)
    var lacking = [Int](repeating: 0, count: catalogue.entries.count)
    var (pointsBefore, pointsAfter) = (0.0, 0.0)
    for (one, other) in zip(before, after) {
      let standing = Standing(index: catalogue.index, measures: other)
      pointsBefore += Standing(index: catalogue.index, measures: one).points
      pointsAfter += standing.points
      for (entry, count) in catalogue.lacking(standing, CommuneNeeds(other)).enumerated() {
        lacking[entry] = saturatingSum(lacking[entry], count)
      }
    }
    var bought: [String: (count: Int, cost: Int)] = [:]
    for purchase in plan.communes.flatMap(\.purchases) {
      bought[purchase.item, default: (0, 0)].count += purchase.count
      bought[purchase.item, default: (0, 0)].cost += purchase.cost
    }
    return YearPlan(
      year: period.year(ofPlace: place), budget: budget, spent: plan.spent,
      pointsBefore: pointsBefore, pointsAfter: pointsAfter,
      purchases: catalogue.entries.compactMap { entry in
        bought[entry.id].map { Purchase(item: entry.id, count: $0.count, cost: $0.cost) }
      }, communes: plan.communes, visits: plan.visits, linesEnding: linesEnding,
      lacking: zip(catalogue.entries, lacking).filter { $1 > 0 }.map {
        Purchase(item: $0.id, count: $1, cost: saturatingProduct($1, $0.cost))
      }, optimalityGap: plan.optimalityGap)
  }

  private func measures(at place: Int) -> [CommuneMeasures] {
    communes.map { $0.measures(at: place, catalogue, basis) }
  }
}
