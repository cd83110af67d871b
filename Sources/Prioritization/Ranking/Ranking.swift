/// The list to which a commune belongs.
public enum Queue: String, Sendable, CaseIterable {
  /// Enough is known about it.
  case ranked
  /// Too little is known about it: it needs a visit before equipment.
  case verifyFirst
}

/// A commune's standing among all others.
public struct RankedCommune: Sendable, Equatable {
  public let standing: Standing
  public let queue: Queue
  /// Rank among all communes of both queues, by proven points, then by possible points. Equals
  /// share a rank, and the ranks after them are skipped.
  public let rank: Int
  /// Best possible rank: all of its own unknown gaps count in full, and nobody else's do.
  public let bestRank: Int
  /// Worst possible rank: none of its own unknown gaps count, and everybody else's do in full.
  public let worstRank: Int
}

/// All communes in the order of their need. The same communes give the same bits in any input
/// order.
public struct Ranking: Sendable {
  public let policy: Policy
  /// First the ranked queue by proven points, possible points, code; then verify-first by possible
  /// points, code.
  public let communes: [RankedCommune]

  /// A ranking made earlier, or a part of one, in its order.
  public init(policy: Policy, ranked: [RankedCommune]) {
    self.policy = policy
    communes = ranked
  }

  /// O(m·n + n·log n) for n communes and m criteria.
  public init(policy: Policy, communes measures: [CommuneMeasures]) {
    let index = NeedIndex(policy)
    // Standings are made in the order of the input and moved into that of the result: copying one
    // counts four references, each elsewhere in memory.
    let standings = UnsafeMutablePointer<Standing>.allocate(capacity: measures.count)
    defer { standings.deallocate() }
    var scores: [Score] = []
    scores.reserveCapacity(measures.count)
    for (at, commune) in measures.enumerated() {
      var score = Score()
      (standings + at).initialize(to: Standing(index: index, measures: commune, &score))
      scores.append(score)
    }
    let order = CommuneOrder(policy, scores, measures)
    var communes: [RankedCommune] = []
    communes.reserveCapacity(measures.count)
    // Each index is in exactly one queue, so each standing is moved once.
    Self.rank(order, { (standings + $0).move() }) { ranked, _ in communes.append(ranked) }
    self.policy = policy
    self.communes = communes
  }

  /// Ranks standings made earlier, such as those of communes without new reports; each with its
  /// index in the input.
  public static func ranked(
    policy: Policy, _ standings: [Standing]
  ) -> [(commune: RankedCommune, place: Int)] {
    let order = CommuneOrder(policy, standings.map(Score.init)) { standings[$0].code }
    var communes: [(commune: RankedCommune, place: Int)] = []
    communes.reserveCapacity(standings.count)
    rank(order, { standings[$0] }) { communes.append(($0, $1)) }
    return communes
  }

  @inline(__always) private static func rank(
    _ order: CommuneOrder, _ standing: (Int) -> Standing, _ use: (RankedCommune, Int) -> Void
  ) {
    let ranks = ranks(order)
    let bounds = rankBounds(order)
    for (queue, places) in [(Queue.ranked, order.ranked), (.verifyFirst, order.verifyFirst)] {
      for at in places {
        use(
          RankedCommune(
            standing: standing(at), queue: queue, rank: ranks[at], bestRank: bounds[at].best,
            worstRank: bounds[at].worst), at)
      }
    }
  }

  /// The rank of each commune of the input; equals share one.
  static func ranks(_ order: CommuneOrder) -> [Int] {
    var ranks = [Int](repeating: 1, count: order.scores.count)
    var ahead = -1
    for (place, at) in order.byProvenPoints.enumerated() {
      let equal =
        ahead >= 0 && order.scores[at].pointsLow == order.scores[ahead].pointsLow
        && order.scores[at].pointsHigh == order.scores[ahead].pointsHigh
      ranks[at] = equal ? ranks[ahead] : place + 1
      ahead = at
    }
    return ranks
  }

  /// The best and worst possible rank of each commune of the input.
  private static func rankBounds(_ order: CommuneOrder) -> [(best: Int, worst: Int)] {
    var possible = order.scores.enumerated().map { (high: $1.pointsHigh, at: $0) }
    possible.sort { $0.high > $1.high }
    let proven = order.byProvenPoints.map { order.scores[$0].pointsLow }
    var bounds = [(best: Int, worst: Int)](repeating: (1, 1), count: proven.count)
    // Both lists fall, so one pass counts those ahead.
    var ahead = 0
    for (high, at) in possible {
      while ahead < proven.count, proven[ahead] > high { ahead += 1 }
      bounds[at].best = 1 + ahead
    }
    ahead = 0
    for (place, at) in order.byProvenPoints.enumerated() {
      while ahead < possible.count, possible[ahead].high > proven[place] { ahead += 1 }
      // A commune with uncertain points is itself among those that may be ahead.
      let itself = order.scores[at].pointsHigh > proven[place] ? 1 : 0
      bounds[at].worst = 1 + ahead - itself
    }
    return bounds
  }
}
