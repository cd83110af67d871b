public import FoundationEssentials
public import Prioritization

/// Two communes, or one at two times, side by side under one policy: criterion by criterion, and
/// what each adds to the difference of their points.
public struct CommuneComparison: Sendable {
  public struct Side: Sendable {
    public var entry: RankingDocument.Entry
    /// Time of its measures.
    public var asOf: Date
    /// Whether that is a time in the past, not the present.
    public var isPast: Bool
    /// How many communes it is ranked among.
    public var rankedAmong: Int

    public init(
      entry: RankingDocument.Entry, asOf: Date, isPast: Bool = false, rankedAmong: Int
    ) {
      (self.isPast, self.entry, self.asOf, self.rankedAmong) = (isPast, entry, asOf, rankedAmong)
    }
  }

  public struct Row: Sendable {
    /// The place of the criterion in the policy.
    public var criterion: Int
    /// Points of the second side less those of the first; all rows sum to the difference.
    public var points: Double
    /// What of it comes of the criterion's own gap, and what of the weight that circumstances add.
    public var fromGap: Double
    public var fromEmphasis: Double
    /// Of one commune at two times: how its gap moved.
    public var cause: PointsChange.Cause
  }

  public let policy: Policy
  public let first: Side
  public let second: Side
  /// In the order of the policy.
  public let rows: [Row]
  /// Points of the second less those of the first.
  public let points: Double

  /// - Returns: nil if the two were not ranked by this policy.
  public init?(policy: Policy, first: Side, second: Side) {
    guard
      let change = PointsChange(
        from: first.entry.ranked.standing, to: second.entry.ranked.standing),
      change.parts.count == policy.criteria.count
    else { return nil }
    (self.policy, self.first, self.second) = (policy, first, second)
    points = change.points
    rows = change.parts.map {
      Row(
        criterion: $0.criterion, points: $0.points, fromGap: $0.fromGap,
        fromEmphasis: $0.fromEmphasis, cause: $0.cause)
    }
  }

  /// Whether both sides are the same commune.
  public var isOneCommune: Bool {
    first.entry.ranked.standing.code == second.entry.ranked.standing.code
  }
}
