/// How the weights of a policy came about.
public enum Weighting: Sendable, Equatable, Codable {
  /// Each criterion has its own number.
  case points
  /// From an order of importance.
  case ranks
  /// From comparisons by pairs.
  case comparisons(consistencyRatio: Double)
}
