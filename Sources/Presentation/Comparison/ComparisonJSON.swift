public import FoundationEssentials
import Prioritization

/// A comparison for programs: output of `compare --format json`, and the answer of
/// `/api/v1/compare`.
public struct ComparisonJSON: Encodable {
  /// - Returns: One JSON object in UTF-8.
  public static func encode(_ comparison: CommuneComparison) throws -> Data {
    try DocumentEncoder.encode(ComparisonJSON(comparison))
  }

  struct Side: Encodable {
    var asOf: Date
    var rankedAmong: Int
    var emphasis: Double
    /// As in a ranking.
    var commune: RankingJSON.Commune

    init(_ side: CommuneComparison.Side, _ policy: Policy) {
      asOf = side.asOf
      rankedAmong = side.rankedAmong
      emphasis = side.entry.ranked.standing.emphasis
      commune = RankingJSON.Commune(side.entry, policy)
    }
  }

  struct Row: Encodable {
    var criterion: String
    var points, fromGap, fromEmphasis: Double
    /// How the gap changed; only for one commune at two times.
    var cause: String?
  }

  var policy: ProvenanceJSON.PolicyName
  var first, second: Side
  /// Points of the second side minus those of the first, and each criterion's part of it.
  var difference: Double
  /// The same of their possible points.
  var possibleDifference: Double
  var criteria: [Row]

  init(_ comparison: CommuneComparison) {
    let policy = comparison.policy
    self.policy = .init(id: policy.id, version: policy.version)
    first = Side(comparison.first, policy)
    second = Side(comparison.second, policy)
    difference = comparison.points
    possibleDifference =
      comparison.second.entry.ranked.standing.pointsHigh
      - comparison.first.entry.ranked.standing.pointsHigh
    criteria = comparison.rows.map { row in
      Row(
        criterion: policy.criteria[row.criterion].id, points: row.points, fromGap: row.fromGap,
        fromEmphasis: row.fromEmphasis,
        cause: comparison.isOneCommune ? row.cause.rawValue : nil)
    }
  }
}
