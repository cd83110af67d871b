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

  public init(standing: Standing, queue: Queue, rank: Int, bestRank: Int, worstRank: Int) {
    self.standing = standing
    self.queue = queue
    self.rank = rank
    self.bestRank = bestRank
    self.worstRank = worstRank
  }
}

/// All communes in the order of their need. The same input gives the same bits, whatever its order.
public struct Ranking: Sendable {
  public let policy: Policy
  /// First the ranked queue by proven points, possible points, code; then verify-first by possible
  /// points, code.
  public let communes: [RankedCommune]

  /// O(m·n + n·log n) for n communes and m criteria.
  public init(policy: Policy, communes measures: [CommuneMeasures]) {
    let index = NeedIndex(policy)
    let standings = measures.map { Standing(index: index, measures: $0) }
    let order = Self.byProvenPoints(standings)
    let low = order.map { standings[$0].pointsLow }
    let high = standings.map(\.pointsHigh).sorted(by: >)

    var ranked: [RankedCommune] = []
    var verifyFirst: [RankedCommune] = []
    ranked.reserveCapacity(order.count)
    var rank = 1
    var ahead = -1
    for (place, at) in order.enumerated() {
      let standing = standings[at]
      if ahead < 0 || standing.pointsLow != standings[ahead].pointsLow
        || standing.pointsHigh != standings[ahead].pointsHigh
      {
        rank = place + 1
      }
      ahead = at
      // Among those that may be ahead is the commune itself, where its own points are uncertain.
      let itself = standing.pointsHigh > standing.pointsLow ? 1 : 0
      let commune = RankedCommune(
        standing: standing, queue: Self.queue(standing.confidence, policy.confidence), rank: rank,
        bestRank: 1 + low.countAbove(standing.pointsHigh),
        worstRank: 1 + high.countAbove(standing.pointsLow) - itself)
      if commune.queue == .ranked { ranked.append(commune) } else { verifyFirst.append(commune) }
    }
    verifyFirst.sort { Self.isOwedAVisit($0.standing, before: $1.standing) }
    self.policy = policy
    self.communes = ranked + verifyFirst
  }

  /// The places of the standings, greatest need first.
  static func byProvenPoints(_ standings: [Standing]) -> [Int] {
    // Numbers alone are sorted: a standing is four references to count at each comparison.
    var keys = standings.indices.map { at in
      (low: standings[at].pointsLow, high: standings[at].pointsHigh, at: at)
    }
    keys.sort { one, other in
      if one.low != other.low { return one.low > other.low }
      if one.high != other.high { return one.high > other.high }
      return standings[one.at].code < standings[other.at].code
    }
    return keys.map(\.at)
  }

  static func isOwedAVisit(_ one: Standing, before other: Standing) -> Bool {
    one.pointsHigh != other.pointsHigh
      ? one.pointsHigh > other.pointsHigh : one.code < other.code
  }

  /// The slack covers the rounding of weights that are no binary fractions: a threshold of 0.7 is
  /// met by weights of which 0.7 is known. Nothing seen is never enough.
  static func queue(_ confidence: Double, _ threshold: Double) -> Queue {
    confidence > 0 && confidence + 1e-9 >= threshold ? .ranked : .verifyFirst
  }
}

extension [Double] {
  /// How many elements are greater, in an array that falls.
  fileprivate func countAbove(_ value: Double) -> Int {
    var (from, to) = (0, count)
    while from < to {
      let middle = (from + to) / 2
      if self[middle] > value { from = middle + 1 } else { to = middle }
    }
    return from
  }
}
