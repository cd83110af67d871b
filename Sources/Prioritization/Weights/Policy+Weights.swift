extension Policy {
  /// This policy with other weights, in the order of ``criteria``; shares are normalised to sum to
  /// 1.
  ///
  /// - Parameter weights: One for each criterion, 0 or above; their sum is 1e-6…1e12.
  /// - Returns: `nil` for invalid weights.
  public func weighing(_ weights: [Double]) -> Policy? {
    // A criterion that gives no points gives none under other weights either.
    let weights =
      zip(weights, criteria).map { $1.effect == .need ? $0 : 0 } + weights.dropFirst(criteria.count)
    let total = weights.reduce(0, +)
    guard weights.count == criteria.count, weights.allSatisfy({ $0.isFinite && $0 >= 0 }),
      (1e-6...1e12).contains(total)
    else { return nil }
    var policy = self
    for (at, weight) in weights.enumerated() {
      policy.criteria[at].weight = weight
      policy.criteria[at].share = weight / total
    }
    policy.weighting = .points
    return policy
  }
}
