/// How long things took, by classes.
struct DurationHistogram: Sendable {
  /// Upper bounds in seconds, inclusive: finest about what a page may take.
  static let bounds = [
    0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.04, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
  ]

  /// Of each class alone; what is above the last bound is only in ``count``.
  private(set) var counts = [Int](repeating: 0, count: bounds.count)
  private(set) var count = 0
  /// Seconds.
  private(set) var sum = 0.0

  mutating func add(_ seconds: Double) {
    count += 1
    sum += seconds
    if let at = Self.bounds.firstIndex(where: { seconds <= $0 }) { counts[at] += 1 }
  }
}
