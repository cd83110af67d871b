/// The order of communes in both queues, by numbers alone: a standing holds four references, and to
/// move and count them takes longer than everything else.
struct CommuneOrder {
  let scores: [Score]
  /// Places in the input, by falling proven points, then possible points, then code.
  let byProvenPoints: [Int]
  /// The places of either queue, in its order.
  let ranked: [Int]
  let verifyFirst: [Int]

  /// - Parameter scores: Of the measures, one each.
  init(_ policy: Policy, _ scores: [Score], _ measures: [CommuneMeasures]) {
    self.init(policy, scores) { measures[$0].code }
  }

  /// - Parameter code: Of the commune at a place of the input.
  init(_ policy: Policy, _ scores: [Score], code: (Int) -> String) {
    var keys = scores.enumerated().map { (low: $1.pointsLow, high: $1.pointsHigh, at: $0) }
    keys.sort { one, other in
      if one.low != other.low { return one.low > other.low }
      if one.high != other.high { return one.high > other.high }
      return code(one.at) < code(other.at)
    }
    self.scores = scores
    byProvenPoints = keys.map(\.at)
    ranked = byProvenPoints.filter { Self.isKnown(scores[$0].confidence, policy.confidence) }
    verifyFirst = byProvenPoints.filter { !Self.isKnown(scores[$0].confidence, policy.confidence) }
      .sorted { one, other in
        scores[one].pointsHigh != scores[other].pointsHigh
          ? scores[one].pointsHigh > scores[other].pointsHigh
          : code(one) < code(other)
      }
  }

  /// The slack covers the rounding of weights that are no binary fractions: a threshold of 0.7 is
  /// met by weights of which 0.7 is known. Nothing seen is never enough.
  private static func isKnown(_ confidence: Double, _ threshold: Double) -> Bool {
    confidence > 0 && confidence + 1e-9 >= threshold
  }
}
