/// The sums of a standing without its parts: enough to order communes, without allocation.
struct Score {
  private(set) var emphasis = 1.0
  private(set) var pointsLow = 0.0
  private(set) var pointsHigh = 0.0
  private(set) var confidence = 0.0

  init() {}

  init(_ index: NeedIndex, _ measures: CommuneMeasures) {
    add(index, measures) { _, _, _ in }
  }

  /// The sums of a standing as it is.
  init(_ standing: Standing) {
    emphasis = standing.emphasis
    pointsLow = standing.pointsLow
    pointsHigh = standing.pointsHigh
    confidence = standing.confidence
  }

  /// The sums of a standing under other weights, with the same gaps and circumstances.
  init(_ index: NeedIndex, _ standing: Standing) {
    emphasis = standing.emphasis
    let pointsOfNeed = index.pointsOfNeed(emphasis: emphasis)
    var uncertain = 0.0
    for (at, scale) in index.scales.enumerated() where at < standing.gapLow.count {
      let (low, high) = (standing.gapLow[at], standing.gapHigh[at])
      pointsLow += addable(scale.weight * low * pointsOfNeed)
      pointsHigh += addable(scale.weight * high * pointsOfNeed)
      uncertain += scale.weight * (high - low) + scale.doubt * high
    }
    confidence = max(0, 1 - uncertain / index.totalDoubt)
  }

  /// Sums up a commune; to be called once.
  ///
  /// - Parameter use: Called for each criterion with its gaps and the points of the lower one.
  @inline(__always) mutating func add(
    _ index: NeedIndex, _ measures: CommuneMeasures,
    _ use: (Int, (low: Double, high: Double), Double) -> Void
  ) {
    emphasis = index.emphasis(measures.context)
    let pointsOfNeed = index.pointsOfNeed(emphasis: emphasis)
    var uncertain = 0.0
    var (sumLow, sumHigh) = (0.0, 0.0)
    let factors = measures.factors
    index.scales.withUnsafeBufferPointer { scales in
      measures.observations.withUnsafeBufferPointer { observations in
        for at in scales.indices {
          let scale = scales[at]
          let gaps = scale.gaps(
            of: at < observations.count ? observations[at] : .unknown,
            factor: at < factors.count ? factors[at] : 1)
          let part = addable(scale.weight * gaps.low * pointsOfNeed)
          sumLow += part
          sumHigh += addable(scale.weight * gaps.high * pointsOfNeed)
          uncertain += scale.weight * (gaps.high - gaps.low) + scale.doubt * gaps.high
          use(at, gaps, part)
        }
      }
    }
    (pointsLow, pointsHigh) = (sumLow, sumHigh)
    // The same weights in the same order as in the total: with nothing known, exactly 0.
    confidence = max(0, 1 - uncertain / index.totalDoubt)
  }
}
