/// Gaps by commune and criterion: the input of the alternatives to the default index.
///
/// These alternatives only test robustness: they show whether another method would rank
/// differently. None of them is the ranking.
public struct GapMatrix: Sendable, Equatable {
  /// Shares of the criteria; they sum to 1.
  public let weights: [Double]
  public let rows: Int
  /// Gaps 0…1, one commune after another.
  let gaps: [Double]

  /// - Parameters:
  ///   - weights: 0 or above, in any scale, with a sum above 0; one for each criterion.
  ///   - gaps: By commune, each with a gap for each criterion. Missing ones count 0, surplus ones
  ///     are ignored, and values are clipped to 0…1.
  public init(weights: [Double], gaps: [[Double]]) {
    let total = weights.reduce(0, +)
    self.weights = weights.map { $0 / total }
    rows = gaps.count
    self.gaps = gaps.flatMap { row in
      weights.indices.map { $0 < row.count ? clip(row[$0]) : 0 }
    }
  }

  /// The proven gaps of a ranking's communes, in its order.
  public init(_ ranking: Ranking) {
    self.init(
      weights: ranking.policy.criteria.map(\.weight),
      gaps: ranking.communes.map(\.standing.gapLow))
  }

  func row(_ at: Int) -> ArraySlice<Double> {
    gaps[at * weights.count..<(at + 1) * weights.count]
  }

  func column(_ at: Int) -> [Double] { (0..<rows).map { gaps[$0 * weights.count + at] } }
}
