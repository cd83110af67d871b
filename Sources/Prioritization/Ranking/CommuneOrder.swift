/// The order of communes in both queues, by numbers alone: a standing holds four references, and
/// moving and counting them takes longer than everything else.
struct CommuneOrder {
  let scores: [Score]
  /// Indices in the input, by falling proven points, then possible points, then code.
  let byProvenPoints: [Int]
  /// The indices of each queue, in its order.
  let ranked: [Int]
  let verifyFirst: [Int]

  /// - Parameter scores: One for each of the measures.
  init(_ policy: Policy, _ scores: [Score], _ measures: [CommuneMeasures]) {
    self.init(policy, scores) { measures[$0].code }
  }

  /// - Parameter code: Returns the code of the commune at an index of the input.
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

  /// The slack absorbs the rounding of weights that are not binary fractions: a threshold of 0.7 is
  /// met if 0.7 of the weights is known. With nothing known it is never met.
  private static func isKnown(_ confidence: Double, _ threshold: Double) -> Bool {
    confidence > 0 && confidence + 1e-9 >= threshold
  }
}
