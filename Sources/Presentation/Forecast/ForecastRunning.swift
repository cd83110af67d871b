public import Prioritization

/// Purchases and visits of a forecast's plans that running programmes already make, and that would be made
/// twice. The plans count as lacking what no report shows: a programme's papers prove nothing.
public struct ForecastRunning: Sendable, Equatable {
  public struct Part: Sendable, Equatable, Encodable {
    public var units = 0
    /// At the plans' prices, whole VND.
    public var cost = 0
  }

  /// Names, in the order of adoption.
  public private(set) var programmes: [String] = []
  public private(set) var total = Part()
  /// By year, then by commune; only those with any.
  private var parts: [Int: [String: Part]] = [:]

  /// - Parameter running: The units that programmes still buy of one item for one commune; each
  ///   counts in the first year that buys it again.
  /// - Returns: nil if the plans buy none of them.
  public init?(
    _ plans: [YearPlan],
    running: [(commune: String, item: String, programme: String, units: Int)]
  ) {
    var held: [[String]: Int] = [:]
    for one in running {
      held[[one.commune, one.item], default: 0] += one.units
    }
    var twice: Set<[String]> = []
    for plan in plans {
      let visits = plan.visits.map {
        ($0.code, Purchase(item: PlannedVisit.item, count: 1, cost: $0.cost))
      }
      let planned = plan.communes.flatMap { commune in
        commune.purchases.map { (commune.code, $0) }
      }
      for (commune, purchase) in planned + visits where purchase.count > 0 {
        let key = [commune, purchase.item]
        let again = min(purchase.count, held[key] ?? 0)
        guard again > 0 else { continue }
        held[key]? -= again
        twice.insert(key)
        let cost = purchase.cost / purchase.count * again
        parts[plan.year, default: [:]][commune, default: Part()].add(again, cost)
        total.add(again, cost)
      }
    }
    guard total.units > 0 else { return nil }
    for one in running
    where twice.contains([one.commune, one.item]) && !programmes.contains(one.programme) {
      programmes.append(one.programme)
    }
  }

  public func part(of commune: String, in year: Int) -> Part { parts[year]?[commune] ?? Part() }

  public func part(in year: Int) -> Part {
    (parts[year] ?? [:]).values.reduce(into: Part()) { $0.add($1.units, $1.cost) }
  }
}

extension ForecastRunning.Part {
  fileprivate mutating func add(_ units: Int, _ cost: Int) {
    self.units += units
    self.cost = self.cost.cappedSum(cost)
  }
}

extension ForecastText {
  /// A warning about purchases that running programmes already make; empty if there are none.
  var running: [String] {
    guard let running = document.running else { return [] }
    return [
      messages(
        "forecast.running", language,
        [
          "units": format.number(running.total.units), "cost": format.number(running.total.cost),
          "programmes": running.programmes.map(DisplayText.neutralised).joined(separator: "; "),
        ])
    ]
  }
}
