/// How the points of one commune changed between two standings under one policy, and why.
public struct PointsChange: Sendable, Equatable {
  public enum Cause: String, Sendable {
    /// Nothing changed.
    case none
    /// The known shortfall grew.
    case worsened
    /// The known shortfall shrank.
    case improved
    /// Reports stopped or grew older: less is proven, because more is unknown.
    case lessCertain
    /// Reports arrived: more is proven, because less is unknown.
    case moreCertain
    /// The gap is the same; only the emphasis of the commune's circumstances changed.
    case emphasis
  }

  public struct Part: Sendable, Equatable {
    /// Index of the criterion in the policy.
    public let criterion: Int
    /// Points won or lost in this criterion; all parts sum to ``PointsChange/points`` exactly.
    public let points: Double
    /// The part of ``points`` due to the gap's change, at the earlier emphasis; the rest is
    /// emphasis.
    public let fromGap: Double
    public let fromEmphasis: Double
    public let cause: Cause
  }

  public let before, after: Double
  /// After minus before, of 1,000.
  public let points: Double
  /// In the order of the criteria.
  public let parts: [Part]

  /// - Returns: `nil` if the two differ in their number of criteria and so cannot come from one
  ///   policy.
  public init?(from earlier: Standing, to later: Standing) {
    guard earlier.contributions.count == later.contributions.count else { return nil }
    before = earlier.points
    after = later.points
    points = later.points - earlier.points
    parts = later.contributions.indices.map { at in
      let change = later.contributions[at] - earlier.contributions[at]
      // The later contribution at the earlier emphasis.
      let unmoved = later.contributions[at] * (earlier.emphasis / later.emphasis)
      let fromEmphasis =
        earlier.emphasis == later.emphasis ? 0 : addable(later.contributions[at] - unmoved)
      return Part(
        criterion: at, points: change, fromGap: change - fromEmphasis, fromEmphasis: fromEmphasis,
        cause: Self.cause(at, earlier, later, change))
    }
  }

  private static func cause(
    _ at: Int, _ earlier: Standing, _ later: Standing, _ change: Double
  ) -> Cause {
    let low = later.gapLow[at] - earlier.gapLow[at]
    let high = later.gapHigh[at] - earlier.gapHigh[at]
    if low == 0, high == 0 { return change == 0 ? .none : .emphasis }
    // Only one end moved, or both apart or together: the interval widened or narrowed.
    if low <= 0, high >= 0 { return .lessCertain }
    if low >= 0, high <= 0 { return .moreCertain }
    return low > 0 ? .worsened : .improved
  }
}
