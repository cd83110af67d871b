/// What a year's budget buys, given the purchases of the years before.
public struct YearPlan: Sendable, Equatable {
  public var year: Int
  /// Whole VND.
  public var budget: Int
  /// Purchases and visits, whole VND.
  public var spent: Int
  /// Proven points of all communes at the end of the year if nothing were bought in it.
  public var pointsBefore: Double
  /// The same with everything in place that the year's plan buys.
  public var pointsAfter: Double
  /// What all communes get together, in the order of the catalogue.
  public var purchases: [Purchase]
  /// Communes that get something.
  public var communes: [PlannedCommune]
  public var visits: [PlannedVisit]
  /// Lines that plans of earlier years rented and whose rent ends this year.
  public var linesEnding: Int
  /// What is still lacking for certain, at the cheapest prices of the catalogue; in its order.
  public var lacking: [Purchase]
  /// How much more the best plan could close at most, 0…1.
  public var optimalityGap: Double

  /// What is left of the budget, whole VND. It is not carried over.
  public var left: Int { budget - spent }

  /// Whole VND.
  public var lackingCost: Int { lacking.reduce(0) { saturatingSum($0, $1.cost) } }
}

extension Shop {
  /// What would close a commune's proven gaps, each with the cheapest that the catalogue has for it.
  func lacking(_ standing: Standing, _ needs: CommuneNeeds) -> [Int] {
    var counts = [Int](repeating: 0, count: entries.count)
    for criterion in standing.gapLow.indices where standing.gapLow[criterion] > 1e-9 {
      guard index.scales[criterion].weight > 0 else { continue }
      let items = itemsOfCriterion[criterion].filter { units($0, standing, needs).count > 0 }
      if let item = items.min(by: { price($0) < price($1) }) {
        counts[item] += units(item, standing, needs).count
      }
      let gap = standing.gapLow[criterion]
      // The one that closes most; of several the cheapest.
      let better = linesOfCriterion[criterion].filter { gap - leaves($0, needs) > 1e-9 }
      if let line = better.min(by: {
        (leaves($0, needs), entries[$0].cost) < (leaves($1, needs), entries[$1].cost)
      }) {
        counts[line] += 1
      }
    }
    return counts
  }

  /// Of a unit.
  private func price(_ item: Int) -> Double { Double(entries[item].cost) / entries[item].closes }
}
