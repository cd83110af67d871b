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
  /// How many times each standard applies to the commune; empty if each does once.
  public let factors: [Double]

  /// What is proven: the figure that communes are ranked by.
  public var points: Double { pointsLow }

  public init(policy: Policy, measures: CommuneMeasures) {
    self.init(index: NeedIndex(policy), measures: measures)
  }

  /// Those of many communes, in their order.
  public static func all(policy: Policy, _ measures: some Sequence<CommuneMeasures>) -> [Standing] {
    let index = NeedIndex(policy)
    return measures.map { Standing(index: index, measures: $0) }
  }

  init(index: NeedIndex, measures: CommuneMeasures) {
    var score = Score()
    self.init(index: index, measures: measures, &score)
  }

  /// - Parameter score: A fresh one, that gets the sums.
  init(index: NeedIndex, measures: CommuneMeasures, _ score: inout Score) {
    let count = index.scales.count
    var high: [Double] = []
    var contributions: [Double] = []
    // The score tells of every criterion, so nothing needs to stand there before.
    let low = [Double](unsafeUninitializedCapacity: count) { low, lowCount in
      high = [Double](unsafeUninitializedCapacity: count) { high, highCount in
        contributions = [Double](unsafeUninitializedCapacity: count) { parts, partCount in
          score.add(index, measures) { at, gaps, part in
            low.initializeElement(at: at, to: gaps.low)
            high.initializeElement(at: at, to: gaps.high)
            parts.initializeElement(at: at, to: part)
          }
          partCount = count
        }
        highCount = count
      }
      lowCount = count
    }
    code = measures.code
    factors = measures.factors
    gapLow = low
    gapHigh = high
    emphasis = score.emphasis
    confidence = score.confidence
    pointsLow = score.pointsLow
    pointsHigh = score.pointsHigh
    self.contributions = contributions
  }
}

/// To a multiple of 2⁻³⁰ points. Such numbers add up exactly, so contributions sum to the points
/// and equal needs tie, however they are composed; a point has a thousand million parts left.
@inline(__always) func addable(_ points: Double) -> Double {
  // Around 1.5 · 2²² the next number is 2⁻³⁰ away, so the addition rounds, to even in a tie.
  (points + 0x1.8p22) - 0x1.8p22
}
