import Prioritization

/// What would change a commune's rank.
enum RankChangeJSON {
  static func object(_ change: RankChange) -> JSONObject {
    [
      "top": change.top, "relief": change.relief.map(relief),
      "swapsAbove": change.swapsAbove, "swapsBelow": change.swapsBelow,
    ]
  }

  private static func relief(_ relief: RankChange.Relief) -> JSONObject {
    [
      // Whole VND.
      "cost": relief.cost,
      "items": relief.purchases, "pointsAfter": relief.pointsAfter, "rankAfter": relief.rankAfter,
    ]
  }
}
