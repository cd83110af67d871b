/// A ranking as it would be with other weights: what stands where, and what moved.
///
/// Gaps, circumstances and what is unknown stay as they are; the result is what ``Ranking`` makes
/// of the same measures with ``Policy/weighing(_:)``.
public struct Reweighting: Sendable {
  /// One commune under both sets of weights.
  public struct Movement: Sendable, Equatable {
    public let code: String
    public let rankBefore: Int
    public let rankAfter: Int
    public let pointsBefore: Double
    public let pointsAfter: Double
    public let queueBefore: Queue
    public let queueAfter: Queue

    /// Places towards rank 1; below 0 away from it.
    public var rise: Int { rankBefore - rankAfter }
    /// Whether enough is known of it, under either set, to speak of its rank.
    public var isRanked: Bool { queueBefore == .ranked || queueAfter == .ranked }
  }

  /// With the other weights.
  public let policy: Policy
  /// In the order of the ranking that was given.
  public let movements: [Movement]

  /// O(m·n + n·log n) for m criteria and n communes.
  ///
  /// - Parameter weights: As ``Policy/weighing(_:)`` takes them.
  /// - Returns: `nil` for weights that are none.
  public init?(_ ranking: Ranking, weights: [Double]) {
    guard let policy = ranking.policy.weighing(weights) else { return nil }
    let index = NeedIndex(policy)
    let scores = ranking.communes.map { Score(index, $0.standing) }
    let order = CommuneOrder(
      policy, scores,
      ranking.communes.map {
        CommuneMeasures(code: $0.standing.code, observations: [], context: [])
      })
    let ranks = Ranking.ranks(order)
    let ranked = Set(order.ranked)
    self.policy = policy
    movements = ranking.communes.enumerated().map { at, before in
      Movement(
        code: before.standing.code, rankBefore: before.rank, rankAfter: ranks[at],
        pointsBefore: before.standing.points, pointsAfter: scores[at].pointsLow,
        queueBefore: before.queue, queueAfter: ranked.contains(at) ? .ranked : .verifyFirst)
    }
  }

  /// Those whose rank moved, the farthest first, then by the rank they had, then by code.
  public var movers: [Movement] {
    movements.filter { $0.isRanked && $0.rise != 0 }.sorted { one, other in
      if abs(one.rise) != abs(other.rise) { return abs(one.rise) > abs(other.rise) }
      if one.rankBefore != other.rankBefore { return one.rankBefore < other.rankBefore }
      return one.code < other.code
    }
  }

  /// How many have a rank of at most `top` before, and of these also after.
  public func kept(top: Int) -> (before: Int, kept: Int) {
    let first = movements.filter { $0.rankBefore <= top }
    return (first.count, first.count { $0.rankAfter <= top })
  }

  /// How many go from one queue to the other, because more or less of what counts is known.
  public func changes(to queue: Queue) -> Int {
    movements.count { $0.queueAfter == queue && $0.queueBefore != queue }
  }
}
