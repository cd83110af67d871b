/// Which of the two lists a commune stands in.
public enum Queue: String, Sendable, CaseIterable {
  /// Enough is known of it.
  case ranked
  /// Too little is known of it: what it is owed is a visit, not equipment.
  case verifyFirst
}

/// A commune's standing among all others.
public struct RankedCommune: Sendable, Equatable {
  public let standing: Standing
  public let queue: Queue
  /// Rank among all communes of both queues, by what is proven, then by what is possible. Equals
  /// share a rank, and the ranks after them are left out.
  public let rank: Int
  /// The nearest to 1 that it can come: its own unknown gaps all there, everybody else's not.
  public let bestRank: Int
  /// The farthest from 1: its own unknown gaps not there, everybody else's all there.
  public let worstRank: Int
}

/// All communes in the order of their need. The same input gives the same bits, whatever its order.
public struct Ranking: Sendable {
  public let policy: Policy
  /// First the ranked queue by proven points, possible points, code; then verify-first by possible
  /// points, code.
  public let communes: [RankedCommune]

  /// One that was made before, or a part of it, in its order.
  public init(policy: Policy, ranked: [RankedCommune]) {
    self.policy = policy
    communes = ranked
  }

  /// O(m·n + n·log n) for n communes and m criteria.
  public init(policy: Policy, communes measures: [CommuneMeasures]) {
    let index = NeedIndex(policy)
    // Standings are made in the order of the input and moved into that of the result: to copy one
    // counts four references, each somewhere else in memory.
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
    // Each place stands in one of the two queues, so each standing is moved once.
    Self.rank(order, { (standings + $0).move() }) { ranked, _ in communes.append(ranked) }
    self.policy = policy
    self.communes = communes
  }

  /// The same order of standings that were made before, such as those of communes of which nothing is
  /// known anew; each with its place in the input.
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

  /// The nearest and the farthest rank of each commune of the input.
  private static func rankBounds(_ order: CommuneOrder) -> [(best: Int, worst: Int)] {
    var possible = order.scores.enumerated().map { (high: $1.pointsHigh, at: $0) }
    possible.sort { $0.high > $1.high }
    let proven = order.byProvenPoints.map { order.scores[$0].pointsLow }
    var bounds = [(best: Int, worst: Int)](repeating: (1, 1), count: proven.count)
    // Both lists fall, so those ahead are counted by walking along.
    var ahead = 0
    for (high, at) in possible {
      while ahead < proven.count, proven[ahead] > high { ahead += 1 }
      bounds[at].best = 1 + ahead
    }
    ahead = 0
    for (place, at) in order.byProvenPoints.enumerated() {
      while ahead < possible.count, possible[ahead].high > proven[place] { ahead += 1 }
      // Among those that may be ahead is the commune itself, where its own points are uncertain.
      let itself = order.scores[at].pointsHigh > proven[place] ? 1 : 0
      bounds[at].worst = 1 + ahead - itself
    }
    return bounds
  }
}
