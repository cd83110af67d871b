import Synchronization

/// How often things happened, by a name of a bounded set: codes of ours, never text from outside.
final class EventCount: Sendable {
  private let counts: Mutex<[String: Int]>

  /// - Parameter names: those that are there from the start, at zero.
  init(_ names: String...) {
    counts = Mutex(Dictionary(uniqueKeysWithValues: names.map { ($0, 0) }))
  }

  func add(_ name: String) { counts.withLock { $0[name, default: 0] += 1 } }

  /// In order of the names.
  var samples: [(String, Double)] {
    counts.withLock { $0 }.sorted { $0.key < $1.key }.map { ($0.key, Double($0.value)) }
  }
}

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
