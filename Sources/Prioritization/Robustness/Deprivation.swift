/// How widespread and how deep deprivation is among communes, for the summary of a province (Alkire
/// and Foster 2011).
public struct Deprivation: Sendable, Equatable {
  /// H: the part of communes that lack enough criteria at once, 0…1.
  public let headcount: Double
  /// A: the weighted part of criteria that those lack, on average, 0…1; 0 if there are none.
  public let intensity: Double
  /// M1: M0 with each lack weighted by its gap, 0…1.
  public let adjustedGap: Double

  /// M0 = H·A.
  public var adjustedHeadcount: Double { headcount * intensity }

  /// - Parameters:
  ///   - gaps: By commune; above 0 is deprived.
  ///   - cutoff: The weighted part of lacking criteria from which a commune counts as deprived,
  ///     0…1.
  public init(_ gaps: GapMatrix, cutoff: Double) {
    var (communes, shares, depth) = (0, 0.0, 0.0)
    for at in 0..<gaps.rows {
      var (share, deep) = (0.0, 0.0)
      for (gap, weight) in zip(gaps.row(at), gaps.weights) where gap > 0 {
        share += weight
        deep += weight * gap
      }
      // Three weights of a third each must reach a cutoff of 1.
      guard share > 0, share + 1e-9 >= cutoff else { continue }
      communes += 1
      shares += share
      depth += deep
    }
    headcount = gaps.rows > 0 ? Double(communes) / Double(gaps.rows) : 0
    intensity = communes > 0 ? min(1, shares / Double(communes)) : 0
    adjustedGap = gaps.rows > 0 ? depth / Double(gaps.rows) : 0
  }

  /// The proven and the possible deprivation: a commune about which nothing is known counts in the
  /// second, so that silence does not look like health.
  public static func bounds(
    _ standings: [Standing], policy: Policy, cutoff: Double = 1.0 / 3
  ) -> (proven: Deprivation, possible: Deprivation) {
    let weights = policy.criteria.map(\.weight)
    return (
      Deprivation(GapMatrix(weights: weights, gaps: standings.map(\.gapLow)), cutoff: cutoff),
      Deprivation(GapMatrix(weights: weights, gaps: standings.map(\.gapHigh)), cutoff: cutoff)
    )
  }
}
