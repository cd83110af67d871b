public import Prioritization

/// How robust a ranking is: how other weights and other methods would rank the same gaps.
public struct RobustnessDocument: Sendable {
  /// One commune, in the order of the ranking.
  public struct Entry: Sendable {
    public var code: String
    public var name: String
    /// `nil` for a planner's table, which does not say.
    public var simulated: Bool?
    public var rank: Int
    /// Under weights drawn around the policy's.
    public var stability: Sensitivity.Stability
    /// Ranks by the weighted product, by TOPSIS against the fixed ideal, and by PROMETHEE II;
    /// equals share a rank.
    public var weightedProduct: Int
    public var idealDistance: Int
    public var netFlow: Int
  }

  public let policy: Policy
  public let provenance: Provenance
  public let sensitivity: Sensitivity
  public let entries: [Entry]
  /// The communes' multiple deprivation: proven and possible.
  public let deprivation: (proven: Deprivation, possible: Deprivation)
  /// The weighted part of criteria from which a commune counts as deprived.
  public static let cutoff = 1.0 / 3

  /// - Parameter top: The k of "among the first k".
  public init(_ document: RankingDocument, top: Int, samples: Int, seed: UInt64) {
    let ranked = document.entries.map(\.ranked)
    let ranking = Ranking(policy: document.policy, ranked: ranked)
    let gaps = GapMatrix(ranking)
    let sensitivity = Sensitivity(ranking, top: top, samples: samples, seed: seed)
    let (products, distances, flows) = (
      Self.ranks(gaps.weightedProducts()), Self.ranks(gaps.distancesFromIdeal()),
      Self.ranks(gaps.netFlows())
    )
    policy = document.policy
    provenance = document.provenance
    self.sensitivity = sensitivity
    entries = document.entries.enumerated().map { at, entry in
      Entry(
        code: entry.ranked.standing.code, name: entry.name,
        simulated: document.provenance.table == nil ? entry.simulated : nil,
        rank: entry.ranked.rank, stability: sensitivity.communes[at],
        weightedProduct: products[at], idealDistance: distances[at], netFlow: flows[at])
    }
    deprivation = Deprivation.bounds(
      ranked.map(\.standing), policy: document.policy, cutoff: Self.cutoff)
  }

  /// The greatest score first; scores that differ only by rounding count as equal.
  private static func ranks(_ scores: [Double]) -> [Int] {
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var ranks = [Int](repeating: 1, count: scores.count)
    for (place, at) in order.enumerated() where place > 0 {
      let ahead = order[place - 1]
      ranks[at] = scores[ahead] - scores[at] > 1e-12 ? place + 1 : ranks[ahead]
    }
    return ranks
  }
}
