import Prioritization

/// What would change a commune's rank.
struct RankChangeJSON: Encodable {
  struct Relief: Encodable {
    /// Whole VND.
    var cost: Int
    var items: [Purchase]
    var pointsAfter: Double
    var rankAfter: Int

    init(_ relief: RankChange.Relief) {
      cost = relief.cost
      items = relief.purchases
      pointsAfter = relief.pointsAfter
      rankAfter = relief.rankAfter
    }
  }

  var top: Int
  @Nullable var relief: Relief?
  var swapsAbove, swapsBelow: [RankChange.Swap]

  init(_ change: RankChange) {
    top = change.top
    relief = change.relief.map(Relief.init)
    swapsAbove = change.swapsAbove
    swapsBelow = change.swapsBelow
  }
}
