/// The numbers of a policy, ready for scoring.
struct NeedIndex {
  let scales: [GapScale]
  let bonuses: [(bonus: Double, full: Double)]
  let totalWeight: Double
  /// The sum of all weights about which a commune can be uncertain.
  let totalDoubt: Double
  let maximumEmphasis: Double

  init(_ policy: Policy) {
    scales = policy.criteria.map(\.scale)
    bonuses = policy.context.map { ($0.bonus, $0.full) }
    totalWeight = policy.criteria.reduce(0) { $0 + $1.weight }
    totalDoubt = policy.criteria.reduce(0) { $0 + ($1.weight + ($1.doubt ?? 0)) }
    maximumEmphasis = policy.maximumEmphasis
  }

  /// The points of a criterion of weight 1 whose gap is 1.
  func pointsOfNeed(emphasis: Double) -> Double {
    1000 / totalWeight * (emphasis / maximumEmphasis)
  }

  func emphasis(_ context: [Double?]) -> Double {
    var emphasis = 1.0
    for (value, bonus) in zip(context, bonuses) {
      guard let value, value.isFinite else { continue }
      emphasis += bonus.bonus * clip(value / bonus.full)
    }
    return emphasis
  }
}
