public import FoundationEssentials
public import Prioritization

/// Two communes, or one at two times, side by side under one policy, with each criterion's part of
/// the difference of their points.
public struct CommuneComparison: Sendable {
  public struct Side: Sendable {
    public var entry: RankingDocument.Entry
    /// The time of its measures.
    public var asOf: Date
    /// Whether that time is in the past rather than the present.
    public var isPast: Bool
    /// The number of communes among which it is ranked.
    public var rankedAmong: Int

    public init(
      entry: RankingDocument.Entry, asOf: Date, isPast: Bool = false, rankedAmong: Int
    ) {
      (self.isPast, self.entry, self.asOf, self.rankedAmong) = (isPast, entry, asOf, rankedAmong)
    }
  }

  public struct Row: Sendable {
    /// Index of the criterion in the policy.
    public var criterion: Int
    /// Points of the second side minus those of the first; all rows add up to the total difference.
    public var points: Double
    /// The parts of it due to the criterion's own gap, and to the emphasis that circumstances add.
    public var fromGap: Double
    public var fromEmphasis: Double
    /// How the gap changed; meaningful for one commune at two times.
    public var cause: PointsChange.Cause
  }

  public let policy: Policy
  public let first: Side
  public let second: Side
  /// In the order of the policy.
  public let rows: [Row]
  /// Points of the second side minus those of the first.
  public let points: Double

  /// - Returns: nil if the two sides were not ranked by this policy.
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
