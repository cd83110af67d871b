public import Prioritization

/// Purchases and visits of a plan that running programmes already make, and that would be made twice.
public struct RunningProgrammes: Sendable, Equatable, Codable {
  /// Names, in the order of adoption.
  public var programmes: [String]
  public var units: Int
  /// At the plan's prices, whole VND.
  public var cost: Int
  /// The units by commune code; `nil` in plans that were saved before it was recorded.
  public var communes: [String: Int]?

  /// - Parameter running: The units that programmes still buy of one item for one commune.
  /// - Returns: nil if the plan buys none of them.
  public init?(
    _ plan: Plan, running: [(commune: String, item: String, programme: String, units: Int)]
  ) {
    var held: [String: [String: Int]] = [:]
    for purchase in running {
      held[purchase.commune, default: [:]][purchase.item, default: 0] += purchase.units
    }
    (programmes, units, cost) = ([], 0, 0)
    var byCommune: [String: Int] = [:]
    var twice: Set<[String]> = []
    for commune in plan.communes {
      for purchase in commune.purchases where purchase.count > 0 {
        let again = min(purchase.count, held[commune.code]?[purchase.item] ?? 0)
        guard again > 0 else { continue }
        twice.insert([commune.code, purchase.item])
        units += again
        byCommune[commune.code, default: 0] += again
        cost += purchase.cost / purchase.count * again
      }
    }
    for visit in plan.visits where held[visit.code]?[PlannedVisit.item] ?? 0 > 0 {
      twice.insert([visit.code, PlannedVisit.item])
      units += 1
      byCommune[visit.code, default: 0] += 1
      cost += visit.cost
    }
    guard units > 0 else { return nil }
    communes = byCommune
    for purchase in running
    where twice.contains([purchase.commune, purchase.item])
      && !programmes.contains(purchase.programme)
    {
      programmes.append(purchase.programme)
    }
  }
}

extension PlanDocument {
  /// The units of a commune's purchases that running programmes already buy; `nil` if that is not
  /// known.
  func runningUnits(_ code: String) -> Int? {
    running?.communes.map { $0[code] ?? 0 }
  }
}

extension PlanText {
  /// A warning about purchases that running programmes already make; empty if there are none.
  public func running(_ document: PlanDocument) -> [String] {
    guard let running = document.running else { return [] }
    return [
      messages(
        "plan.running", language,
        [
          "units": format.number(running.units), "cost": format.number(running.cost),
          "programmes": running.programmes.map(DisplayText.neutralised).joined(separator: "; "),
        ])
    ]
  }
}
