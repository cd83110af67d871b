import SeededRandom

/// How robust ranks are against the choice of weights.
///
/// Draws weight vectors around the policy's: multiplies each weight by an independent number that
/// is uniform between 1 - spread and 1 + spread, then normalises all to sum to 1. (Normalising can
/// move a share slightly beyond the spread if all others fell.) Each vector ranks all communes by
/// proven points; equals share a rank. The same seed gives the same result, bit for bit.
public struct Sensitivity: Sendable, Equatable {
  public struct Stability: Sendable, Equatable {
    public let code: String
    /// Nine of ten vectors give a rank in `rankLow...rankHigh`: the 5 % and 95 % quantiles, each
    /// the least rank that this part of the vectors does not exceed.
    public let rankLow: Int
    public let rankHigh: Int
    /// The part of vectors that give a rank of at most ``Sensitivity/top``, 0…1.
    public let topProbability: Double
  }

  /// The most vectors that are drawn.
  public static let maximumSamples = 10_000

  public let samples: Int
  public let spread: Double
  public let seed: UInt64
  /// The k of "among the first k".
  public let top: Int
  /// In the order of the ranking.
  public let communes: [Stability]

  /// O(S·m·n) for S vectors, m criteria and n communes; uses 4·S·n bytes meanwhile.
  ///
  /// - Parameters:
  ///   - samples: The number of vectors, clipped to 1…``maximumSamples``.
  ///   - spread: How far each weight may move, clipped to 0…1.
  public init(
    _ ranking: Ranking, top: Int, samples: Int = 1000, spread: Double = 0.25, seed: UInt64 = 1
  ) {
    self.samples = max(1, min(Self.maximumSamples, samples))
    self.spread = clip(spread)
    self.seed = seed
    self.top = top
    let vectors = Self.vectors(
      ranking.policy.criteria.map(\.weight), count: self.samples, spread: self.spread, seed: seed)
    let standings = ranking.communes.map(\.standing)
    var ranks = RankSamples(communes: standings.count, top: top, samples: self.samples)
    var counter = RankCounter(
      standings, emphases: standings.map { $0.emphasis / ranking.policy.maximumEmphasis })
    for vector in vectors { counter.rank(vector) { ranks.add($0) } }
    communes = ranks.summary().enumerated().map { at, found in
      Stability(
        code: standings[at].code, rankLow: found.low, rankHigh: found.high,
        topProbability: Double(found.top) / Double(ranks.samples))
    }
  }

  /// The vectors that are drawn; each sums to 1.
  static func vectors(
    _ weights: [Double], count: Int, spread: Double, seed: UInt64
  ) -> [[Double]] {
    var random = SplitMix64(state: seed)
    return (0..<count).map { _ in
      let moved = weights.map { $0 * (1 + spread * (2 * random.unit() - 1)) }
      let total = moved.reduce(0, +)
      return total > 0 ? moved.map { $0 / total } : weights
    }
  }
}
