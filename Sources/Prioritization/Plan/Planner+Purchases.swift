extension Planner {
  /// The count of each entry of the catalogue.
  func counts(_ options: [Int32], _ groups: [PurchaseGroup]) -> [Int] {
    var counts = [Int](repeating: 0, count: catalogue.entries.count)
    for (group, option) in zip(groups, options) { group.add(option: Int(option), to: &counts) }
    return counts
  }

  /// Why a commune does not get more; nil if it lacks nothing more.
  func refusal(
    at place: Int, _ basket: LeftoverFill.Basket, cutoff: (Money) -> Double?, left: PlanBudget
  ) -> Refusal? {
    let standing = standings[place]
    func bare(_ reason: Refusal.Reason) -> Refusal {
      Refusal(code: standing.code, reason: reason, purchases: [], cost: 0, points: 0)
    }
    // A gap without weight is shown, but is not a need.
    guard standing.contributions.contains(where: { $0 > 0 }) else { return bare(.nothingLacking) }
    guard !basket.groups.isEmpty else { return bare(.nothingForSale) }
    guard let next = next(basket) else {
      let bought = counts(basket.options, basket.groups)
      let left = catalogue.points(of: standing, after: bought, needs: needs[place])
      return left > 0 ? bare(.nothingForSale) : nil
    }
    guard next.cost + basket.cost <= limits.cap ?? .max else {
      var refusal = bare(.capReached(cap: limits.cap ?? .max))
      (refusal.purchases, refusal.cost, refusal.points) = (next.purchases, next.cost, next.points)
      return refusal
    }
    let price = next.points / Double(next.cost)
    let rest = left.left(for: next.money)
    let reason: Refusal.Reason =
      if let cutoff = cutoff(next.money), price < cutoff {
        .belowCutoff(pointsPerMillion: price * 1e6, lastFunded: cutoff * 1e6)
      } else {
        .notEnoughLeft(pointsPerMillion: price * 1e6, left: rest.amount, kind: rest.kind)
      }
    return Refusal(
      code: standing.code, reason: reason, purchases: next.purchases, cost: next.cost,
      points: next.points)
  }

  /// The next step that closes the most for its money beyond what is bought.
  private func next(
    _ basket: LeftoverFill.Basket
  ) -> (purchases: [Purchase], cost: Int, money: Money, points: Double)? {
    var best: (group: Int, option: Int, cost: Int, points: Double)?
    for (at, group) in basket.groups.enumerated() {
      let now = Int(basket.options[at])
      for option in now..<group.costs.count where group.values[option] > group.values[now] {
        let cost = group.costs[option] - group.costs[now]
        let points = group.values[option] - group.values[now]
        guard cost > 0 else { continue }
        // Of equal worth, the smallest step.
        if let best, points * Double(best.cost) <= best.points * Double(cost) * (1 + 1e-12) {
          continue
        }
        best = (at, option, cost, points)
      }
    }
    guard let best else { return nil }
    var options = basket.options
    options[best.group] = Int32(best.option)
    let more = zip(counts(options, basket.groups), counts(basket.options, basket.groups))
    let group = basket.groups[best.group]
    let recurrent =
      group.recurrent[best.option] - group.recurrent[Int(basket.options[best.group])]
    return (
      catalogue.purchases(more.map { max(0, $0 - $1) }), best.cost,
      Money(capital: best.cost - recurrent, recurrent: recurrent), best.points
    )
  }
}

extension PlanCatalogue {
  func purchases(_ counts: [Int]) -> [Purchase] {
    zip(entries, counts).filter { $1 > 0 }.map {
      Purchase(item: $0.id, count: $1, cost: $1 * $0.cost)
    }
  }
}
