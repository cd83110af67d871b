/// What a year's budget buys, given the purchases of the years before.
public struct YearPlan: Sendable, Equatable {
  public var year: Int
  /// Whole VND.
  public var budget: Int
  /// Purchases and visits, whole VND.
  public var spent: Int
  /// Proven points of all communes at the end of the year if nothing were bought in it.
  public var pointsBefore: Double
  /// The same once everything that the year's plan buys is in place.
  public var pointsAfter: Double
  /// Purchases for all communes together, in the order of the catalogue.
  public var purchases: [Purchase]
  /// Communes that get something.
  public var communes: [PlannedCommune]
  public var visits: [PlannedVisit]
  /// Lines of earlier years' plans whose contract ends this year.
  public var linesEnding: Int
  /// The proven shortfall that remains, at the cheapest catalogue prices, in the catalogue's order.
  public var lacking: [Purchase]
  /// By how much the best plan could exceed this one at most, 0…1.
  public var optimalityGap: Double

  /// What is left of the budget, whole VND. It is not carried over.
  public var left: Int { budget - spent }

  /// Whole VND.
  public var lackingCost: Int { lacking.reduce(0) { saturatingSum($0, $1.cost) } }
}

extension PlanCatalogue {
  /// The purchases that would close a commune's proven gaps: for each, the cheapest item and the
  /// line that closes the most.
  func lacking(_ standing: Standing, _ needs: CommuneNeeds) -> [Int] {
    var counts = [Int](repeating: 0, count: entries.count)
    for criterion in standing.gapLow.indices where standing.gapLow[criterion] > 1e-9 {
      guard index.scales[criterion].weight > 0 else { continue }
      let items = itemsOfCriterion[criterion].filter { units($0, standing, needs).count > 0 }
      if let item = items.min(by: { price($0) < price($1) }) {
        counts[item] += units(item, standing, needs).count
      }
      let gap = standing.gapLow[criterion]
      // The line that closes the most; of several, the cheapest.
      let better = linesOfCriterion[criterion].filter { gap - leaves($0, needs) > 1e-9 }
      if let line = better.min(by: {
        (leaves($0, needs), entries[$0].cost) < (leaves($1, needs), entries[$1].cost)
      }) {
        counts[line] += 1
      }
    }
    return counts
  }

  /// Price of one unit.
  private func price(_ item: Int) -> Double { Double(entries[item].cost) / entries[item].closes }
}
