/// A ranking under other weights, and how communes' ranks moved.
///
/// Gaps, circumstances and unknowns are unchanged; the result equals a ``Ranking`` of the same
/// measures with ``Policy/weighing(_:)``.
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

    /// Positions gained towards rank 1; negative if lost.
    public var rise: Int { rankBefore - rankAfter }
    /// Whether enough is known about it, under either set of weights, for a rank to be meaningful.
    public var isRanked: Bool { queueBefore == .ranked || queueAfter == .ranked }
  }

  /// The policy with the other weights.
  public let policy: Policy
  /// In the order of the original ranking.
  public let movements: [Movement]

  /// O(m·n + n·log n) for m criteria and n communes.
  ///
  /// - Parameter weights: As for ``Policy/weighing(_:)``.
  /// - Returns: `nil` if the weights are invalid.
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

  /// Communes with a meaningful rank that moved, the farthest first, then by their former rank,
  /// then by code.
  public var movers: [Movement] {
    movements.filter { $0.isRanked && $0.rise != 0 }.sorted { one, other in
      if abs(one.rise) != abs(other.rise) { return abs(one.rise) > abs(other.rise) }
      if one.rankBefore != other.rankBefore { return one.rankBefore < other.rankBefore }
      return one.code < other.code
    }
  }

  /// How many had a rank of at most `top` before, and how many of these still have it.
  public func kept(top: Int) -> (before: Int, kept: Int) {
    let first = movements.filter { $0.rankBefore <= top }
    return (first.count, first.count { $0.rankAfter <= top })
  }

  /// How many move into `queue`, because more or less of what counts is known.
  public func changes(to queue: Queue) -> Int {
    movements.count { $0.queueAfter == queue && $0.queueBefore != queue }
  }
}
