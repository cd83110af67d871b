/// How widely and how deeply communes lack, for the summary of a province (Alkire and Foster 2011).
public struct Deprivation: Sendable, Equatable {
  /// H: the part of communes that lack enough criteria at once, 0…1.
  public let headcount: Double
  /// A: the weighted part of criteria that those lack, on average, 0…1; 0 where there are none.
  public let intensity: Double
  /// M1: M0 with each lack by its gap, 0…1.
  public let adjustedGap: Double

  /// M0 = H·A.
  public var adjustedHeadcount: Double { headcount * intensity }

  /// - Parameters:
  ///   - gaps: By commune; above 0 is deprived.
  ///   - cutoff: The weighted part of criteria from which a commune counts, 0…1.
  public init(_ gaps: GapMatrix, cutoff: Double) {
    var (communes, shares, depth) = (0, 0.0, 0.0)
    for at in 0..<gaps.rows {
      var (share, deep) = (0.0, 0.0)
      for (gap, weight) in zip(gaps.row(at), gaps.weights) where gap > 0 {
        share += weight
        deep += weight * gap
      }
      // Weights of a third each, three times, are enough for a cutoff of 1.
      guard share > 0, share + 1e-9 >= cutoff else { continue }
      communes += 1
      shares += share
      depth += deep
    }
    headcount = gaps.rows > 0 ? Double(communes) / Double(gaps.rows) : 0
    intensity = communes > 0 ? min(1, shares / Double(communes)) : 0
    adjustedGap = gaps.rows > 0 ? depth / Double(gaps.rows) : 0
  }

  /// What is proven and what is possible: a commune of which nothing is known is in the second, so
  /// that silence does not look like health.
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
