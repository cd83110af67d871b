/// The origin of a policy's weights.
public enum Weighting: Sendable, Equatable, Codable {
  /// Each criterion has its own number.
  case points
  /// From an order of importance.
  case ranks
  /// From pairwise comparisons.
  case comparisons(consistencyRatio: Double)
}
