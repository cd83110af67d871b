/// The standing of one commune on its own, independent of all others.
public struct Standing: Sendable, Equatable {
  public let code: String
  /// Least gap consistent with the reports, by criterion, 0…1.
  public let gapLow: [Double]
  /// Greatest gap consistent with the reports, by criterion, 0…1.
  public let gapHigh: [Double]
  /// E: 1 plus the bonus of each circumstance, as far as it counts.
  public let emphasis: Double
  /// K: 1 if every gap is known, 0 if none is.
  public let confidence: Double
  /// Proven points, of 1,000.
  public let pointsLow: Double
  /// Possible points, of 1,000.
  public let pointsHigh: Double
  /// Points of each criterion, from ``gapLow``. Their sum is exactly ``points``, in whatever order
  /// they are added.
  public let contributions: [Double]
  /// How many times each standard applies to the commune; empty if each applies once.
  public let factors: [Double]

  /// How many times a criterion's standard applies to the commune, at least 1; for
  /// ``Criterion/standard(factor:)``, which is what its value is measured against.
  public func factor(_ criterion: Int) -> Double {
    criterion < factors.count ? factors[criterion] : 1
  }

  /// Proven points, by which communes are ranked.
  public var points: Double { pointsLow }

  public init(policy: Policy, measures: CommuneMeasures) {
    self.init(index: NeedIndex(policy), measures: measures)
  }

  /// The standings of many communes, in their order.
  public static func all(policy: Policy, _ measures: some Sequence<CommuneMeasures>) -> [Standing] {
    let index = NeedIndex(policy)
    return measures.map { Standing(index: index, measures: $0) }
  }

  init(index: NeedIndex, measures: CommuneMeasures) {
    var score = Score()
    self.init(index: index, measures: measures, &score)
  }

  /// - Parameter score: A fresh one, which receives the sums.
  init(index: NeedIndex, measures: CommuneMeasures, _ score: inout Score) {
    let count = index.scales.count
    var high: [Double] = []
    var contributions: [Double] = []
    // The score visits every criterion, so the arrays need no initial values.
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

/// Rounds to a multiple of 2⁻³⁰ points. Such numbers add up exactly, so contributions sum to the
/// points, and equal needs tie however they are composed; a point still has a billion parts.
@inline(__always) func addable(_ points: Double) -> Double {
  // Around 1.5 · 2²² the next number is 2⁻³⁰ away, so the addition rounds, to even in a tie.
  (points + 0x1.8p22) - 0x1.8p22
}
