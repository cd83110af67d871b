/// Where one commune stands by itself: no other commune enters into it.
public struct Standing: Sendable, Equatable {
  public let code: String
  /// Least gap that the reports allow, by criterion, 0…1.
  public let gapLow: [Double]
  /// Greatest gap that the reports allow, by criterion, 0…1.
  public let gapHigh: [Double]
  /// E: 1, and the bonus of each circumstance as far as it counts.
  public let emphasis: Double
  /// K: 1 where every gap is known, 0 where none is.
  public let confidence: Double
  /// What is proven, of 1,000.
  public let pointsLow: Double
  /// What is possible, of 1,000.
  public let pointsHigh: Double
  /// Points of each criterion, from ``gapLow``. Their sum is ``points`` without any rounding, in
  /// whatever order they are added.
  public let contributions: [Double]

  /// What is proven: the figure that communes are ranked by.
  public var points: Double { pointsLow }

  public init(policy: Policy, measures: CommuneMeasures) {
    self.init(index: NeedIndex(policy), measures: measures)
  }

  init(index: NeedIndex, measures: CommuneMeasures) {
    let count = index.scales.count
    let emphasis = index.emphasis(measures.context)
    let pointsOfNeed = index.pointsOfNeed(emphasis: emphasis)
    var low = [Double](repeating: 0, count: count)
    var high = low
    var contributions = low
    var pointsLow = 0.0
    var pointsHigh = 0.0
    var uncertain = 0.0
    for (at, scale) in index.scales.enumerated() {
      let seen = at < measures.observations.count ? measures.observations[at] : .unknown
      let gaps = scale.gaps(of: seen)
      low[at] = gaps.low
      high[at] = gaps.high
      contributions[at] = addable(scale.weight * gaps.low * pointsOfNeed)
      pointsLow += contributions[at]
      pointsHigh += addable(scale.weight * gaps.high * pointsOfNeed)
      uncertain += scale.weight * (gaps.high - gaps.low)
    }
    code = measures.code
    gapLow = low
    gapHigh = high
    self.emphasis = emphasis
    // The same weights in the same order as in the total: nothing seen gives 0 exactly.
    confidence = max(0, 1 - uncertain / index.totalWeight)
    self.pointsLow = pointsLow
    self.pointsHigh = pointsHigh
    self.contributions = contributions
  }
}

/// To a multiple of 2⁻³⁰ points. Such numbers add up exactly, so contributions sum to the points
/// and equal needs tie, however they are composed; a point has a thousand million parts left.
func addable(_ points: Double) -> Double {
  (points * 0x1p30).rounded(.toNearestOrEven) * 0x1p-30
}
