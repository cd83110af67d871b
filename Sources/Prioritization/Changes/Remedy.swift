/// The purchases that help one commune most with one criterion.
public struct Remedy: Sendable, Equatable {
  /// A purchase, with the commune's points once it is in place.
  public struct Effect: Sendable, Equatable {
    public let purchase: Purchase
    public let pointsAfter: Double
    /// Points closed per million VND.
    public let pointsPerMillion: Double
  }

  /// Index of the criterion in the policy.
  public let criterion: Int
  /// The single unit that closes the most points for its money.
  public let best: Effect
  /// The purchase of one kind that closes the most points of the criterion, as cheaply as possible.
  public let whole: Effect

  /// One for every criterion with a proven gap and something for sale, in the order of the policy.
  /// Combining several kinds for one criterion is left to a plan.
  public static func all(
    _ policy: Policy, standing: Standing, measures: CommuneMeasures
  ) -> [Remedy] {
    let catalogue = PlanCatalogue(policy, index: NeedIndex(policy))
    return policy.criteria.indices.compactMap { criterion in
      let choices = catalogue.choices(criterion, standing, needs: CommuneNeeds(measures))
      func effect(_ entry: Int, _ count: Int) -> Effect {
        var counts = [Int](repeating: 0, count: catalogue.entries.count)
        counts[entry] = count
        let cost = count * catalogue.entries[entry].cost
        let after = catalogue.points(of: standing, after: counts, needs: CommuneNeeds(measures))
        return Effect(
          purchase: Purchase(item: catalogue.entries[entry].id, count: count, cost: cost),
          pointsAfter: after, pointsPerMillion: (standing.points - after) / Double(cost) * 1e6)
      }
      let best = choices.map { effect($0.entry, 1) }
        .min { ($1.pointsPerMillion, $0.purchase.cost) < ($0.pointsPerMillion, $1.purchase.cost) }
      let whole = choices.map { effect($0.entry, $0.count) }
        .min { ($0.pointsAfter, $0.purchase.cost) < ($1.pointsAfter, $1.purchase.cost) }
      guard let best, let whole else { return nil }
      // A single unit may close nothing, if the value lies beyond the floor.
      return Remedy(
        criterion: criterion, best: best.pointsPerMillion > 0 ? best : whole, whole: whole)
    }
  }
}

extension PlanCatalogue {
  /// The entries that serve a criterion of a commune, and how many of each close all that they can.
  fileprivate func choices(
    _ criterion: Int, _ standing: Standing, needs: CommuneNeeds
  ) -> [(entry: Int, count: Int)] {
    entries.indices.compactMap { at in
      guard entries[at].criterion == criterion else { return nil }
      if lines.contains(at) {
        return standing.gapLow[criterion] - leaves(at, needs) > 1e-9 ? (at, 1) : nil
      }
      let count = units(at, standing, needs).count
      return count > 0 ? (at, count) : nil
    }
  }
}
